"""The search for pairs: cards with one picture, of nearly one day, in two languages."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection

from pipeline.dating import rome_day
from pipeline.pairs.kinship import Kinship, akin, kinship
from pipeline.pictures import image_key
from pipeline.store import cards, pairs, passages
from schemas.card import StoryCard

DAYS = 3
"""How many days the two versions may be apart."""
CROWDED = 12
"""Cards with one picture from which none of them is compared: it is a logo."""


class _Beside(NamedTuple):
    others: tuple[str, ...]
    """The cards in other languages."""
    alone: bool
    """Whether no two cards of one language have the picture."""


def propose(c: Connection, fresh: Iterable[StoryCard], now: datetime) -> None:
    """Find the twins of cards that have just become public or changed, and propose them.

    What it costs hangs on the cards with these pictures of these days, not on the archive.
    """
    own = {card.id: card for card in fresh if card.public}
    spots = {card.id: around for card in own.values() if (around := _spots(card))}
    rows = [
        {"card": card, "spot": around[DAYS], "language": own[card].language}
        for card, around in spots.items()
    ]
    pairs.note_pictures(c, rows)
    beside = _beside(c, own, spots)
    open_ = _open(c, own, beside)
    sketches = passages.of(c, {card for pair in open_ for card in pair})
    marks = {card: passages.marks_in(row) for card, row in sketches.items()}
    best: dict[str, tuple[Kinship, str]] = {}
    for card, other in open_:
        if card in marks and other in marks:
            found = kinship(marks[card], marks[other])
            if akin(found, pictured=beside[card].alone):
                rivals = (*([best[card]] if card in best else []), (found, other))
                best[card] = max(rivals, key=lambda rival: (rival[0].share, rival[1]))
    pairs.propose(c, [pairs.row(card, *best[card], now) for card in sorted(best)])


def _spots(card: StoryCard) -> list[str]:
    """What its picture is looked for by: on its own day, in the middle, and those around it."""
    key, day = image_key(card.image), rome_day(card.published)
    if not key or not isinstance(day, date):
        return []
    picture = hashlib.blake2b(key.encode(), digest_size=12).hexdigest()
    middle = day.toordinal()
    return [f"{picture}:{day}" for day in range(middle - DAYS, middle + DAYS + 1)]


def _beside(
    c: Connection, own: Mapping[str, StoryCard], spots: Mapping[str, list[str]]
) -> dict[str, _Beside]:
    """Card → the cards of nearly its day that show its picture."""
    seen = pairs.pictured(c, {spot for around in spots.values() for spot in around})
    found = {}
    for card, around in spots.items():
        language = own[card].language
        rows = [row for spot in around for row in seen.get(spot, ())]
        alone = max(Counter(tongue for _, tongue in rows).values(), default=0) <= 1
        others = tuple(other for other, tongue in rows if tongue != language)
        found[card] = _Beside(others if len(rows) < CROWDED else (), alone)
    return found


def _open(
    c: Connection, own: Mapping[str, StoryCard], beside: Mapping[str, _Beside]
) -> list[tuple[str, str]]:
    """The pairs that could be: of two stories, of which neither has the other's language."""
    wanted = {other for found in beside.values() for other in found.others}
    known = {**cards.live(c, wanted), **own} if wanted else {}
    public = cards.public_in(c, {card.story for card in known.values()})
    shown, languages = {card.id for card in public}, defaultdict(set)
    for card in public:
        languages[card.story].add(card.language)

    def may(one: StoryCard, other: StoryCard) -> bool:
        return languages[one.story].isdisjoint(languages[other.story])

    return [
        (card, other)
        for card, found in beside.items()
        for other in found.others
        if {card, other} <= shown and may(known[card], known[other])
    ]
