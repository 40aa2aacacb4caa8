"""The tables of what left the subscription documents."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from pipeline.store.metadata import metadata
from pipeline.store.types import UtcDateTime

archived = Table(
    "archived",
    metadata,
    Column("variant", String(160), primary_key=True),
    Column("card", String(45), primary_key=True),
    Column("number", Integer, nullable=False),  # of the archive; 0: in none that is closed
    Column("revision", Integer, nullable=False),  # what a closed archive shows of the card
    Column("shown", Boolean, nullable=False),  # not hidden, retracted or withdrawn
    Index("ix_archived_variant_number", "variant", "number"),
    Index("ix_archived_card", "card"),
)
"""Every card that a variant released and still holds, or that one of its archives does."""

archive = Table(
    "archive",
    metadata,
    Column("variant", String(160), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("updated", UtcDateTime, nullable=False),
    Column("digest", String(64), nullable=False),  # of what an open one holds
)
"""The archives of each variant; the newest is still open, the others are closed."""
