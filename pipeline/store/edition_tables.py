"""The tables of what newsletters' editions hold."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from pipeline.store.metadata import metadata
from pipeline.store.types import UtcDateTime

edition = Table(
    "edition",
    metadata,
    Column("variant", String(160), primary_key=True),
    Column("period", String(10), primary_key=True),  # the day in Rome on which it closed
    Column("cut", UtcDateTime, nullable=False),  # what was released until then is in it
    Column("at", UtcDateTime, nullable=False),  # when it was frozen; its items are dated by it
    Column("updated", UtcDateTime, nullable=False),  # later than `at` once something was taken out
    Column("stories", Integer, nullable=False),  # 0: nothing was released, there is no document
    Column("declared", Text, nullable=False),  # the variant as it was declared then, as JSON
    Column("face", String(64), nullable=False),  # a hash of where we live and of sources' rights
)

edition_item = Table(
    "edition_item",
    metadata,
    Column("variant", String(160), primary_key=True),
    Column("period", String(10), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("card", String(45), nullable=False, index=True),
    Column("revision", Integer, nullable=False),  # whose words are frozen
    Column("source", String(80), nullable=False),
    Column("shown", Boolean, nullable=False),  # not where it was hidden, taken back or erased
    Index("ix_edition_item_variant_card", "variant", "card"),
)
