"""Whether this process and the crawler are well."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from pipeline.alerts.faults import PUBLISHER
from pipeline.store import incidents, runs
from pipeline.store.store import Store
from schemas.errors import StoreError
from schemas.types import Instant, Record

LATE = timedelta(seconds=30)
"""How long the scheduler, which ticks every second, may be silent."""


DEATHS = 5
"""So many within ten minutes are a fault, although each time a new crawler is started."""


class CrawlerStatus(Record):
    """The crawler process, and the scheduler that gives it work."""

    pid: int | None = None
    alive: bool
    restarts: int = 0
    deaths: int = 0
    """How often it ended within the last ten minutes without being asked to."""
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


class ServingHealth(Record):
    """Whether what is published can be written, and read again."""

    ok: bool
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
    serving: ServingHealth
    crawler: CrawlerHealth
    scheduler: SchedulerHealth
    documents: int
    """Public documents that are served."""


def looked_into(store: Store, shelf: str) -> tuple[StoreHealth, ServingHealth]:
    """How the store and the publishing are; `shelf`: why documents cannot be read, or ''."""
    try:
        with store.reading() as c:
            waiting = runs.waiting(c)
            faults = incidents.current(c, subject=PUBLISHER)
    except StoreError as error:
        return StoreHealth(ok=False, reason=str(error)), ServingHealth(ok=not shelf, reason=shelf)
    why = shelf or next((fault.reason for fault in faults), "")
    return StoreHealth(ok=True, waiting=waiting), ServingHealth(ok=not why, reason=why)


def faults_in(found: Health) -> Mapping[str, str]:
    """Part → what is wrong with it, '' for nothing; publishing notes its own faults."""
    crawler, scheduler = found.crawler, found.scheduler
    died = f"the crawler does not live; it was started {crawler.restarts} times"
    late = "the scheduler does not tick" + ("" if scheduler.age is None else f": {scheduler.age} s")
    return {
        "store": "" if found.store.ok else found.store.reason,
        "crawler": "" if crawler.ok else died,
        "scheduler": "" if scheduler.ok else late,
    }


def health(
    parts: tuple[StoreHealth, ServingHealth],
    crawler: CrawlerStatus,
    *,
    documents: int,
    version: str,
    since: datetime,
    now: datetime,
) -> Health:
    """The verdict; `since`: when this process began, for a scheduler that has not ticked yet."""
    store, serving = parts
    tick = crawler.last_tick
    lives = crawler.alive and crawler.deaths < DEATHS
    punctual = now - (tick or since) <= LATE
    return Health(
        status="ok" if store.ok and serving.ok and lives and punctual else "faulty",
        version=version,
        store=store,
        serving=serving,
        crawler=CrawlerHealth(
            ok=lives,
            pid=crawler.pid,
            restarts=crawler.restarts,
            heartbeat=crawler.heartbeat,
        ),
        scheduler=SchedulerHealth(
            ok=punctual, age=round((now - tick).total_seconds(), 1) if tick else None
        ),
        documents=documents,
    )
