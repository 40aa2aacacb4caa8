"""When sources are due."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Connection

from pipeline.orders import order_for
from pipeline.rhythm import slow_day
from pipeline.stops import silenced
from pipeline.store import pages, runs, sources
from pipeline.store.sources import SourceState, Turn
from pipeline.store.stops import stops
from pipeline.store.store import Store
from schemas.rhythm import Rhythm
from schemas.source import Source
from schemas.types import ROME

SLOWER = 3
"""On days that hardly ever bring anything a source is asked a third as often."""


def enabled(source: Source, state: SourceState | Turn | None) -> bool:
    """Whether a source is run on schedule: an operator's word wins over the file's."""
    if state is not None and state.enabled is not None:
        return state.enabled
    return source.enabled


def due(c: Connection, declared: Mapping[str, Source], now: datetime) -> list[Source]:
    """The enabled sources that are to be run by now and are not under way."""
    turns = sources.turns(c)
    busy = runs.under_way(c)
    kept = stops(c)
    return [
        source
        for slug, source in declared.items()
        if slug not in busy
        and silenced(source, kept) is None
        and enabled(source, turns.get(slug))
        and (slug not in turns or (turns[slug].due or now) <= now)
    ]


def enqueue_due(store: Store, declared: Mapping[str, Source], now: datetime) -> int:
    """Queue a run of every due source; how many. Nothing is written where none is due."""
    with store.reading() as c:
        waiting = due(c, declared, now)
    if waiting:
        with store.writing() as c:
            for source in waiting:
                runs.enqueue(c, order_for(source, "schedule"), now)
    return len(waiting)


def next_due(
    c: Connection, source: Source, now: datetime, rhythm: Rhythm | None = None
) -> datetime:
    """When a source that was just run is due again.

    After its declared pause; less often on days that hardly ever bring anything, where `rhythm`
    says so of a source that is well; sooner where a page that seems gone waits for its second
    look; later where its host asked for more time (`Retry-After`, back-off).
    """
    due = now + source.every
    if rhythm is not None:
        due = unhurried(due, source.every, rhythm)
    second_look = pages.next_suspicion(c, source.slug, now)
    if second_look is not None:
        due = min(due, second_look)
    state = pages.host_state(c, order_for(source, "schedule").host)
    if state is not None and state.next_allowed is not None:
        due = max(due, state.next_allowed)
    return due


def unhurried(due: datetime, every: timedelta, rhythm: Rhythm) -> datetime:
    """Later on a slow day (a weekend, August): after three pauses, before its next lively day."""
    later = due + (SLOWER - 1) * every
    at = due
    while at < later and slow_day(rhythm, at):
        midnight = datetime.combine(at.astimezone(ROME).date() + timedelta(days=1), time(), ROME)
        at = min(later, midnight.astimezone(UTC))
    return at
