"""What of the archive can be searched for, kept in step with the cards."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from html import unescape
from itertools import chain, islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, select

from feeds.entry import within_rights
from feeds.selection import own
from pipeline.editing import shown
from pipeline.store import fulltext
from pipeline.store import tables as t
from pipeline.store.record import card_from
from pipeline.store.upsert import Among, chunks, upserted
from schemas.card import StoryCard
from schemas.channel import Filter
from schemas.vocabulary import words_of

MOST_WORDS = 1_500
"""Of a card that are indexed; a story says before that what it is about."""
_LONGEST = 60
"""Characters of a word or a name beyond which it is cut."""
_TIE = 29
_SECONDS = 2**33
_TAG = re.compile(r"<[^>]*>")


class Said(NamedTuple):
    """What a card can be found by."""

    words: tuple[str, ...]
    marks: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Another one for other words or marks."""
        told = " ".join((*self.words, "", *self.marks))
        return blake2b(told.encode(), digest_size=16).hexdigest()


def said(card: StoryCard) -> Said:
    """The words and marks of a card as readers see it."""
    body = unescape(_TAG.sub(" ", card.body)) if card.body else ""
    names = (*card.people, *card.projects, *card.departments, *card.tags)
    authors = (author.name for author in card.authors)
    parts = chain((card.title, card.teaser), names, authors, (body,))
    words = chain.from_iterable(map(words_of, parts))
    return Said(tuple(word[:_LONGEST] for word in islice(words, MOST_WORDS)), marks_of(card))


def marks_of(card: StoryCard) -> tuple[str, ...]:
    """What a card can be asked for, as `topic:patents`."""
    found = {mark(name[:-1], value) for name in Filter.model_fields for value in own(card, name)}
    found |= {mark("project", name) for name in card.projects}
    found |= {mark("person", name) for name in card.people}
    found.add(mark("image", "yes" if pictured(card) else "no"))
    return tuple(sorted(found))


def pictured(card: StoryCard) -> bool:
    """Whether a card has a picture of its own, not its section's."""
    return card.image is not None and not card.image.fallback


@lru_cache(maxsize=4_096)
def mark(field: str, value: str) -> str:
    """A value of a field, folded: one word for the index."""
    return f"{field}:{'_'.join(words_of(value))[:_LONGEST]}"


def note(c: Connection, all_: Sequence[StoryCard], states: Mapping[str, str]) -> None:
    """Index cards as they are now, and take out those that are not to be seen any more.

    `states`: card → `live` or another. A few statements, whatever the archive.
    """
    latest = {card.id: card for card in all_}
    seen = [card for card in latest.values() if card.public and states[card.id] == "live"]
    before = {row.card: row for row in _rows(c, latest)}
    rows, texts = [], []
    for card in (within_rights(shown(card)) for card in seen):
        told = said(card)
        row = _row(card, told)
        old = before.get(card.id)
        if old is not None and (old.digest, old.doc >> _TIE) == (row["digest"], row["doc"] >> _TIE):
            before.pop(card.id)
            row["doc"] = old.doc
        else:
            texts.append((row, told))
        rows.append(row)
    fulltext.drop(c, [row.doc for row in before.values()])
    _delete(c, before)
    _number(c, [row for row, _ in texts])
    upserted(c, t.search, rows)
    fulltext.put(c, [fulltext.Entry(row["doc"], *told) for row, told in texts])


def follow(c: Connection, card: str) -> None:
    """Index a card by its stored state."""
    row = c.execute(select(t.card.c.state, t.card.c.record).where(t.card.c.id == card)).first()
    if row is not None:
        note(c, [card_from(row.record)], {card: row.state})


def forget(c: Connection, card: str) -> None:
    """Take a card out; `fulltext.expunge` then leaves nothing of it."""
    fulltext.drop(c, [row.doc for row in _rows(c, [card])])
    _delete(c, [card])


def first_doc(at: datetime) -> int:
    """The lowest number of a card that sorts at this second."""
    seconds = int(at.timestamp() // 1)
    return max(-_SECONDS, min(seconds, _SECONDS - 1)) << _TIE


def last_doc(at: datetime) -> int:
    """The highest number of a card that sorts at this second."""
    return first_doc(at) | (1 << _TIE) - 1


def _row(card: StoryCard, told: Said) -> dict[str, Any]:
    tie = int(card.key[-8:], 16) & (1 << _TIE) - 1
    return {
        "card": card.id,
        "doc": first_doc(card.sort_at) | tie,
        "story": card.story,
        "source": card.source,
        "published": card.published,
        "updated": card.updated,
        "opens": card.editor.embargo,
        "pickups": len(card.also_at),
        "marks": " ".join(told.marks),
        "vocabulary": max((m.vocabulary for m in card.topics if m.words), default=""),
        "digest": told.digest,
    }


def _number(c: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Give each card a number of its own: nearly always the one that it has."""
    docs = [row["doc"] for row in rows]
    taken = set(_TAKEN(c, docs).scalars())
    for row in rows:
        while row["doc"] in taken:
            high, low = row["doc"] >> _TIE, row["doc"] + 1 & (1 << _TIE) - 1
            row["doc"] = high << _TIE | low
            taken.update(c.scalars(select(t.search.c.doc).where(t.search.c.doc == row["doc"])))
        taken.add(row["doc"])


def _rows(c: Connection, ids: Iterable[str]) -> list[Any]:
    return [*_INDEXED(c, ids)]


_TAKEN = Among(select(t.search.c.doc), t.search.c.doc)
_INDEXED = Among(select(t.search.c.card, t.search.c.doc, t.search.c.digest), t.search.c.card)


def _delete(c: Connection, ids: Iterable[str]) -> None:
    for part in chunks(ids):
        c.execute(delete(t.search).where(t.search.c.card.in_(part)))
