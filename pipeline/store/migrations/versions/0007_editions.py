"""Frozen editions of newsletters.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column("variant", sa.String(length=160), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("cut", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stories", sa.Integer(), nullable=False),
        sa.Column("declared", sa.Text(), nullable=False),
        sa.Column("face", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("variant", "period", name="pk_edition"),
    )
    op.create_table(
        "edition_item",
        sa.Column("variant", sa.String(length=160), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("card", sa.String(length=45), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("variant", "period", "place", name="pk_edition_item"),
    )
    op.create_index("ix_edition_item_card", "edition_item", ["card"])
    op.create_index("ix_edition_item_variant_card", "edition_item", ["variant", "card"])
