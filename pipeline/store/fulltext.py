"""The full-text index: FTS5 in SQLite, a tsvector in PostgreSQL.

Words and marks come folded (`schemas.vocabulary.words_of`), so both find the same; nothing of
what a person typed reaches either's query language but letters and digits.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, Select, column, select, text


class Term(NamedTuple):
    """Words that stand one after the other."""

    words: tuple[str, ...]
    begins: bool = False
    """Whether the last of them may go on."""


class Entry(NamedTuple):
    """A card in the index."""

    doc: int
    """The lower, the older."""
    words: Sequence[str]
    marks: Sequence[str]


def put(c: Connection, entries: Sequence[Entry]) -> None:
    """Index cards; none of their numbers is taken."""
    if not entries:
        return
    into = "INSERT INTO search_words (rowid, words, marks) VALUES "
    if _postgresql(c):
        values = "(:doc, CAST(:words AS tsvector), CAST(:marks AS text[]))"
        c.execute(text(into + values), [_vector(one) for one in entries])
    else:
        c.execute(text(into + "(:doc, :words, :marks)"), [_joined(one) for one in entries])


def drop(c: Connection, docs: Sequence[int]) -> None:
    """Take entries out."""
    if docs:
        rows = [{"doc": doc} for doc in docs]
        c.execute(text("DELETE FROM search_words WHERE rowid = :doc"), rows)


def expunge(c: Connection) -> None:
    """Leave nothing of what was taken out; takes the longer the larger the index is.

    SQLite only marks words as gone and drops them some time later.
    """
    if not _postgresql(c):
        c.execute(text("INSERT INTO search_words (search_words) VALUES ('optimize')"))


def found(c: Connection, terms: Sequence[Term], marks: Sequence[Sequence[str]]) -> Select[int]:
    """The numbers of the entries that hold every term, and of each group of marks one."""
    rowid: Select[int] = select(column("rowid", BigInteger)).select_from(text("search_words"))
    if not _postgresql(c):
        return rowid.where(text("search_words MATCH :asked").bindparams(asked=_match(terms, marks)))
    if terms:
        asked = " & ".join(map(_tsquery, terms))
        rowid = rowid.where(text("words @@ CAST(:asked AS tsquery)").bindparams(asked=asked))
    for number, group in enumerate(marks):
        name = f"group{number}"
        clause = text(f"marks && CAST(:{name} AS text[])")
        rowid = rowid.where(clause.bindparams(**{name: list(group)}))
    return rowid


def _postgresql(c: Connection) -> bool:
    return c.dialect.name == "postgresql"


def _joined(one: Entry) -> Mapping[str, Any]:
    return {"doc": one.doc, "words": " ".join(one.words), "marks": " ".join(one.marks)}


def _vector(one: Entry) -> Mapping[str, Any]:
    words = " ".join(f"'{word}':{at}" for at, word in enumerate(one.words, start=1))
    return {"doc": one.doc, "words": words, "marks": list(one.marks)}


def _match(terms: Sequence[Term], marks: Sequence[Sequence[str]]) -> str:
    """In FTS5's language: column filters over quoted strings."""
    parts = [f'words : "{" ".join(term.words)}"{" *" if term.begins else ""}' for term in terms]
    parts += ["marks : (" + " OR ".join(f'"{mark}"' for mark in group) + ")" for group in marks]
    return " AND ".join(parts)


def _tsquery(term: Term) -> str:
    quoted = [f"'{word}'" for word in term.words]
    return "(" + " <-> ".join(quoted) + (":*" if term.begins else "") + ")"
