"""Answers from the archive: cards as everybody may see them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from feeds.entry import within_rights
from pipeline.editing import shown
from pipeline.rights import as_public
from pipeline.store import asking, search
from pipeline.store.asking import Found
from pipeline.store.fulltext import Term
from schemas.card import StoryCard
from schemas.question import Question, Sort
from schemas.source import Source

PART = 200
"""Cards that are read at once where nobody says how many are wanted."""


def answers(
    c: Connection,
    question: Question,
    sources: Mapping[str, Source],
    now: datetime,
    *,
    sort: Sort = "-published",
    after: int | None = None,
    part: int = PART,
) -> Iterator[Found]:
    """Every public card that a question asks for, in order, from behind a position.

    Rights as declared today bind: a card is not found by what it no longer shows.
    """
    while rows := asking.page(c, question, sort=sort, after=after, limit=part):
        for position, card in rows:
            public = as_public(card, sources)
            if _open(card, now) and _still(question, card, public):
                yield Found(position, public)
        if len(rows) < part:
            return
        after = rows[-1].position


def _open(card: StoryCard, now: datetime) -> bool:
    return card.editor.embargo is None or card.editor.embargo <= now


def _still(question: Question, card: StoryCard, public: StoryCard) -> bool:
    """Whether what is shown of a card is what was asked for: rights may have narrowed since."""
    if public.rights == card.rights or public == within_rights(shown(card)):
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
