"""Which archive holds which cards.

Revision: 0008, after 0007. Everything that is released waits to leave its subscription document.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archived",
        sa.Column("variant", sa.String(length=160), nullable=False),
        sa.Column("card", sa.String(length=45), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("variant", "card", name="pk_archived"),
    )
    op.execute(
        "INSERT INTO archived (variant, card, number, revision, shown)"
        " SELECT variant, card, 0, 0, released FROM entry WHERE released"
    )
    op.create_index("ix_archived_variant_number", "archived", ["variant", "number"])
    op.create_index("ix_archived_card", "archived", ["card"])
    op.create_table(
        "archive",
        sa.Column("variant", sa.String(length=160), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("variant", "number", name="pk_archive"),
    )
