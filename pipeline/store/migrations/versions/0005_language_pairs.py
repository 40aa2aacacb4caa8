"""Proposed language pairs, and what they are found by.

Revision: 0005, after 0004. Cards that are there get their row with their next version.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("card", sa.String(length=45), nullable=False),
        sa.Column("spot", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.PrimaryKeyConstraint("card", name="pk_picture"),
    )
    op.create_index("ix_picture_spot", "picture", ["spot"])
    serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "pair",
        sa.Column("id", serial, autoincrement=True, nullable=False),
        sa.Column("card", sa.String(length=45), nullable=False),
        sa.Column("other", sa.String(length=45), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("names", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Integer(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pair"),
        sa.UniqueConstraint("card", "other", name="uq_pair_card"),
    )
    op.create_index("ix_pair_state", "pair", ["state", "id"])
    op.create_index("ix_pair_other", "pair", ["other"])
