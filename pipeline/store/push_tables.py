"""The table of what others are to be told of: hubs that a feed changed, caches what is stale."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from pipeline.store.metadata import metadata
from pipeline.store.types import UtcDateTime

push = Table(
    "push",
    metadata,
    Column("way", String(10), primary_key=True),  # hub | purge
    Column("path", String(300), primary_key=True),
    Column("etag", String(80)),  # of the bytes that must be served first; none: it is gone
    Column("asked", UtcDateTime, nullable=False),
    Column("due", UtcDateTime, nullable=False),  # when it is tried next
    Column("tries", Integer, nullable=False),
    Column("trouble", Text, nullable=False),  # why the latest try failed
    Index("ix_push_due", "due"),
)
