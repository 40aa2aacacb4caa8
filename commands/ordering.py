"""Orders carried out: by a running `serve`, or here where nobody holds the data folder."""

import asyncio
import getpass
import time
from collections.abc import Callable, Sequence
from typing import NoReturn

import typer

from commands.receipts import exit_code, told
from commands.session import Session
from pipeline.alerts.courier import Courier
from pipeline.alerts.ways import ways_of
from pipeline.loop import run_in_loop
from pipeline.owner import owned
from pipeline.push.pusher import Pusher
from pipeline.push.ways import ways_of as push_ways
from pipeline.settings import Settings
from pipeline.store import runs
from pipeline.store.owning import held
from pipeline.store.store import Store
from schemas.errors import OwnedElsewhere
from schemas.order import Order
from schemas.run import Run

PAUSE = 0.05
"""Seconds between two looks at the runs that another process is at."""


def me() -> str:
    """The name of whoever runs the command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "operator"


def reported(session: Session, orders: Sequence[Order]) -> NoReturn:
    """Carry out orders, print the receipts, end with their exit code."""
    receipts = carried_out(session, orders)
    for run in receipts:
        typer.echo("\n".join(told(run)))
    raise typer.Exit(exit_code(receipts))


def carried_out(session: Session, orders: Sequence[Order]) -> list[Run]:
    """Queue orders and wait for their receipts.

    Works the same beside a running `serve` as without one; should the process that holds the
    data folder end before it came to them, they are carried out here.
    """
    with session.store() as store:
        with store.writing() as c:
            ids = [runs.enqueue(c, order, store.clock())[0].id for order in orders]
        with session.waiting("working", total=len(ids)) as progress:
            while left := _left(store, ids):
                progress(len(ids) - len(left))
                try:
                    with owned(session.settings.data), held(store.engine):
                        # Looked at again under the lock: its last holder may just have done them.
                        run_in_loop(_here(session.settings, _left(store, ids), progress))
                except OwnedElsewhere:
                    time.sleep(PAUSE)
        with store.reading() as c:
            found = [runs.run_of(c, run_id) for run_id in ids]
        return [run for run in found if run is not None]


def _left(store: Store, ids: Sequence[str]) -> set[str]:
    """Those that are not done yet."""
    with store.reading() as c:
        found = [runs.run_of(c, run_id) for run_id in ids]
    return {run.id for run in found if run is not None and run.state != "done"}


async def _here(settings: Settings, ids: set[str], progress: Callable[[int], None]) -> None:
    from pipeline.crawler import work  # Scrapy is not needed beside a `serve`
    from pipeline.pipe import open_pipe  # likewise
    from pipeline.run import write_receipts  # likewise

    if not ids:
        return
    pipe = open_pipe(settings)
    stop, nudged = asyncio.Event(), asyncio.Event()
    left = set(ids)

    def heard(message: dict[str, object]) -> None:
        left.discard(str(message.get("run")) if message["event"] == "done" else "")
        progress(len(ids) - len(left))
        if not left:
            stop.set()
            nudged.set()

    try:
        await work(pipe, stop=stop, nudged=nudged, tell=heard, pictures=False)
        write_receipts(pipe)
        pipe.publisher.packing.everything()
        await asyncio.to_thread(Courier(pipe.store, ways_of(settings)).round)
        await asyncio.to_thread(Pusher(pipe.store, push_ways(settings)).round)
    finally:
        pipe.store.close()
