"""A house that is served: scheduler, crawler and HTTP."""

import asyncio
import signal
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from commands.session import Session
from pipeline.alerts.watchman import Watchman
from pipeline.alerts.ways import ways_of
from pipeline.catalogue import catalogue
from pipeline.clock import system_now
from pipeline.loop import run_in_loop
from pipeline.owner import Ownership, owned
from pipeline.push.pusher import Pusher
from pipeline.push.ways import ways_of as push_ways
from pipeline.schedule import enqueue_due
from pipeline.settings import VERSION, Settings
from pipeline.store.owning import Hold, held
from pipeline.store.store import Store
from pipeline.supervisor import Supervisor
from scheduler import Scheduler
from schemas.errors import OwnedElsewhere
from schemas.source import Source
from web.app import WebApp, create_app
from web.run import serve_app
from web.status import CrawlerStatus, faults_in, health, looked_into

KEPT = 1.0
"""Seconds between two looks whether the database is still ours alone."""


def served(here: Session, ready: Callable[[int], None]) -> None:
    """Hold the data folder and serve until stopped; `ready` is told the port."""
    declared = catalogue(here.settings)
    for problem in declared.problems:
        here.say(problem)
    with owned(here.settings.data) as lock, here.store() as store, held(store.engine) as hold:
        serve = partial(_serve, here.settings, store, declared.sources, lock)
        run_in_loop(_while_held(hold, serve, ready))


async def _while_held(
    hold: Hold,
    serve: Callable[[Callable[[int], None]], Coroutine[Any, Any, None]],
    ready: Callable[[int], None],
) -> None:
    """Serve until stopped, or until another process has the database: OwnedElsewhere."""
    listening = asyncio.Event()

    def told(port: int) -> None:
        ready(port)
        listening.set()

    guard = asyncio.create_task(_guard(hold, listening))
    try:
        await serve(told)
    finally:
        guard.cancel()
    with suppress(asyncio.CancelledError):
        await guard


async def _guard(hold: Hold, listening: asyncio.Event) -> None:
    await listening.wait()  # from then on a signal is answered
    try:
        while hold.needed:
            await asyncio.to_thread(hold.keep)
            await asyncio.sleep(KEPT)
    except OwnedElsewhere:
        if signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:  # where it has not ended yet
            signal.raise_signal(signal.SIGTERM)  # what is under way ends as it should
        raise


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
    look = _look(store, app, lambda: _status(supervisor, scheduler))
    supervisor.start()
    scheduler.start()
    watch = loop.create_task(Watchman(store, ways_of(settings), look).run())
    push = loop.create_task(Pusher(store, push_ways(settings), app.serves).run())
    try:
        await serve_app(app, settings.host, settings.port, ready=ready)
    finally:
        watch.cancel()
        push.cancel()
        scheduler.stop()
        await supervisor.stop()


def _look(
    store: Store, app: WebApp, status: Callable[[], CrawlerStatus]
) -> Callable[[], Mapping[str, str]]:
    """What the watchman looks at: the same as `/healthz`."""
    since = system_now()

    def look() -> Mapping[str, str]:
        parts = looked_into(store, app.trouble)
        now, shown = system_now(), app.documents
        return faults_in(
            health(parts, status(), documents=shown, version=VERSION, since=since, now=now)
        )

    return look


def _status(supervisor: Supervisor, scheduler: Scheduler) -> CrawlerStatus:
    return CrawlerStatus(
        pid=supervisor.pid,
        alive=supervisor.pid is not None,
        restarts=supervisor.restarts,
        deaths=supervisor.deaths,
        heartbeat=supervisor.last_message,
        last_tick=scheduler.last_tick,
    )
