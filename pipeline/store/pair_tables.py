"""The tables that language pairs are proposed by."""

from sqlalchemy import Column, Float, Index, Integer, String, Table, Text, UniqueConstraint

from pipeline.store.metadata import metadata, serial
from pipeline.store.types import UtcDateTime

picture = Table(
    "picture",
    metadata,
    Column("card", String(45), primary_key=True),
    Column("spot", String(40), nullable=False, index=True),  # its picture's hash and its day
    Column("language", String(2), nullable=False),
)

pair = Table(
    "pair",
    metadata,
    Column("id", serial, primary_key=True, autoincrement=True),
    Column("card", String(45), nullable=False),  # of the two the one whose id sorts first
    Column("other", String(45), nullable=False),
    Column("state", String(10), nullable=False),  # proposed | accepted | rejected
    Column("names", Integer, nullable=False),
    Column("figures", Integer, nullable=False),
    Column("share", Float, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", String(100), nullable=False),
    Column("why", Text, nullable=False),
    Column("moved", Text, nullable=False),  # card → its story before, as JSON
    UniqueConstraint("card", "other"),
    Index("ix_pair_state", "state", "id"),
    Index("ix_pair_other", "other"),
)
