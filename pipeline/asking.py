"""Answers from the archive: cards as everybody may see them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from time import sleep
from typing import NamedTuple

from sqlalchemy import Connection

from pipeline.media.faces import Faces
from pipeline.rights import as_public
from pipeline.store import asking, search
from pipeline.store.asking import Found
from pipeline.store.fulltext import Term
from pipeline.store.store import Store
from schemas.card import StoryCard
from schemas.question import Question, Sort
from schemas.source import Source

PART = 200
"""Cards that are read at once where nobody says how many are wanted."""


class Archive(NamedTuple):
    """Every card, as it is shown today."""

    store: Store
    sources: Mapping[str, Source]
    """The declared ones: their rights bind."""
    address: Callable[[str], str]
    """A path below the public folder → its address."""

    def answers(
        self,
        c: Connection,
        question: Question,
        now: datetime,
        *,
        sort: Sort = "-published",
        after: int | None = None,
        part: int = PART,
    ) -> Iterator[Found]:
        """Every public card that a question asks for, in order, from behind a position.

        A card is not found by what it no longer shows.
        """
        faces = Faces(self.store, self.address)
        while rows := asking.page(c, question, sort=sort, after=after, limit=part):
            faces.forget()
            faces.learn(c, [row.card for row in rows])
            for position, card in rows:
                public = faces.faced(as_public(card, self.sources))
                sleep(0)  # or an event loop beside us waits 5 ms for each of its turns
                if opened(card, now) and _still(question, card, public):
                    yield Found(position, public)
            if len(rows) < part:
                return
            after = rows[-1].position

    def public(self, card: StoryCard) -> StoryCard:
        """A card as everybody may see it."""
        return Faces(self.store, self.address).faced(as_public(card, self.sources))


def opened(card: StoryCard, now: datetime) -> bool:
    """Whether there is no embargo on it, or none any more."""
    return card.editor.embargo is None or card.editor.embargo <= now


def _still(question: Question, card: StoryCard, public: StoryCard) -> bool:
    """Whether what is shown of a card is what was asked for: rights may have narrowed since."""
    if public.rights == card.rights and search.pictured(public) == search.pictured(card):
        return True
    words, marks = search.said(public)
    fits = all(not set(group).isdisjoint(marks) for group in asking.groups(question))
    return fits and all(_holds(words, term) for term in asking.terms(question.q) or ())


def _holds(words: Sequence[str], term: Term) -> bool:
    """Whether the words of a term follow each other."""
    size = len(term.words)
    for start in range(len(words) - size + 1):
        *first, last = words[start : start + size]
        ends = last == term.words[-1] or (term.begins and last.startswith(term.words[-1]))
        if ends and tuple(first) == term.words[:-1]:
            return True
    return False
