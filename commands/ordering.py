"""Orders carried out: by a running `serve`, or here where nobody holds the data folder."""

import asyncio
import time
from collections.abc import Sequence

from commands.session import Session
from pipeline.owner import owned
from pipeline.settings import Settings
from pipeline.store import runs
from pipeline.store.store import Store
from schemas.errors import OwnedElsewhere
from schemas.order import Order
from schemas.run import Run

PAUSE = 0.05
"""Seconds between two looks at the runs that another process is at."""


def carried_out(session: Session, orders: Sequence[Order]) -> list[Run]:
    """Queue orders and wait for their receipts.

    Works the same beside a running `serve` as without one; should the process that holds the
    data folder end before it came to them, they are carried out here.
    """
    with session.store() as store:
        with store.writing() as c:
            ids = [runs.enqueue(c, order, store.clock())[0].id for order in orders]
        with session.waiting(f"{len(ids)} to do"):
            while (done := _receipts(store, ids)) is None:
                try:
                    with owned(session.settings.data):
                        asyncio.run(_here(session.settings, ids))
                except OwnedElsewhere:
                    time.sleep(PAUSE)
        return done


def _receipts(store: Store, ids: Sequence[str]) -> list[Run] | None:
    with store.reading() as c:
        found = [runs.run_of(c, run_id) for run_id in ids]
    receipts = [run for run in found if run is not None and run.state == "done"]
    return receipts if len(receipts) == len(ids) else None


async def _here(settings: Settings, ids: Sequence[str]) -> None:
    from pipeline.crawler import work  # Scrapy is not needed beside a `serve`
    from pipeline.pipe import open_pipe  # likewise

    pipe = open_pipe(settings)
    stop, nudged = asyncio.Event(), asyncio.Event()
    left = set(ids)

    def heard(message: dict[str, object]) -> None:
        left.discard(str(message.get("run")) if message["event"] == "done" else "")
        if not left:
            stop.set()
            nudged.set()

    try:
        await work(pipe, stop=stop, nudged=nudged, tell=heard)
    finally:
        pipe.store.close()
