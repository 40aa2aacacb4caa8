"""The crawler process: claims runs, carries them out, publishes."""

import asyncio
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.alerts.faults import PUBLISHER
from pipeline.logs import log, set_up_logs
from pipeline.loop import run_in_loop
from pipeline.media import orders
from pipeline.pipe import Pipe, open_pipe
from pipeline.run import carry_out, write_receipts
from pipeline.settings import HANDED, Settings
from pipeline.supervisor import MEMORY_EXIT
from schemas.errors import PoliflashError, StoreError
from schemas.order import Order
from schemas.run import Run

PAUSE = 0.1
"""Seconds between two looks into the queue when nobody nudges."""

Tell = Callable[[dict[str, Any]], None]


async def work(
    pipe: Pipe,
    *,
    stop: asyncio.Event,
    nudged: asyncio.Event,
    tell: Tell,
    pictures: bool = True,
) -> None:
    """Carry out queued runs, several at once on different hosts, until `stop` is set.

    `pictures`: whether those that are due are looked at while nothing else waits.
    """
    under_way: set[asyncio.Task[None]] = set()
    for lost in pipe.recover():
        log.error("run-given-up", run=lost.id, source=lost.source, attempts=lost.attempt)
    while not stop.is_set():
        with suppress(StoreError):  # it was told of when it was owed
            write_receipts(pipe)
        while len(under_way) < pipe.settings.crawls and (claimed := pipe.claim()) is not None:
            task = asyncio.create_task(_carry_out(pipe, claimed, nudged, tell))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        if not under_way and pipe.publisher.due():  # every run publishes at its own end
            _publish(pipe, tell)
        if not under_way:
            _pack(pipe)
        if pictures:
            orders.enqueue(pipe)
        pipe.upkeep.daily()
        pipe.retention.daily()
        pipe.watch.daily()
        if _memory() > pipe.settings.crawler_memory:
            break
        nudged.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(nudged.wait(), PAUSE)
    pipe.stopping = True
    if under_way:
        await asyncio.wait(under_way, timeout=20)


async def _carry_out(
    pipe: Pipe, claimed: tuple[Run, Order], nudged: asyncio.Event, tell: Tell
) -> None:
    run, order = claimed
    tell({"event": "started", "run": run.id, "source": run.source})
    # What a look found is published when nothing waits: a run that interrupts it goes first.
    done = await carry_out(pipe, run, order, publish=not order.pictures)
    tell({"event": "done", "run": done.id, "outcome": done.outcome})
    nudged.set()


def _publish(pipe: Pipe, tell: Tell) -> None:
    try:
        published = pipe.publisher.publish()
    except PoliflashError as error:
        log.error("publish-failed", reason=str(error))
        pipe.note_fault(PUBLISHER, str(error))
        return
    pipe.note_fault(PUBLISHER, None)
    if published.documents:
        tell({"event": "published", "documents": len(published.documents)})


def _pack(pipe: Pipe) -> None:
    """Pack a few of the documents that were published."""
    try:
        pipe.publisher.packing.some()
    except PoliflashError as error:
        log.error("packing-failed", reason=str(error))


def _memory() -> int:
    """MiB this process holds now."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * resource.getpagesize() // 2**20
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


async def _main(settings: Settings) -> int:
    pipe = open_pipe(settings)
    stop, nudged = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGINT, lambda: None)  # the parent decides
    listener = loop.create_task(_listen(stop, nudged))
    try:
        _tell({"event": "ready", "pid": os.getpid()})
        _publish(pipe, _tell)
        await work(pipe, stop=stop, nudged=nudged, tell=_tell)
        return 0 if stop.is_set() else MEMORY_EXIT
    finally:
        listener.cancel()
        pipe.store.close()


async def _listen(stop: asyncio.Event, nudged: asyncio.Event) -> None:
    """Any line on standard input is a nudge; its end means that the parent is gone."""
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    while await reader.readline():
        nudged.set()
    stop.set()
    nudged.set()


def _tell(message: dict[str, Any]) -> None:
    with suppress(BrokenPipeError):
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()


def main() -> None:
    """Run as a child of `serve`: settings as JSON in the variable HANDED, messages over pipes."""
    settings = Settings.model_validate_json(os.environ.pop(HANDED))
    set_up_logs()
    sys.exit(run_in_loop(_main(settings)))


if __name__ == "__main__":
    main()
