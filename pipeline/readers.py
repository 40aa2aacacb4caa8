"""Processes that read pages beside a large crawl."""

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from types import ModuleType
from typing import Any, ParamSpec, Self, TypeVar

from pipeline.parcels import Parcels
from pipeline.reader import begin

FEW = 100
"""Pieces of work of one crawl that are done in place: a refresh never waits for a process."""
MOST = 4
"""Processes at most, and always fewer than there are cores: one is the crawl's."""

AHEAD = 48
"""Pieces of work that wait for each process; what comes while so many wait is done in place."""

P = ParamSpec("P")
T = TypeVar("T")


class Readers:
    """The `schemas.crawl.Aside` of one crawl: in place at first, in processes once it grows large.

    While the processes are behind, what comes is done in place, too. They end with the crawl.
    Where one dies, the work it was at fails with BrokenExecutor, and the rest is done in place.
    """

    def __init__(self, *warm: Callable[..., Any], few: int = FEW) -> None:
        """`warm`: the functions that will be asked for; a new process imports them first."""
        self._warm = warm
        self._left = few
        self._processes = min(MOST, len(os.sched_getaffinity(0)) - 1)
        self._pool: ProcessPoolExecutor | None = None
        self._parcels: Parcels | None = None
        self._ready: Future[int] | None = None

    def __enter__(self) -> Self:
        """Nothing is started before it is needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes; what still waits is dropped."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def expect(self, pieces: int) -> None:
        """Start the processes at once if so much work is about to come that they are worth it."""
        if pieces > self._left:
            self._left = -1
            self._open()

    def __call__(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Do a piece of work that is a pure function of what it is given."""
        self._left -= 1
        parcels = self._open()
        if parcels is None or parcels.broken or parcels.waiting >= AHEAD * self._processes:
            return done(work, *args, **kwargs)
        return parcels.add(partial(work, *args, **kwargs))

    def _open(self) -> Parcels | None:
        """The way to the pool, once a process of it has started."""
        if self._left >= 0 or self._processes < 1:
            return None
        if self._pool is None:
            spawn = get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, spawn, begin)
            self._parcels = Parcels(self._pool, self._processes)
            with _without_program():
                self._ready = self._pool.submit(len, self._warm)
        return self._parcels if self._ready is not None and self._ready.done() else None


@contextmanager
def _without_program() -> Iterator[None]:
    """Have processes that start meanwhile import what they work with, not the whole program.

    `multiprocessing` has a new process run the main module's file once more: the web, the commands
    and Scrapy, twice as long as all that a reading process needs.
    """
    program, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def done(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
    """A piece of work done in place; its error waits for whoever asks for the result."""
    future: Future[T] = Future()
    try:
        future.set_result(work(*args, **kwargs))
    except Exception as error:  # noqa: BLE001  # the future carries it on
        future.set_exception(error)
    return future
