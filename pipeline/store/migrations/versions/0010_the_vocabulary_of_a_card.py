"""The vocabulary's version beside what is counted of a card.

Revision: 0010, after 0009
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_PART = 500


def upgrade() -> None:
    column = sa.Column("vocabulary", sa.String(length=40), nullable=False, server_default="")
    op.add_column("search", column)
    c = op.get_bind()
    card = sa.table("card", sa.column("id"), sa.column("record"))
    search = sa.table("search", sa.column("card"), sa.column("vocabulary"))
    given = search.update().where(search.c.card == sa.bindparam("of"))
    last = ""
    query = sa.select(card).where(card.c.id.in_(sa.select(search.c.card))).order_by(card.c.id)
    while part := list(c.execute(query.where(card.c.id > last).limit(_PART))):
        rows = [{"of": row.id, "version": _version(json.loads(row.record))} for row in part]
        c.execute(given.values(vocabulary=sa.bindparam("version")), rows)
        last = part[-1].id


def _version(card: dict[str, Any]) -> str:
    """That of the topics which rules gave and no editor took away."""
    chosen = card.get("editor", {}).get("topics")
    given = [mark for mark in card.get("topics", ()) if mark.get("words")]
    return max(
        (m["vocabulary"] for m in given if chosen is None or m["topic"] in chosen), default=""
    )
