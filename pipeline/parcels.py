"""Pieces of work handed to other processes several at a time."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from functools import partial
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from pipeline.logs import log
from pipeline.reader import Said, Work, each

TOGETHER = 8
"""Pieces in a parcel: three threads take part in each handing over, and wait for each other."""

T = TypeVar("T")


class _Piece(NamedTuple):
    work: Work
    told: Future[Any]


class Parcels:
    """Work on its way to an executor's processes and back; full parcels, while they are busy."""

    def __init__(self, executor: Executor, processes: int) -> None:
        """`processes`: how many of them work at once; each has a parcel at hand besides its own."""
        self._executor = executor
        self._at_once = 2 * processes
        self._under_way = 0
        self._open: list[_Piece] = []
        self._told: deque[Future[Any]] = deque()
        self._lock = Lock()
        self.broken = False
        """Whether a process died; what is added now fails with BrokenExecutor."""

    def add(self, work: Callable[[], T]) -> Future[T]:
        """Have a piece of work done; it and what it gives must be picklable."""
        piece = _Piece(work, Future())
        self._told.append(piece.told)
        with self._lock:
            self._open.append(piece)
        self._send()
        return piece.told

    @property
    def waiting(self) -> int:
        """Pieces of work that are not done, and those behind the first of them."""
        while self._told and self._told[0].done():
            self._told.popleft()
        return len(self._told)

    def _send(self) -> None:
        with self._lock:
            busy = self._under_way >= self._at_once
            if not self._open or (busy and len(self._open) < TOGETHER):
                return
            parcel, self._open = self._open, []
            self._under_way += 1
        try:
            away = self._executor.submit(each, [piece.work for piece in parcel])
        except (BrokenExecutor, RuntimeError) as error:  # it died, or is about to end
            self._lost(parcel, error)
        else:
            away.add_done_callback(partial(self._back, parcel))

    def _back(self, parcel: Sequence[_Piece], away: "Future[list[Said]]") -> None:
        """Called in the executor's own thread."""
        with self._lock:
            self._under_way -= 1
        if away.cancelled():
            for piece in parcel:
                piece.told.cancel()
            return
        if (error := away.exception()) is not None:
            self._lost(parcel, error)
            return
        for piece, said in zip(parcel, away.result(), strict=True):
            if said.error is not None:
                piece.told.set_exception(said.error)
            else:
                piece.told.set_result(said.result)
        self._send()

    def _lost(self, parcel: Sequence[_Piece], error: BaseException) -> None:
        if not self.broken:
            log.error("readers-ended", reason=str(error))
        self.broken = True
        with self._lock:
            parcel, self._open = [*parcel, *self._open], []
        for piece in parcel:
            piece.told.set_exception(error)
