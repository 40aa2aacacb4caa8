"""The cards that a question asks for, in parts."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, column, or_, select

from pipeline.store import cards, fulltext
from pipeline.store import tables as t
from pipeline.store.fulltext import Term
from pipeline.store.record import card_from
from pipeline.store.search import first_doc, last_doc, mark
from schemas.card import StoryCard
from schemas.question import Question, Sort
from schemas.vocabulary import topics, words_of

LEAST = 3
"""Letters before a star; fewer would begin half of all words."""
_CHUNK = re.compile(r'"([^"]*)"|(\S+)')
_ELIDED = re.compile(r"(?:\b\w{1,6}['’ʼ‘](?=\w\w))|(?:['’ʼ‘][st]\b)")
_FIELDS = ("language", "topic", "section", "department", "project", "person", "source", "kind")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Found(NamedTuple):
    """A card, and where it stands in the answer."""

    position: int
    """64 bits that grow with the date that is sorted by."""
    card: StoryCard


def terms(q: str | None) -> tuple[Term, ...] | None:
    """What a text asks for; None where it asks for something that no text has.

    Elided articles count for nothing: `dell'energia` is `energia`.
    """
    if q is None:
        return ()
    found = []
    for quoted, plain in _CHUNK.findall(q):
        words = tuple(words_of(quoted or _ELIDED.sub("", plain) or plain))
        if words:
            star = not quoted and plain.rstrip(".,;:").endswith("*")
            found.append(Term(words, star and len(words[-1]) >= LEAST))
    return tuple(found) or None


def groups(question: Question) -> list[list[str]]:
    """The marks that are asked for: of each group one."""
    found = [[mark(field, value) for value in _values(question, field)] for field in _FIELDS]
    if question.image is not None:
        found.append([mark("image", "yes" if question.image else "no")])
    return [group for group in found if group]


def _values(question: Question, field: str) -> tuple[str, ...]:
    """Also what topics were called before: cards that nobody filed anew say it still."""
    values: tuple[str, ...] = getattr(question, field)
    if field != "topic":
        return values
    return (*values, *(former for slug in values for former in topics()[slug].formerly))


def page(
    c: Connection,
    question: Question,
    *,
    sort: Sort = "-published",
    after: int | None = None,
    limit: int = 50,
) -> list[Found]:
    """Cards from behind a position; those under embargo are among them."""
    asked = terms(question.q)
    if asked is None:
        return []
    if sort.endswith("published"):
        return _in_order(c, _by_date(c, question, asked, sort, after, limit), sort)
    rows = c.execute(_by_change(c, question, asked, sort, after).limit(limit)).all()
    found = cards.live(c, [row.card for row in rows])
    return [Found(_position(row.updated), found[row.card]) for row in rows if row.card in found]


def _by_date(
    c: Connection,
    question: Question,
    asked: tuple[Term, ...],
    sort: Sort,
    after: int | None,
    limit: int,
) -> list[int]:
    """Numbers of cards; the index gives them in order: no more of it is read than needed."""
    groups_ = groups(question)
    by: Any = t.search.c.doc
    query: Any = select(by)
    if asked or groups_:
        by, query = column("rowid"), fulltext.found(c, asked, groups_)
    return list(c.scalars(_cut(query, by, question, sort, after).limit(limit)))


def _in_order(c: Connection, docs: Sequence[int], sort: Sort) -> list[Found]:
    query = select(t.search.c.doc, t.card.c.record).join(t.card, t.card.c.id == t.search.c.card)
    rows = c.execute(query.where(t.search.c.doc.in_(docs)).order_by(_ordered(t.search.c.doc, sort)))
    return [Found(row.doc, card_from(row.record)) for row in rows]


def _by_change(
    c: Connection, question: Question, asked: tuple[Term, ...], sort: Sort, after: int | None
) -> Any:
    """Cards and when they changed: along the index of changes, looking at each one's marks."""
    query = select(t.search.c.updated, t.search.c.card)
    spaced = " " + t.search.c.marks + " "
    for group in groups(question):
        query = query.where(or_(*(spaced.contains(f" {one} ", autoescape=True) for one in group)))
    if asked:
        query = query.where(t.search.c.doc.in_(fulltext.found(c, asked, ())))
    return _cut(query, t.search.c.updated, question, sort, after)


def _cut(query: Any, by: Any, question: Question, sort: Sort, after: int | None) -> Any:
    """The query within the span that is asked for, from behind a position, in order."""
    query = within(query, t.search.c.doc if sort.endswith("updated") else by, question)
    if after is not None:
        here = after if sort.endswith("published") else _instant(after)
        query = query.where(by < here if sort.startswith("-") else by > here)
    return query.order_by(_ordered(by, sort))


def _instant(position: int) -> datetime:
    """The instant of a position; of one beyond all stories, the edge of time."""
    furthest = timedelta(days=300 * 365)
    return _EPOCH + max(-furthest, min(timedelta(microseconds=position), furthest))


def within(query: Any, doc: Any, question: Question) -> Any:
    """The query, of the cards in the span that is asked for."""
    if question.since is not None:
        query = query.where(doc >= first_doc(question.since))
    if question.until is not None:
        query = query.where(doc <= last_doc(question.until))
    return query


def _ordered(by: Any, sort: Sort) -> ColumnElement[Any]:
    ordered: ColumnElement[Any] = by.desc() if sort.startswith("-") else by.asc()
    return ordered


def _position(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)
