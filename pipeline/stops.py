"""What newsrooms forbade, before anything is asked by hand."""

from urllib.parse import urlsplit

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
            kept = stops(c)
            state = sources.state(c, source.slug) if source else None
    finally:
        store.close()
    if why := stopped(urlsplit(url).hostname or "", kept):
        raise NotAllowed(f"not read: {why}", subject=url)
    if state is not None and state.enabled is False:
        raise switched_off(state)
    return kept


def switched_off(state: sources.SourceState) -> NotAllowed:
    """The refusal for a source that an operator switched off."""
    why = f": {state.why}" if state.why else ""
    return NotAllowed(
        f"not read: it was switched off{why} (`poliflash sources enable {state.source}`)",
        subject=state.source,
    )
