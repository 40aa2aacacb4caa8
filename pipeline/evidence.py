"""How politely a source was read, from its receipts and its host's row."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from sqlalchemy import Connection

from pipeline.store import pages, runs
from schemas.run import Run
from schemas.source import Source
from schemas.types import Instant, Record, Url

_RUNS = 200


class Manners(Record):
    """What a newsroom's administrator would ask about."""

    robots: str
    """What robots.txt says to us about the first listing: allowed, forbidden, or not read yet."""
    robots_read: Instant | None = None
    delay: float
    """Seconds between two requests: the source's, the newsroom's wish or the throttle's."""
    not_before: Instant | None = None
    """No request before this: `Retry-After`, or a pause after failures."""
    requests: int = 0
    """In the runs that are remembered, at most the latest 200."""
    not_modified: float | None = None
    """Share of the answers that were 304; none without an answer."""
    bytes_per_new_card: int | None = None
    """None without a new card."""
    blocked: Instant | None = None
    """When an answer last kept us out."""
    blocked_reason: str = ""
    moved: Url | None = None
    """Where the newsroom says a listing is now (301, 308); to be written into the source's file."""


def manners(c: Connection, source: Source) -> Manners:
    """The evidence for one source."""
    from spiders.places import origin_of  # the web process knows no spiders until it is asked
    from spiders.robots import rules_of  # likewise; nothing of it can crawl

    first = source.urls[0]
    copy = pages.robots_kept(c, origin_of(first))
    rules = rules_of(copy, "Poliflash/1") if copy else None
    state = pages.host_state(c, urlsplit(first).hostname or "")
    word = "not read yet" if rules is None else "allowed" if rules.allow(first) else "forbidden"
    delays = (source.delay, rules.delay if rules else 0.0, state.delay if state else 0.0)
    latest = runs.recent(c, source=source.slug, limit=_RUNS)
    blocked = next((run for run in latest if run.outcome == "blocked"), None)
    return Manners(
        robots=word,
        robots_read=copy.fetched if copy else None,
        delay=max(delays),
        not_before=state.next_allowed if state else None,
        requests=sum(run.requests for run in latest),
        not_modified=_share(latest),
        bytes_per_new_card=_cost(latest),
        blocked=(blocked.finished or blocked.requested) if blocked else None,
        blocked_reason=blocked.reason if blocked else "",
        moved=_moved(latest),
    )


def _moved(latest: Sequence[Run]) -> str | None:
    """What the latest run says in which a listing answered."""
    for run in latest:
        if any(note.status for note in run.listings):
            return next((note.moved for note in run.listings if note.moved), None)
    return None


def _share(latest: Sequence[Run]) -> float | None:
    """304s among the answers of listings and pages."""
    hits = sum(run.not_modified + sum(x.not_modified for x in run.listings) for run in latest)
    whole = hits + sum(
        run.fetched + sum(200 <= x.status < 300 for x in run.listings) for run in latest
    )
    return round(hits / whole, 3) if whole else None


def _cost(latest: Sequence[Run]) -> int | None:
    added = sum(run.count("added") for run in latest)
    return round(sum(run.bytes for run in latest) / added) if added else None
