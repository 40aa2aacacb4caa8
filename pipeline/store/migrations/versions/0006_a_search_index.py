"""The search index, filled from the cards that readers may see.

Revision: 0006, after 0005
"""

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_PART = 500
_WORDS, _LONGEST, _TIE = 1_500, 60, 29
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u0300-\u036f]+")


def upgrade() -> None:
    instant = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")
    search = op.create_table(
        "search",
        sa.Column("card", sa.String(length=45), nullable=False),
        sa.Column("doc", sa.BigInteger(), nullable=False),
        sa.Column("story", sa.String(length=45), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("published", instant),
        sa.Column("updated", instant, nullable=False),
        sa.Column("opens", instant),
        sa.Column("pickups", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("card", name=op.f("pk_search")),
        sa.UniqueConstraint("doc", name=op.f("uq_search_doc")),
    )
    op.create_index(op.f("ix_search_updated"), "search", ["updated"])
    c = op.get_bind()
    sqlite = c.dialect.name == "sqlite"
    for statement in _SQLITE if sqlite else _POSTGRESQL:
        op.execute(statement.replace(":", r"\:"))
    values = ":doc, :words, :marks"
    if not sqlite:
        values = ":doc, CAST(:words AS tsvector), CAST(:marks AS text[])"
    words = sa.text(f"INSERT INTO search_words (rowid, words, marks) VALUES ({values})")  # noqa: S608  # constants
    taken: set[int] = set()
    for part in _cards(c):
        found = [_row(json.loads(card.record), taken, sqlite) for card in part]
        rows = [row for row in found if row is not None]
        if rows:
            c.execute(words, [_told(row, sqlite) for row in rows])
            c.execute(search.insert(), [{k: v for k, v in r.items() if k != "said"} for r in rows])


_SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5("
    "words, marks, tokenize = \"ascii tokenchars ':_'\")",
)
_POSTGRESQL = (
    "CREATE TABLE search_words (rowid bigint PRIMARY KEY, words tsvector NOT NULL,"
    " marks text[] NOT NULL)",
    "CREATE INDEX ix_search_words_words ON search_words USING gin (words)",
    "CREATE INDEX ix_search_words_marks ON search_words USING gin (marks)",
)


def _cards(c: sa.Connection) -> Iterator[list[Any]]:
    card = sa.table("card", *map(sa.column, ("id", "state", "record")))
    last = ""
    live = sa.select(card).where(card.c.state == "live").order_by(card.c.id).limit(_PART)
    while part := list(c.execute(live.where(card.c.id > last))):
        yield part
        last = part[-1].id


def _row(card: dict[str, Any], taken: set[int], sqlite: bool) -> dict[str, Any] | None:
    """The rows of a card; its digest comes when it is written the next time."""
    editor = card.get("editor", {})
    if editor.get("hidden") or editor.get("retracted"):
        return None
    card |= editor.get("overrides", {})
    published, updated = card.get("published"), card["updated"]
    at = datetime.fromisoformat(published or card["first_seen"])
    return {
        "card": card["id"],
        "doc": _doc(int(at.timestamp() // 1), card["id"], taken),
        "story": card["story"],
        "source": card["source"],
        "published": _instant(published, sqlite),
        "updated": _instant(updated, sqlite),
        "opens": _instant(editor.get("embargo"), sqlite),
        "pickups": len(card.get("also_at", ())),
        "marks": " ".join(sorted(_marks(card))),
        "digest": "",
        "said": list(_said(card))[:_WORDS],
    }


def _doc(seconds: int, card: str, taken: set[int]) -> int:
    high = max(-(2**33), min(seconds, 2**33 - 1)) << _TIE
    low = int(card[-8:], 16) & (1 << _TIE) - 1
    while high | low in taken:
        low = low + 1 & (1 << _TIE) - 1
    taken.add(high | low)
    return high | low


def _instant(value: str | None, sqlite: bool) -> Any:
    if value is None:
        return None
    at = datetime.fromisoformat(value).astimezone(UTC)
    return at.replace(tzinfo=None).isoformat(" ", "microseconds") if sqlite else at


def _told(row: dict[str, Any], sqlite: bool) -> dict[str, Any]:
    if sqlite:
        return {"doc": row["doc"], "words": " ".join(row["said"]), "marks": row["marks"]}
    words = " ".join(f"'{word}':{at}" for at, word in enumerate(row["said"], start=1))
    return {"doc": row["doc"], "words": words, "marks": row["marks"].split()}


def _said(card: dict[str, Any]) -> Iterator[str]:
    body = html.unescape(re.sub(r"<[^>]*>", " ", card.get("body") or ""))
    names = [n for f in ("people", "projects", "departments", "tags") for n in card.get(f, ())]
    authors = [author["name"] for author in card.get("authors", ())]
    teaser = "" if card["rights"]["text"] == "title" else card.get("teaser", "")
    for part in (card["title"], teaser, *names, *authors, body):
        yield from (word[:_LONGEST] for word in _words(part))


def _marks(card: dict[str, Any]) -> set[str]:
    chosen = card.get("editor", {}).get("topics")
    topics = [mark["topic"] for mark in card.get("topics", ())] if chosen is None else chosen
    values: dict[str, Iterable[str]] = {
        "language": [card["language"]],
        "topic": topics,
        "section": [card["section"]],
        "department": card.get("departments", ()),
        "source": [card["source"], *(pickup["source"] for pickup in card.get("also_at", ()))],
        "kind": [card.get("kind", "story")],
        "project": card.get("projects", ()),
        "person": card.get("people", ()),
        "image": ["yes" if card.get("image") else "no"],
    }
    return {
        f"{field}:{'_'.join(_words(value))[:_LONGEST]}"
        for field, some in values.items()
        for value in some
    }


def _words(text: str) -> list[str]:
    return _WORD.findall(_MARKS.sub("", unicodedata.normalize("NFKD", text.casefold())))
