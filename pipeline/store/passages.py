"""The index of passages: which cards say something in the same words, near the same day."""

import struct
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, select, tuple_

from pipeline.copies import WINDOW
from pipeline.identify import DAYS
from pipeline.sketch import brief
from pipeline.store import tables as t
from pipeline.store.upsert import Among, chunks, upserted
from schemas.decision import Cleaned
from schemas.marks import Marks

BODY, HEAD = 24, 12
"""Passages of a text, and of its head, that a card is found by: the first of its sketches."""
NEAR = WINDOW.days
CROWDED = 32
"""Cards of a month from which a passage is a phrase that says nothing, and is noted no more."""
MOST = 6
"""Cards that a page is compared with."""
FEW = 3
"""Cards of its own source, which may be the page under a former name."""
LEAST = 0.2
"""What the passages of one of them must come to: a passage of n cards counts 1/n."""
SALT = {"it": 0x5BD1E995, "en": 0x1B873593}
"""What makes the same words in another language another passage."""
_SPAN = 32  # days that lie together in the index, so that a day's cards touch few of its pages
_EPOCH = date(1970, 1, 1).toordinal()
_COUNTS = struct.Struct("<7H")


class Sketch(NamedTuple):
    """A card in the index."""

    card: str
    day: int
    """Days since 1970 in Rome."""
    source: str
    packed: bytes
    """Its passages and marks."""


class Asked(NamedTuple):
    """A page whose copies are looked for."""

    name: str
    day: int
    source: str
    keys: tuple[int, ...]
    """Its passages in the months around its day: 32 bits behind the number of the month."""


def sketch_of(card: str, day: date, page: Cleaned) -> Sketch:
    """The row of a card that tells what the page says."""
    packed = _packed(passages_of(page), page.marks)
    return Sketch(card, day.toordinal() - _EPOCH, page.source, packed)


