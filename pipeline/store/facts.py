"""What is counted of the stories that a question asks for."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, String, case, func, literal, select, type_coerce

from pipeline.store import fulltext
from pipeline.store import tables as t
from pipeline.store.asking import groups, terms, within
from schemas.question import Question

By = Literal["topic", "department", "section", "source", "month"]
_UNTIL = {"department": " image:", "section": " source:"}
"""The mark that comes after all of a field: a card's marks are in alphabetical order."""
_HOUR = 13
"""Characters of an instant down to its hour."""


class Fact(NamedTuple):
    """Stories that are alike in what is counted."""

    what: str
    """The marks or sources of all their cards; or the hour (UTC) they first came out in."""
    dated: bool
    vocabulary: str
    stories: int
    pickups: int


def facts(c: Connection, question: Question, by: By, now: datetime) -> Iterator[Fact]:
    """Each story once, whatever its versions; what is under embargo is not among them.

    The store puts alike stories together: of a million some thousand rows come back.
    """
    asked, its = terms(question.q), t.search.c
    if asked is None:
        return
    first = func.min(its.published)
    what = _hour(c, first) if by == "month" else func.aggregate_strings(_told(c, by), " ")
    version = func.max(its.vocabulary) if by == "topic" else literal("")
    columns = (what.label("what"), first.is_not(None).label("dated"), version.label("version"))
    query = within(select(*columns, func.sum(its.pickups).label("pickups")), its.doc, question)
    query = query.where(its.opens.is_(None) | (its.opens <= now))
    if asked or groups(question):
        query = query.where(its.doc.in_(fulltext.found(c, asked, groups(question))))
    story = query.group_by(its.story).subquery()
    alike = (story.c.what, story.c.dated, story.c.version)
    counts = (func.count(), func.sum(story.c.pickups))
    for row in c.execute(select(*alike, *counts).group_by(*alike)):
        pickups = int(row[4])  # PostgreSQL's sum of sums is a Decimal
        yield Fact(row[0] or "", bool(row[1]), row[2], row[3], pickups)


def _told(c: Connection, by: By) -> Any:
    """What a card tells of it: of its marks not many more than those of the field."""
    if by == "source":
        return t.search.c.source
    place = func.instr if c.dialect.name == "sqlite" else func.strpos
    marks = " " + t.search.c.marks
    start = place(marks, f" {by}:")
    rest = func.substr(marks, start)
    if by in _UNTIL:
        rest = func.substr(rest, 1, place(rest + _UNTIL[by], _UNTIL[by]) - 1)
    return case((start > 0, rest), else_="")


def _hour(c: Connection, at: Any) -> Any:
    """`2026-03-31 22`, in UTC."""
    if c.dialect.name == "sqlite":
        return func.substr(type_coerce(at, String), 1, _HOUR)
    return func.to_char(func.timezone("UTC", at), "YYYY-MM-DD HH24")
