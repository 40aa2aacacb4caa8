"""Which files of stored answers go, and when."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from pipeline.daily import EVERY, Daily, instant
from pipeline.logs import log
from pipeline.raw.shelf import Place, Shelf
from pipeline.store import incidents, raw, runs
from pipeline.store.store import Store, remember, remembered
from schemas.errors import StoreError

RUNS_WHOLE = timedelta(days=365)
"""How long receipts keep their lists; outcome and counts stay. They are swept with the pages."""
INCIDENTS_KEPT = timedelta(days=730)
_COMPACTED = "runs-compacted"
_STATE = "pages-swept"


class Retention:
    """Removes files past an age, then the oldest until the rest fits a size.

    Age is that of the file's latest answer. What is still needed of an aged file (the latest copy
    of a listing, or of a live card's page) moves to the newest one; only the size limit takes it.
    The file that is being written stays.
    """

    def __init__(self, store: Store, shelf: Shelf, *, age: timedelta, most: int) -> None:
        """`most`: bytes of all files together."""
        self._store = store
        self._shelf = shelf
        self._age = age
        self._most = most
        self._daily = Daily(store, _STATE)

    def daily(self) -> None:
        """Sweep unless that was done within a day; trouble is logged and tried again in a day."""
        try:
            if not self._daily.due():
                return
            now = self._store.clock()
            gone = self.sweep(now)
            with self._store.writing() as c:
                remember(c, _STATE, now.isoformat())
                _shorten(c, now)
        except (OSError, StoreError) as error:
            log.error("pages-not-swept", reason=str(error))
            return
        if gone:
            log.info("pages-swept", files=gone)

    def sweep(self, now: datetime) -> list[str]:
        """Remove what is to go; the names of the files."""
        files = self._shelf.files()[:-1]
        with self._store.reading() as c:
            needed, seen = raw.needed(c), raw.last_seen(c)
        gone = self._too_many(files, needed)
        for path in files:
            latest = seen.get(path.name) or datetime.fromtimestamp(path.stat().st_mtime, UTC)
            if path not in gone and now - latest > self._age:
                self._remove(path, self._carried(needed.get(path.name, ()), now))
                gone.append(path)
        return [path.name for path in gone]

    def rewrite(self, file: str, now: datetime) -> None:
        """Move what rows still name out of a file, then remove it with everything else in it."""
        with self._store.reading() as c:
            rows = raw.in_file(c, file)
        self._remove(self._shelf.folder / file, self._carried(rows, now))

    def _too_many(
        self, files: Sequence[Path], needed: Mapping[str, Sequence[Row[Any]]]
    ) -> list[Path]:
        """The files that went because of the size limit: those that nobody needs first."""
        sizes = {path: path.stat().st_size for path in self._shelf.files()}
        left = sum(sizes.values())
        gone: list[Path] = []
        for path in sorted(files, key=lambda path: (path.name in needed, path.name)):
            if left <= self._most:
                break
            if path.name in needed:
                copies = len(needed[path.name])
                log.warning("latest-pages-removed", file=path.name, copies=copies, why="size limit")
            self._remove(path, {})
            left -= sizes[path]
            gone.append(path)
        return gone

    def _carried(self, rows: Sequence[Row[Any]], now: datetime) -> dict[str, Place]:
        """Copies of these records in the newest file."""
        places = {row.digest: Place(row.file, row.offset, row.length) for row in rows}
        records = {digest: self._shelf.read(place) for digest, place in places.items()}
        whole = {d: record for d, record in records.items() if len(record) == places[d].length}
        return dict(zip(whole, self._shelf.append(list(whole.values()), now), strict=True))

    def _remove(self, path: Path, carried: Mapping[str, Place]) -> None:
        with self._store.writing() as c:
            raw.move(c, carried.items())
            raw.forget(c, path.name)
        path.unlink(missing_ok=True)


def _shorten(c: Connection, now: datetime) -> None:
    """Take the lists off old receipts: of those that became old since the last time."""
    before, until = remembered(c, _COMPACTED), now - RUNS_WHOLE
    runs.compact(c, instant(before) - EVERY if before else None, until)
    remember(c, _COMPACTED, until.isoformat())
    incidents.forget_before(c, now - INCIDENTS_KEPT)
