"""A house that is served: scheduler, crawler and HTTP."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from commands.session import Session
from pipeline.catalogue import catalogue
from pipeline.owner import Ownership, owned
from pipeline.schedule import enqueue_due
from pipeline.settings import Settings
from pipeline.store.store import Store
from pipeline.supervisor import Supervisor
from scheduler import Scheduler
from schemas.source import Source
from web.app import create_app
from web.run import run_in_loop, serve_app
from web.status import CrawlerStatus


def served(here: Session, ready: Callable[[int], None]) -> None:
    """Hold the data folder and serve until stopped; `ready` is told the port."""
    declared = catalogue(here.settings)
    for problem in declared.problems:
        here.say(problem)
    with owned(here.settings.data) as lock, here.store() as store:
        run_in_loop(_serve(here.settings, store, declared.sources, lock, ready))


async def _serve(
    settings: Settings,
    store: Store,
    sources: dict[str, Source],
    lock: Ownership,
    ready: Callable[[int], None],
) -> None:
    loop = asyncio.get_running_loop()

    def heard(message: dict[str, Any]) -> None:
        if message["event"] in ("published", "done"):
            loop.run_in_executor(None, app.reload)

    def tick(now: datetime) -> int:
        queued = enqueue_due(store, sources, now)
        if queued:
            loop.call_soon_threadsafe(supervisor.nudge)
        return queued

    supervisor = Supervisor(settings, lock.fd, heard)
    scheduler = Scheduler(tick)
    app = create_app(
        settings,
        store,
        sources,
        nudge=supervisor.nudge,
        status=lambda: _status(supervisor, scheduler),
    )
    supervisor.start()
    scheduler.start()
    try:
        await serve_app(app, settings.host, settings.port, ready=ready)
    finally:
        scheduler.stop()
        await supervisor.stop()


def _status(supervisor: Supervisor, scheduler: Scheduler) -> CrawlerStatus:
    return CrawlerStatus(
        pid=supervisor.pid,
        alive=supervisor.pid is not None,
        restarts=supervisor.restarts,
        heartbeat=supervisor.last_message,
        last_tick=scheduler.last_tick,
    )
