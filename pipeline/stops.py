"""What newsrooms forbade, before anything is asked by hand."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from sqlalchemy import Connection

from pipeline.catalogue import catalogue
from pipeline.orders import source_of
from pipeline.settings import Settings
from pipeline.store import sources
from pipeline.store.stops import stops
from pipeline.store.store import FILE, opened
from schemas.errors import NotAllowed
from schemas.source import Source
from schemas.stops import stopped


def standing_stops(settings: Settings, url: str, source: Source | None = None) -> dict[str, str]:
    """The stopped hosts; NotAllowed where the address belongs to one or to a source that is off.

    A store that is not there yet is not made.
    """
    if settings.database is None and not (settings.data / FILE).exists():
        return {}
    source = source or source_of(url, catalogue(settings).sources.values())
    store = opened(settings)
    try:
        with store.reading() as c:
            kept = permitted(c, source) if source else stops(c)
    finally:
        store.close()
    if why := stopped(urlsplit(url).hostname or "", kept):
        raise NotAllowed(f"not read: {why}", subject=url)
    return kept


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
