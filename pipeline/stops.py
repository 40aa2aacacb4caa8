"""What newsrooms forbade, before anything is asked by hand."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from sqlalchemy import Connection

from pipeline.catalogue import catalogue
from pipeline.orders import source_of
from pipeline.settings import Settings
from pipeline.store import sources
from pipeline.store.pages import host_state
from pipeline.store.stops import stops
from pipeline.store.store import FILE, opened
from schemas.crawl import HostState
from schemas.errors import NotAllowed
from schemas.source import Source
from schemas.stops import stopped
from schemas.types import Record


class Standing(Record):
    """What hosts asked for before a visit by hand."""

    stopped: dict[str, str] = {}
    """Host → why it is not to be asked any more."""
    hosts: dict[str, HostState] = {}
    """Host → its pause that still runs."""


def standing(settings: Settings, url: str, source: Source | None = None) -> Standing:
    """The stopped hosts and the pauses that run; NotAllowed where the address belongs to a stopped
    host or to a source that is off.

    A store that is not there yet is not made.
    """
    if settings.database is None and not (settings.data / FILE).exists():
        return Standing()
    source = source or source_of(url, catalogue(settings).sources.values())
    host = urlsplit(url).hostname or ""
    store = opened(settings)
    try:
        with store.reading() as c:
            kept = permitted(c, source) if source else stops(c)
            state = host_state(c, host)
        now = store.clock()
    finally:
        store.close()
    if why := stopped(host, kept):
        raise NotAllowed(f"not read: {why}", subject=url)
    waits = state is not None and state.next_allowed is not None and state.next_allowed > now
    return Standing(stopped=kept, hosts={host: state} if state and waits else {})


def permitted(c: Connection, source: Source) -> dict[str, str]:
    """The stopped hosts; NotAllowed where the source is switched off or all its hosts are."""
    kept, state = stops(c), sources.state(c, source.slug)
    if state.enabled is False:
        why = f": {state.why}" if state.why else ""
        raise NotAllowed(
            f"not read: it was switched off{why} (`poliflash sources enable {source.slug}`)",
            subject=source.slug,
        )
    if reason := silenced(source, kept):
        raise NotAllowed(f"not read: {reason}", subject=source.slug)
    return kept


def silenced(source: Source, kept: Mapping[str, str]) -> str | None:
    """Why none of a source's listings may be asked for; `None` where one may."""
    reasons = [stopped(urlsplit(url).hostname or "", kept) for url in source.urls]
    return reasons[0] if all(reasons) else None
