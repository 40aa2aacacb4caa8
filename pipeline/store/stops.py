"""The hosts whose newsrooms said stop."""

import json

from sqlalchemy import Connection

from pipeline.store.store import remember, remembered

_KEY = "stopped-hosts"


def stops(c: Connection) -> dict[str, str]:
    """Host → why it is not to be asked any more; its subdomains are meant too."""
    found: dict[str, str] = json.loads(remembered(c, _KEY) or "{}")
    return found


def stop(c: Connection, host: str, reason: str) -> None:
    """Ask a host no more."""
    remember(c, _KEY, {**stops(c), host: reason})


def unstop(c: Connection, host: str) -> bool:
    """Let a host be asked again; False where nothing kept it from that."""
    kept = stops(c)
    remember(c, _KEY, {name: why for name, why in kept.items() if name != host})
    return host in kept
