"""The telling of hubs and caches, and the trying until they took it."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from pipeline.alerts import faults
from pipeline.logs import log
from pipeline.push.ways import Way
from pipeline.rounds import rounds
from pipeline.store import outbox
from pipeline.store.store import Store
from schemas.errors import StoreError, UndeliveredError

EVERY = 1.0
"""Seconds between two rounds."""
_MOST = 500
"""Documents that are claimed at once."""
_BUDGET = 30.0
"""Seconds after which a round gives back what it has not come to."""
_PAUSES = (timedelta(minutes=1), timedelta(minutes=5))
"""How long a peer that failed is left alone, by failures in a row; the last one holds on."""
_PATIENCE = timedelta(minutes=10)
"""How long the web process is waited for; another publish may have removed the document."""

Served = Callable[[str, str | None], bool]
"""Whether readers get the bytes of this ETag at a path (none: they get nothing there)."""


def lying(_path: str, _etag: str | None) -> bool:
    """Served without us: what lies in the folder is what readers get."""
    return True


class Pusher:
    """Empties the outbox; rounds may be made by several processes at once."""

    def __init__(self, store: Store, ways: Mapping[str, Way], served: Served = lying) -> None:
        """`ways` by the names that the outbox has."""
        self._store = store
        self._ways = ways
        self._served = served
        self._failed: dict[str, int] = {}
        self._rests: dict[str, datetime] = {}
        self._well: set[str] = set()

    async def run(self) -> None:
        """Make rounds until cancelled."""
        await rounds(self._round, EVERY, "push-failed")

    def _round(self) -> None:
        with suppress(StoreError):  # the watchman tells that the store is away
            self.round()

    def round(self) -> int:
        """Tell each peer of what is due; how many were told. StoreError.

        Takes as long as the peers do: never call it within a request or a run.
        """
        now = self._store.clock()
        able = [way for way in self._ways if now >= self._rests.get(way, now)]
        return sum(self._told(way, now) for way in able)

    def _told(self, way: str, now: datetime) -> int:
        with self._store.reading() as c:
            ripe = [row for row in outbox.due(c, way, now, _MOST) if self._ripe(row, now)]
        if not ripe:
            return 0
        with self._store.writing() as c:
            claimed = [row for row in ripe if outbox.claim(c, row, now)]
        told, wrong = self._sent(way, claimed)
        with self._store.writing() as c:
            for row in claimed[:told]:
                outbox.done(c, row)
            for row in claimed[told + bool(wrong) :]:
                outbox.free(c, row)
        if wrong:
            self._note_failure(way, claimed[told], wrong, now)
        elif told:
            self._note_success(way)
        return told

    def _ripe(self, row: Row[Any], now: datetime) -> bool:
        return self._served(row.path, row.etag) or now - row.asked > _PATIENCE

    def _sent(self, way: str, rows: Sequence[Row[Any]]) -> tuple[int, str]:
        """How many were told before time or the peer gave out, and why it did."""
        end = time.monotonic() + _BUDGET
        for count, row in enumerate(rows):
            if count and time.monotonic() > end:
                return count, ""
            try:
                self._ways[way].send(row.path)
            except UndeliveredError as error:
                return count, str(error)
        return len(rows), ""

    def _note_failure(self, way: str, row: Row[Any], why: str, now: datetime) -> None:
        """Leave the peer alone for a while; at the second failure it is a fault."""
        times = self._failed[way] = self._failed.get(way, 0) + 1
        self._rests[way] = now + _PAUSES[min(times, len(_PAUSES)) - 1]
        self._well.discard(way)
        with self._store.writing() as c:
            lost = outbox.failed(c, row, now, why)
            if row.tries or times > 1:
                waits = outbox.waiting(c, way)
                faults.found(c, way, f"{why}; {waits} documents wait to be told", now)
        say = log.error if lost else log.warning
        say("push-lost" if lost else "push-waits", way=way, path=row.path, reason=why)

    def _note_success(self, way: str) -> None:
        self._failed.pop(way, None)
        if way not in self._well:
            with self._store.writing() as c:
                faults.mended(c, way, self._store.clock())
            self._well.add(way)
