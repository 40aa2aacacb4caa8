"""One crawl's answers on their way to the shelf."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from pipeline.logs import log
from pipeline.raw.shelf import Place, Shelf
from pipeline.raw.warc import digest_of, record_of
from pipeline.store import raw, shunned
from pipeline.store.ledger import url_key
from pipeline.store.store import Store
from schemas.crawl import RawSeen

HEAVY = 8 * 2**20
"""Bytes of answers that are never exceeded by more than one while they wait."""

TOGETHER = 10
"""Answers packed as one piece of work: for each piece two threads wait for each other."""

_PACKING = ThreadPoolExecutor(1, thread_name_prefix="packing")
"""Digests and compression need no interpreter: they run beside the crawl."""


_Answer = tuple[RawSeen, datetime]
"""What came, and when."""


class _Packed(NamedTuple):
    digest: str
    record: bytes


class Keeping:
    """Answers of one run, kept in batches: the bytes before the rows that name them."""

    def __init__(self, store: Store, shelf: Shelf, source: str, run: str) -> None:
        """`source` and `run` are noted with every answer."""
        self._store = store
        self._shelf = shelf
        self._about = {"source": source, "run": run}
        self._open: list[_Answer] = []
        self._begun: list[tuple[list[_Answer], Future[list[_Packed]]]] = []
        self._bytes = 0
        self.written: list[dict[str, Any]] = []
        """What `note` will remember."""

    def add(self, answer: RawSeen) -> bool:
        """Take an answer in; true once so much waits that it should be written."""
        self._open.append((answer, self._store.clock()))
        self._bytes += len(answer.body)
        if len(self._open) >= TOGETHER:
            self._begin()
        return self._bytes >= HEAVY

    def _begin(self) -> None:
        if self._open:
            part, self._open = self._open, []
            self._begun.append((part, _PACKING.submit(_packed, part)))

    def _taken(self) -> list[tuple[RawSeen, _Packed]]:
        """The answers that wait, packed."""
        self._begin()
        begun, self._begun, self._bytes = self._begun, [], 0
        return [
            (answer, packed)
            for part, work in begun
            for (answer, _), packed in zip(part, work.result(), strict=True)
        ]

    def write(self) -> None:
        """Put the bytes that are new on the shelf, before the transaction that `note`s them.

        A shelf that cannot be written costs the copies, never the run.
        """
        batch = self._taken()
        if not batch:
            return
        with self._store.reading() as c:
            urls = [url for answer, _ in batch for url in (answer.url, answer.final)]
            erased = shunned.addresses(c, urls)
            batch = [one for one in batch if not erased & {one[0].url, one[0].final}]
            known = raw.places(c, [packed.digest for _, packed in batch])
        places = {d: Place(*place) for d, place in known.items() if self._shelf.has(place[0])}
        fresh = dict(packed for _, packed in batch if packed.digest not in places)
        try:
            stored = self._shelf.append(list(fresh.values()), self._store.clock())
            places |= zip(fresh, stored, strict=True)
        except OSError as error:
            log.error("pages-not-kept", reason=str(error), **self._about)
        self.written += [
            _row(answer, digest, places[digest]) | self._about | {"fetched": self._store.clock()}
            for answer, (digest, _) in batch
            if digest in places
        ]

    def note(self, c: Connection) -> None:
        """Remember where what was written lies."""
        rows, self.written = self.written, []
        raw.note(c, _each_once(rows))


def _packed(part: Sequence[_Answer]) -> list[_Packed]:
    return [
        _Packed(digest := digest_of(answer.body), record_of(answer, digest, at))
        for answer, at in part
    ]


def _row(answer: RawSeen, digest: str, place: Place) -> dict[str, Any]:
    return {
        "key": url_key(answer.url),
        "digest": digest,
        "url": answer.url,
        "final": answer.final,
        **place._asdict(),
        "status": answer.status,
        "content_type": answer.content_type[:200],
        "listing": answer.listing,
    }


def _each_once(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({(row["key"], row["digest"]): row for row in rows}.values())
