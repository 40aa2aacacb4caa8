"""Work handed to other processes in parcels, and what comes back."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any

import pytest

from pipeline.parcels import TOGETHER, Parcels


class Slow(Executor):
    """An executor that does what it was given once it is told to."""

    def __init__(self) -> None:
        self.given: list[tuple[Callable[[], Any], Future[Any]]] = []
        self.sizes: list[int] = []

    def submit(self, fn: Any, /, *args: Any, **_: Any) -> Future[Any]:
        """Take work in."""
        future: Future[Any] = Future()
        self.sizes.append(len(args[0]))
        self.given.append((lambda: fn(*args), future))
        return future

    def work(self) -> None:
        """Do the oldest work."""
        do, future = self.given.pop(0)
        future.set_result(do())

    def die(self) -> None:
        """End at the oldest work."""
        self.given.pop(0)[1].set_exception(BrokenExecutor("it ended"))


def failing() -> int:
    """Work that fails."""
    raise ValueError("no such page")


def test_idle_processes_get_work_at_once() -> None:
    """Nothing waits for a parcel to be full while a process has nothing to do."""
    slow = Slow()
    parcels = Parcels(slow, 1)
    for _ in range(2):
        parcels.add(int)
    assert slow.sizes == [1, 1]


def test_busy_processes_get_full_parcels() -> None:
    """What comes while they are busy is handed over together."""
    slow = Slow()
    parcels = Parcels(slow, 1)
    for _ in range(2 + TOGETHER):
        parcels.add(int)
    assert slow.sizes == [1, 1, TOGETHER]


def test_what_comes_back_sends_off_the_rest() -> None:
    """The last pieces wait for no more to come."""
    slow = Slow()
    parcels = Parcels(slow, 1)
    told = [parcels.add(int) for _ in range(5)]
    while slow.given:
        slow.work()
    assert [future.result(0) for future in told] == [0] * 5


def test_an_error_costs_its_own_piece() -> None:
    """The others of its parcel come to their results."""
    slow = Slow()
    parcels = Parcels(slow, 1)
    told = [parcels.add(work) for work in (int, int, int, failing, int)]
    while slow.given:
        slow.work()
    assert [future.exception(0) is None for future in told] == [True, True, True, False, True]


def test_a_death_is_told_to_all_that_wait() -> None:
    """Work that was not handed over yet fails like the work that was."""
    slow = Slow()
    parcels = Parcels(slow, 1)
    told = [parcels.add(int) for _ in range(4)]
    slow.die()
    assert parcels.broken
    for future in (told[0], *told[2:]):
        with pytest.raises(BrokenExecutor):
            future.result(0)


def test_waiting_counts_from_the_first_that_is_not_done() -> None:
    """What came back is not counted."""
    slow = Slow()
    parcels = Parcels(slow, 1)
    for _ in range(3):
        parcels.add(int)
    slow.work()
    assert parcels.waiting == 2
