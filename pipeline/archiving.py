"""Cards that left subscription documents, in archives of a hundred."""

import hashlib
import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from feeds.entry import Entry
from feeds.kept import Kept
from feeds.position import Position, archive_at, archive_path
from pipeline import files
from pipeline.entries import Entries
from pipeline.recent import make_room
from pipeline.store import archives, cards
from pipeline.store.store import Store
from pipeline.store.upsert import chunks
from schemas.card import StoryCard
from schemas.channel import FORMATS, Variant

SIZE = 100
"""Cards in a closed archive."""
_BATCH = 25
"""Archives that are written together."""

Documents = Iterable[tuple[str, bytes]]
"""Paths below the public folder, and contents."""
Make = Callable[[Variant, Sequence[Entry], datetime, Position], Documents]
"""A document in every format, read back."""

Digests = Kept[str]
"""Of what open archives hold, from one publish to the next."""


class Archives:
    """The archives that one publish fills, closes and mends.

    A card goes into the newest archive when it leaves the subscription document. That archive is
    open: it shows later edits. With its hundredth card it is closed, and from then on it shows
    each card as it was, until one is hidden, retracted or erased. What a closed archive shows is
    written down in the store, so that the public folder can be made anew from it.
    """

    def __init__(
        self,
        c: Connection,
        store: Store,
        entries: Entries,
        public: Path,
        make: Make,
        settle: Callable[[], None],
        digests: Digests,
    ) -> None:
        """`c` reads; what is closed is written to `store` at once, the rest by `note`.

        `settle` has the cards in place that an archive names before it is.
        """
        self._c = c
        self._store = store
        self._entries = entries
        self._held = archives.Held(c)
        self._root = f"{public}/"
        self._make = make
        self._settle = settle
        self._digests = digests
        self._waiting: dict[str, set[str]] = {}
        self._newest: dict[str, Row[Any] | None] = {}
        self._cards: dict[str, StoryCard] = {}
        self._anew: set[str] = set()
        self._rows: list[dict[str, Any]] = []
        self._places: list[dict[str, Any]] = []
        self._gone: dict[str, list[str]] = {}
        self._erased: list[str] = []
        self.written: list[str] = []
        """What is in place before the rest of the publish."""

    def fill(
        self, variant: Variant, shown: Collection[str], changed: datetime
    ) -> tuple[int, Documents]:
        """Archive what a subscription document of these cards leaves out.

        The number of the newest archive (0: there is none), and its documents if they changed.
        """
        if (waiting := self._waiting.pop(variant.key, None)) is None:
            waiting = archives.waiting(self._c, variant.key)
        out = waiting.difference(shown)
        left = archives.entered(self._c, variant.key, out)
        self._gone[variant.key] = sorted(out.difference(left))
        newest = self._newest_of(variant)
        if newest is None and not left:
            return 0, ()
        number = newest.number if newest is not None else 1
        if len(left) >= SIZE:
            return self._close(variant, number, left, changed), ()
        return number, self._opened(variant, left, changed, newest)

    def look(self, variants: Iterable[Variant]) -> None:
        """Ask the store at once what `fill` is going to ask of each of these."""
        keys = [variant.key for variant in variants]
        self._look_newest(keys)
        for part in chunks(keys, SIZE):
            self._waiting |= archives.waiting_in(self._c, part)

    def _look_newest(self, keys: Iterable[str]) -> None:
        for part in chunks((key for key in keys if key not in self._newest), SIZE):
            self._newest |= dict.fromkeys(part) | archives.newest_of(self._c, part)

    def _newest_of(self, variant: Variant) -> Row[Any] | None:
        if variant.key not in self._newest:
            self._look_newest([variant.key])
        return self._newest[variant.key]

    def _opened(
        self,
        variant: Variant,
        left: Mapping[str, datetime],
        changed: datetime,
        row: Row[Any] | None,
    ) -> Documents:
        """The documents of the open archive, where they are not what lies there."""
        number = row.number if row is not None else 1
        held = self._held_today(left)
        if (digest := self._digests.find(variant.key, held)) is None:
            entries = self._entries.archived(self._c, variant, held)
            digest = self._digests.keep(variant.key, _digest(entries), held)
        same = row is not None and row.digest == digest
        if same and variant.key not in self._anew and self._there(variant, number):
            return ()
        entries = self._entries.archived(self._c, variant, held)
        updated = row.updated if row is not None and same else _updated(entries, changed)
        self._rows.append(_row(variant, number, updated, digest))
        return self._make(variant, entries, updated, archive_at(number, closed=False))

    def _there(self, variant: Variant, number: int) -> bool:
        paths = (archive_path(variant, number, format_) for format_ in FORMATS)
        return all(files.exists(self._root + path) for path in paths)

    def _close(
        self, variant: Variant, number: int, left: Mapping[str, datetime], changed: datetime
    ) -> int:
        """Close archives from `number` on and open one for the rest; its number.

        The one that was open, and that readers are led to, is replaced after all that follow it.
        """
        parts = [*chunks(left, SIZE)]
        last = number + len(left) // SIZE
        if len(parts) == last - number:
            parts.append([])
        rows, places, first = [], [], list[tuple[str, bytes]]()
        with files.Replacement() as written:
            for at, part in enumerate(parts, number):
                closed = at < last
                held = self._held_today({card: left[card] for card in part})
                entries = self._entries.archived(self._c, variant, held)
                updated = _updated(entries, changed)
                made = self._make(variant, entries, updated, archive_at(at, closed=closed))
                if at == number:
                    first = [*made]
                else:
                    self._put(written, made)
                rows.append(_row(variant, at, updated, "" if closed else _digest(entries)))
                if closed:
                    places += [_place(variant, entry, at) for entry in entries]
            self._settle()
            self._put(written, first)
        self.written += written.replaced
        with self._store.writing() as c:
            archives.fill(c, places)
            archives.keep(c, rows)
        return last

    def mend(
        self, variants: Mapping[str, Variant], changed: Mapping[str, datetime]
    ) -> Iterator[tuple[str, bytes]]:
        """The closed archives that show a card no more, or again; `changed`: card → when."""
        hit: dict[tuple[str, int], datetime] = {}
        for part in chunks(changed):
            for row in self._misplaced(part):
                self._places.append({**row._mapping, "shown": not row.shown})
                place = (row.variant, row.number)
                hit[place] = max(changed[row.card], hit.get(place, changed[row.card]))
        for (key, number), moment in hit.items():
            if key in variants:
                yield from self._mended(variants[key], number, moment)

    def _misplaced(self, ids: Sequence[str]) -> Iterator[Row[Any]]:
        """The places in archives that show a hidden card, or hide a public one."""
        status = cards.status(self._c, ids)
        self._erased += [card for card in ids if card not in status]
        rows = archives.places(self._c, ids)
        known = cards.live(self._c, {row.card for row in rows})
        public = {x.id for x in known.values() if x.public and status[x.id][0] == "live"}
        return (row for row in rows if row.shown != (row.card in public))

    def _mended(self, variant: Variant, number: int, moment: datetime) -> Documents:
        (row,) = archives.of_variant(self._c, variant.key, after=number - 1, limit=1)
        updated = max(row.updated, moment)
        self._rows.append(_row(variant, number, updated, row.digest))
        return self._frozen(variant, number, updated)

    def _frozen(self, variant: Variant, number: int, updated: datetime) -> Documents:
        held = self._held.of(variant.key, number)
        entries = self._entries.archived(self._c, variant, held)
        return self._make(variant, entries, updated, archive_at(number, closed=True))

    def renew(self, variants: Sequence[Variant]) -> None:
        """Write the archives of variants anew that are not as the store has them.

        All of them go through history together, so that each card is rendered once for all.
        """
        self._anew.update(variant.key for variant in variants)
        self._look_newest(variant.key for variant in variants)
        closed = heapq.merge(*map(self._closed, variants), key=lambda one: one[0])
        while batch := list(islice(closed, _BATCH)):
            with files.Replacement() as written:
                for _, variant, row in batch:
                    self._put(written, self._frozen(variant, row.number, row.updated))
            self.written += written.replaced

    def _closed(self, variant: Variant) -> Iterator[tuple[float, Variant, Row[Any]]]:
        """The closed archives of a variant, each with how far in its history it stands."""
        newest = self._newest_of(variant)
        after, last = 0, newest.number if newest is not None else 0
        while after + 1 < last and (
            rows := archives.of_variant(self._c, variant.key, after, _BATCH)
        ):
            yield from ((row.number / last, variant, row) for row in rows if row.number < last)
            after = rows[-1].number

    def note(self, c: Connection) -> None:
        """Keep what was filled and mended."""
        for variant, ids in self._gone.items():
            archives.leave(c, variant, ids)
        archives.fill(c, self._places)
        archives.keep(c, self._rows)
        archives.forget(c, self._erased)

    def _held_today(self, left: Mapping[str, datetime]) -> list[tuple[StoryCard, datetime]]:
        """Cards as they are, each with its release; channels share most of them."""
        make_room(self._cards)
        self._cards |= cards.live(self._c, left.keys() - self._cards.keys())
        return [(self._cards[card], at) for card, at in left.items() if card in self._cards]

    def _put(self, written: files.Replacement, documents: Documents) -> None:
        for path, content in documents:
            if not files.holds(self._root + path, content):
                written.put(self._root + path, content)


def _updated(entries: Sequence[Entry], changed: datetime) -> datetime:
    return max([changed, *(entry.changed for entry in entries)])


def _digest(entries: Sequence[Entry]) -> str:
    """What tells an open archive from one that holds something else."""
    held = "".join(f"{entry.card.id}{entry.card.revision};" for entry in entries)
    return hashlib.sha256(held.encode()).hexdigest()


def _row(variant: Variant, number: int, updated: datetime, digest: str) -> dict[str, Any]:
    return {"variant": variant.key, "number": number, "updated": updated, "digest": digest}


def _place(variant: Variant, entry: Entry, number: int) -> dict[str, Any]:
    card = entry.card
    about = {"number": number, "revision": card.revision, "shown": True}
    return {"variant": variant.key, "card": card.id, **about}
