"""The scheduler."""

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime

import pytest

from scheduler import Scheduler
from tests.builders import NOON


async def ticked(tick: Callable[[datetime], int], until: threading.Event) -> Scheduler:
    """A scheduler that ran until an event."""
    scheduler = Scheduler(tick, every=0.01, now=lambda: NOON)
    scheduler.start()
    await asyncio.to_thread(until.wait, 20)
    await asyncio.sleep(0.05)
    scheduler.stop()
    return scheduler


async def test_it_ticks_in_a_thread() -> None:
    """The event loop never waits for the store."""
    done, threads = threading.Event(), set()

    def tick(now: datetime) -> int:
        threads.add(threading.current_thread())
        assert now == NOON
        done.set()
        return 0

    scheduler = await ticked(tick, done)
    assert threading.current_thread() not in threads
    assert scheduler.last_tick == NOON


async def test_a_slow_tick_is_not_overtaken(caplog: pytest.LogCaptureFixture) -> None:
    """There is one tick at a time, and what was missed meanwhile is made up for once."""
    done, go_on, running, most = threading.Event(), threading.Event(), 0, 0

    def tick(_: datetime) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        go_on.wait(0.05)
        running -= 1
        done.set()
        return 0

    await ticked(tick, done)
    assert most == 1


async def test_a_failed_tick_does_not_stop_the_clock(caplog: pytest.LogCaptureFixture) -> None:
    """The next tick comes, and only a good one counts as the last."""
    done, calls = threading.Event(), 0

    def tick(_: datetime) -> int:
        nonlocal calls
        calls += 1
        if calls > 1:
            done.set()
        raise RuntimeError("the store is away")

    scheduler = await ticked(tick, done)
    assert (calls > 1, scheduler.last_tick) == (True, None)
