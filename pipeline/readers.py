"""Processes that read pages beside a large crawl."""

import os
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from multiprocessing import connection, get_context, parent_process
from typing import Any, ParamSpec, Self, TypeVar

from pipeline.garbage import look_seldom
from pipeline.logs import log

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
        self._ready: Future[int] | None = None
        self._begun: deque[Future[Any]] = deque()

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
        pool = self._open()
        if pool is not None and self._waiting() < AHEAD * self._processes:
            try:
                self._begun.append(future := pool.submit(work, *args, **kwargs))
                return future
            except BrokenExecutor as error:
                log.error("readers-ended", reason=str(error))
                self._processes = 0
        return done(work, *args, **kwargs)

    def _waiting(self) -> int:
        """Pieces of work that the processes have not done, and those behind the first of them."""
        while self._begun and self._begun[0].done():
            self._begun.popleft()
        return len(self._begun)

    def _open(self) -> ProcessPoolExecutor | None:
        """The pool, once a process of it has started."""
        if self._left >= 0 or self._processes < 1:
            return None
        if self._pool is None:
            spawn = get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, spawn, _begin)
            self._ready = self._pool.submit(len, self._warm)
        return self._pool if self._ready is not None and self._ready.done() else None


def done(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
    """A piece of work done in place; its error waits for whoever asks for the result."""
    future: Future[T] = Future()
    try:
        future.set_result(work(*args, **kwargs))
    except Exception as error:  # noqa: BLE001  # the future carries it on
        future.set_exception(error)
    return future


def _begin() -> None:
    """What a new process does first."""
    look_seldom()
    _follow_parent()


def _follow_parent() -> None:
    """End this process when the crawl's does, even if that one was killed."""
    parent = parent_process()
    assert parent is not None, "a pool's process has a parent"

    def follow() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
