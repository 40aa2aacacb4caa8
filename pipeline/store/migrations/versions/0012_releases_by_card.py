"""Releases found by their card.

Revision: 0012, after 0011. Without it every change of a card reads all releases there ever were.
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_release_card", "release", ["card"])
