"""Pinned cards, found without reading the others.

Revision: 0013, after 0012. Each channel that a publish renders asks for them.
"""

from alembic import op
from sqlalchemy import ColumnElement, literal_column

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_PINNED: ColumnElement[bool] = literal_column("record LIKE '%\"pinned\":true%'")


def upgrade() -> None:
    op.create_index(
        "ix_card_pinned", "card", ["id"], sqlite_where=_PINNED, postgresql_where=_PINNED
    )
