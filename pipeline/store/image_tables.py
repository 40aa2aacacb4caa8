"""The tables of the cards' pictures: which card shows which, what was found, what was copied."""

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from pipeline.store.metadata import metadata
from pipeline.store.types import UtcDateTime

image = Table(
    "image",
    metadata,
    Column("url", String(2000), primary_key=True),
    Column("source", String(80), nullable=False),  # whose manners it is asked for with
    Column("host", String(255), nullable=False),
    Column("state", String(10), nullable=False),  # new | seen | refused | gone | failed
    Column("width", Integer),
    Column("height", Integer),
    Column("bytes", BigInteger),
    Column("media_type", String(40)),
    Column("why", Text, nullable=False),
    Column("etag", String(500)),
    Column("last_modified", String(100)),
    Column("digest", String(32), index=True),  # of its copies
    Column("looks", Integer, nullable=False),  # in this state
    Column("next_look", UtcDateTime, index=True),
)

image_use = Table(
    "image_use",
    metadata,
    Column("card", String(45), primary_key=True),
    Column("url", String(2000), nullable=False, index=True),
)

copied = Table(
    "copied",
    metadata,
    Column("digest", String(32), primary_key=True),
    Column("sizes", Text, nullable=False),  # width, height, suffix, bytes of each, as JSON
    Column("made", UtcDateTime, nullable=False),
    Column("unused_since", UtcDateTime),
)
