"""Whether this process and the crawler are well."""

from datetime import datetime, timedelta
from typing import Literal

from schemas.types import Instant, Record

LATE = timedelta(seconds=30)
"""How long the scheduler, which ticks every second, may be silent."""


class CrawlerStatus(Record):
    """The crawler process, and the scheduler that gives it work."""

    pid: int | None = None
    alive: bool
    restarts: int = 0
    heartbeat: Instant | None = None
    """When the crawler last said anything; it is silent while it has nothing to do."""
    last_tick: Instant | None = None
    """When the scheduler last looked for due sources."""


class StoreHealth(Record):
    """Whether the store answers."""

    ok: bool
    waiting: int | None = None
    """Runs queued or under way."""
    reason: str = ""


class CrawlerHealth(Record):
    """Whether the crawler process lives."""

    ok: bool
    pid: int | None
    restarts: int
    heartbeat: Instant | None


class SchedulerHealth(Record):
    """Whether due sources are looked for."""

    ok: bool
    age: float | None
    """Seconds since the last look; `None` before the first."""


class Health(Record):
    """What `/healthz` says; a source's own trouble is none of it."""

    status: Literal["ok", "faulty"]
    version: str
    store: StoreHealth
    crawler: CrawlerHealth
    scheduler: SchedulerHealth
    documents: int
    """Public documents that are served."""


def health(
    store: StoreHealth,
    crawler: CrawlerStatus,
    *,
    documents: int,
    version: str,
    since: datetime,
    now: datetime,
) -> Health:
    """The verdict; `since`: when this process began, for a scheduler that has not ticked yet."""
    tick = crawler.last_tick
    punctual = now - (tick or since) <= LATE
    return Health(
        status="ok" if store.ok and crawler.alive and punctual else "faulty",
        version=version,
        store=store,
        crawler=CrawlerHealth(
            ok=crawler.alive,
            pid=crawler.pid,
            restarts=crawler.restarts,
            heartbeat=crawler.heartbeat,
        ),
        scheduler=SchedulerHealth(
            ok=punctual, age=round((now - tick).total_seconds(), 1) if tick else None
        ),
        documents=documents,
    )
