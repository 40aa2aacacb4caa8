"""The cards' pictures: which card shows which, what was found of them, what was copied.

Revision: 0009, after 0008. Those of cards that are there are noted by the daily sweep.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "image",
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.Column("media_type", sa.String(length=40), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("etag", sa.String(length=500), nullable=True),
        sa.Column("last_modified", sa.String(length=100), nullable=True),
        sa.Column("digest", sa.String(length=32), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("next_look", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("url", name="pk_image"),
    )
    op.create_index("ix_image_digest", "image", ["digest"])
    op.create_index("ix_image_next_look", "image", ["next_look"])
    op.create_table(
        "image_use",
        sa.Column("card", sa.String(length=45), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.PrimaryKeyConstraint("card", name="pk_image_use"),
    )
    op.create_index("ix_image_use_url", "image_use", ["url"])
    op.create_table(
        "copied",
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("sizes", sa.Text(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unused_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("digest", name="pk_copied"),
    )