def asked(page: Cleaned) -> Asked | None:
    """The question for a page's copies; None without a date."""
    if page.published is None:
        return None
    day = page.published.day.toordinal() - _EPOCH
    passages = passages_of(page)
    spans = {(day - NEAR) // _SPAN, (day + NEAR) // _SPAN}
    keys = tuple([span << 32 | passage for span in spans for passage in passages])
    return Asked(page.url, day, page.source, keys)


def passages_of(page: Cleaned) -> tuple[int, ...]:
    """What a page is found by."""
    salt = SALT.get(page.language, 0)
    found = {*brief(page.shingles[:BODY]), *page.marks.head[:HEAD]}
    return tuple(sorted([passage ^ salt for passage in found]))


class Found(NamedTuple):
    """What was asked, answered."""

    cards: dict[str, list[str]] = {}
    """Page → cards of other sources with the same passages, the most telling ones first."""
    own: dict[str, list[str]] = {}
    """Page → cards of its own source, likewise."""
    crowded: frozenset[int] = frozenset()
    """The keys of phrases."""


def near(c: Connection, pages: Sequence[Asked]) -> Found:
    """The cards that may tell what these pages tell; a few statements, whatever the archive."""
    keys = {key for page in pages for key in page.keys}
    found: defaultdict[int, list[tuple[str, int, str]]] = defaultdict(list)
    for key, card, day, source in _WITH_KEYS(c, keys):
        found[key].append((card, day, source))
    crowded = frozenset(key for key, rows in found.items() if len(rows) >= CROWDED)
    for key in crowded:
        del found[key]
    likely = {page.name: _likely(page, found) for page in pages}
    others, own = ({name: both[n] for name, both in likely.items()} for n in (0, 1))
    return Found(others, own, crowded)


_WITH_KEYS = Among(
    select(t.passage.c.key, t.sketch.c.card, t.sketch.c.day, t.sketch.c.source).join(
        t.sketch, t.sketch.c.id == t.passage.c.sketch
    ),
    t.passage.c.key,
)


def _likely(
    page: Asked, found: Mapping[int, Sequence[tuple[str, int, str]]]
) -> tuple[list[str], list[str]]:
    """Cards of other sources, and of the page's own, the most telling ones first."""
    others: defaultdict[str, float] = defaultdict(float)
    own: defaultdict[str, float] = defaultdict(float)
    for key in page.keys:
        rows = found.get(key, ())
        for card, day, source in rows:
            weights, near_by = (own, DAYS.days) if source == page.source else (others, NEAR)
            if abs(day - page.day) <= near_by:
                weights[card] += 1 / len(rows)
    return _heaviest(others, MOST), _heaviest(own, FEW)


def _heaviest(weights: Mapping[str, float], most: int) -> list[str]:
    likely = [card for card, weight in weights.items() if weight >= LEAST]
    return sorted(likely, key=lambda card: (-weights[card], card))[:most]


def of(c: Connection, ids: Iterable[str]) -> dict[str, Sketch]:
    """Card → what is indexed of it."""
    found: dict[str, Sketch] = {}
    for part in chunks(map(_id, ids)):
        rows = c.execute(_OF_IDS, {"its_ids": part})
        found.update((row.card, Sketch(row.card, row.day, row.source, row.marks)) for row in rows)
    return found


_OF_IDS = select(t.sketch).where(t.sketch.c.id.in_(bindparam("its_ids", expanding=True)))


def note(
    c: Connection,
    sketches: Sequence[Sketch],
    before: Mapping[str, Sketch],
    crowded: Collection[int] = (),
) -> None:
    """Index cards as they are now; `before` says what is indexed of them."""
    new = [row for row in sketches if before.get(row.card) != row]
    own = [key for row in new for key in _keys(row)]
    old = {key for row in new if row.card in before for key in _keys(before[row.card])}
    _delete(c, old.difference(own))
    rows = [
        {
            "id": _id(row.card),
            "card": row.card,
            "day": row.day,
            "source": row.source,
            "marks": row.packed,
        }
        for row in new
    ]
    upserted(c, t.sketch, rows)
    keys = [{"key": key, "sketch": sketch} for key, sketch in own if key not in crowded]
    upserted(c, t.passage, keys, ignore=True)


def forget(c: Connection, card: str) -> None:
    """Take a card out of the index."""
    for row in of(c, [card]).values():
        _delete(c, set(_keys(row)))
    c.execute(delete(t.sketch).where(t.sketch.c.id == _id(card)))


def _delete(c: Connection, keys: set[tuple[int, int]]) -> None:
    for part in chunks(keys):
        c.execute(delete(t.passage).where(tuple_(t.passage.c.key, t.passage.c.sketch).in_(part)))


def _keys(row: Sketch) -> list[tuple[int, int]]:
    sketch, span = _id(row.card), row.day // _SPAN
    return [(span << 32 | passage, sketch) for passage in _unpacked(row.packed)[0]]


def _id(card: str) -> int:
    """A number that stands for a card in the index: 60 of its id's random bits."""
    return int(card[-36:].replace("-", "")[-15:], 16)


def _packed(passages: Sequence[int], marks: Marks) -> bytes:
    places = (*marks.places, *marks.places.values())
    parts = (passages, marks.head, marks.words, marks.names, marks.figures, marks.quotes, places)
    figures = [figure for part in parts for figure in part]
    return _COUNTS.pack(*map(len, parts)) + struct.pack(f"<{len(figures)}I", *figures)


def marks_in(row: Sketch | None) -> Marks:
    """What a card's copies are told by."""
    if row is None:
        return Marks()
    _, head, words, names, figures, quotes, places = _unpacked(row.packed)
    half = len(places) // 2
    return Marks(
        head=head,
        words=words,
        names=names,
        figures=figures,
        quotes=quotes,
        places=dict(zip(places[:half], places[half:], strict=True)),
    )


def _unpacked(packed: bytes) -> list[tuple[int, ...]]:
    counts = _COUNTS.unpack_from(packed)
    figures = struct.unpack_from(f"<{sum(counts)}I", packed, _COUNTS.size)
    ends = [sum(counts[: n + 1]) for n in range(len(counts))]
    return [figures[end - count : end] for count, end in zip(counts, ends, strict=True)]
