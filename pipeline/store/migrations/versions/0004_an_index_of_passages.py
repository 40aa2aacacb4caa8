"""The index of passages, filled from the sketches that cards have already.

Revision: 0004, after 0003
"""

import json
import struct
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_PART = 500
_SALT = {"it": 0x5BD1E995, "en": 0x1B873593}


def upgrade() -> None:
    sketch = op.create_table(
        "sketch",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("card", sa.String(length=45), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sketch")),
    )
    passage = op.create_table(
        "passage",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sketch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "sketch", name=op.f("pk_passage")),
        sqlite_with_rowid=False,
    )
    c = op.get_bind()
    for part in _cards(c):
        rows = [row for row in map(_row, part) if row is not None]
        if not rows:
            continue
        c.execute(sketch.insert(), [{k: v for k, v in r.items() if k != "keys"} for r in rows])
        keys = [{"key": key, "sketch": row["id"]} for row in rows for key in row["keys"]]
        if keys:
            c.execute(passage.insert(), keys)
    crowded = sa.select(passage.c.key).group_by(passage.c.key).having(sa.func.count() > 64)
    c.execute(passage.delete().where(passage.c.key.in_(crowded)))


def _cards(c: sa.Connection) -> Iterator[list[Any]]:
    names = ("id", "language", "source", "shingles", "record")
    card = sa.table("card", *map(sa.column, names))
    last = ""
    while part := list(
        c.execute(sa.select(card).where(card.c.id > last).order_by(card.c.id).limit(_PART))
    ):
        yield part
        last = part[-1].id


def _row(card: Any) -> dict[str, Any] | None:
    """A card's row with its keys; its marks come with the next look at its page."""
    published = json.loads(card.record).get("published")
    shingles = json.loads(card.shingles)[:24]
    if not published or not shingles:
        return None
    at = datetime.fromisoformat(published).astimezone(ZoneInfo("Europe/Rome")).date()
    day = at.toordinal() - date(1970, 1, 1).toordinal()
    salt = _SALT.get(card.language, 0)
    passages = sorted({(figure & 0xFFFFFFFF) ^ salt for figure in shingles})
    return {
        "id": int(card.id[-36:].replace("-", "")[-15:], 16),
        "card": card.id,
        "day": day,
        "source": card.source,
        "marks": struct.pack(f"<7H{len(passages)}I", len(passages), *[0] * 6, *passages),
        "keys": [(day // 32 << 32) | passage for passage in passages],
    }
