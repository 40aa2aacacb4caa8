"""Requests to the peers that we tell something: one answer each, and never a wait without end."""

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from pipeline.alerts.cutting import TIMEOUT, WHOLE, cut_off
from pipeline.settings import VERSION
from schemas.errors import UndeliveredError

_KINDS: Mapping[str, type[HTTPConnection]] = {"http": HTTPConnection, "https": HTTPSConnection}


def status_of(
    method: str,
    url: str,
    body: bytes | None,
    headers: Mapping[str, str],
    *,
    whom: str,
    timeout: float = TIMEOUT,
    whole: float = WHOLE,
) -> int:
    """The status that a peer answers with; UndeliveredError, without the address, if none comes.

    `whom`: the word for the peer in errors; `timeout`: seconds for each answer, `whole` for all.
    """
    peer = urlsplit(url)
    kind = _KINDS.get(peer.scheme)
    if kind is None or not peer.hostname:
        raise UndeliveredError(f"the {whom} is no http(s) address", subject=whom)
    path = (peer.path or "/") + (f"?{peer.query}" if peer.query else "")
    try:
        line = kind(peer.hostname, peer.port, timeout=timeout)
        try:
            with cut_off(lambda: line.sock, whole):
                line.request(method, path, body, {"User-Agent": f"Poliflash/{VERSION}", **headers})
                return line.getresponse().status
        finally:
            line.close()
    except (OSError, HTTPException, ValueError) as error:
        why = f"{type(error).__name__}: {error}".removesuffix(": ")
        raise UndeliveredError(f"did not answer ({why})", subject=whom) from None
