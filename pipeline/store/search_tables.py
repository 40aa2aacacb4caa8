"""The table of what can be searched for."""

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from pipeline.store.metadata import metadata
from pipeline.store.types import UtcDateTime

search = Table(
    "search",
    metadata,
    Column("card", String(45), primary_key=True),
    Column("doc", BigInteger, nullable=False, unique=True),  # in order of `sort_at`
    Column("story", String(45), nullable=False),
    Column("source", String(80), nullable=False),
    Column("published", UtcDateTime),
    Column("updated", UtcDateTime, nullable=False, index=True),
    Column("opens", UtcDateTime),  # the end of an embargo
    Column("pickups", Integer, nullable=False),
    Column("marks", Text, nullable=False),  # what can be asked for, as `topic:patents`
    Column("vocabulary", String(40), nullable=False),  # the version that gave it its topics
    Column("digest", String(32), nullable=False),  # of the words and the marks
)
"""Cards that readers may see; their words are in `search_words` (`pipeline.store.fulltext`)."""
