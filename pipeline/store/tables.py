"""The tables."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

from pipeline.store.archive_tables import archive as archive
from pipeline.store.archive_tables import archived as archived
from pipeline.store.copy_tables import passage as passage
from pipeline.store.copy_tables import sketch as sketch
from pipeline.store.edition_tables import edition as edition
from pipeline.store.edition_tables import edition_item as edition_item
from pipeline.store.image_tables import copied as copied
from pipeline.store.image_tables import image as image
from pipeline.store.image_tables import image_use as image_use
from pipeline.store.incident_tables import incident as incident
from pipeline.store.incident_tables import notice as notice
from pipeline.store.incident_tables import watch as watch
from pipeline.store.metadata import metadata as metadata
from pipeline.store.metadata import serial
from pipeline.store.pair_tables import pair as pair
from pipeline.store.pair_tables import picture as picture
from pipeline.store.push_tables import push as push
from pipeline.store.search_tables import search as search
from pipeline.store.types import UtcDateTime

PINNED: ColumnElement[bool] = literal_column("record LIKE '%\"pinned\":true%'")
"""Of a card that an editor pinned. In the words of its index, or that would not be taken."""

card = Table(
    "card",
    metadata,
    Column("id", String(45), primary_key=True),
    Column("story", String(45), nullable=False, index=True),
    Column("source", String(80), nullable=False),
    Column("language", String(2), nullable=False),
    Column("state", String(10), nullable=False),  # live | withdrawn | merged
    Column("title_key", String(200), nullable=False, index=True),
    Column("sort_at", UtcDateTime, nullable=False),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False, index=True),
    Column("history", Boolean, nullable=False),  # came with a first run or a backfill
    Column("text_hash", String(64), nullable=False, index=True),
    Column("shingles", Text, nullable=False),
    Column("record", Text, nullable=False),
    Index("ix_card_source_sort_at", "source", "sort_at"),
    Index("ix_card_state_sort_at", "state", "sort_at", "id"),
    Index("ix_card_pinned", "id", sqlite_where=PINNED, postgresql_where=PINNED),
)

revision = Table(
    "revision",
    metadata,
    Column("card", String(45), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("cause", String(80), nullable=False),  # run:<id>, replay, renamed, editor:<name>
    Column("changed", Text, nullable=False),
    Column("record", Text, nullable=False),
)

alias = Table(
    "alias",
    metadata,
    Column("key", String(2000), primary_key=True),
    Column("card", String(45), nullable=False, index=True),
    Column("learnt", String(12), nullable=False),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("merged", String(45)),  # the merged card that this was a name of
)

regroup = Table(
    "regroup",
    metadata,
    Column("id", serial, primary_key=True, autoincrement=True),
    Column("kind", String(10), nullable=False),  # merge | split
    Column("card", String(45), nullable=False, index=True),  # the one that ended or began
    Column("other", String(45), nullable=False, index=True),  # the one it went into or came from
    Column("by", String(100), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("why", Text, nullable=False),
    Column("detail", Text, nullable=False),  # what an undo puts back, as JSON
    Column("undone", UtcDateTime),
)

erased = Table(
    "erased",
    metadata,
    Column("mark", String(64), primary_key=True),  # a digest: what was erased is not told
    Column("at", UtcDateTime, nullable=False),
)

translation = Table(
    "translation",
    metadata,
    Column("card", String(45), primary_key=True),
    Column("key", String(2000), primary_key=True, index=True),
    Column("language", String(2), nullable=False),
)

proposal = Table(
    "proposal",
    metadata,
    Column("id", serial, primary_key=True, autoincrement=True),
    Column("card", String(45), nullable=False, index=True),
    Column("run", String(32), nullable=False, index=True),
    Column("source", String(80), nullable=False),
    Column("state", String(10), nullable=False),  # pending | held | rejected
    Column("action", String(10), nullable=False),  # new | updated | touched | withdrawn
    Column("changed", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("title_key", String(200), nullable=False, index=True),
    Column("text_hash", String(64), nullable=False),
    Column("shingles", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("card", "state"),
    Index("ix_proposal_source_state", "source", "state"),
)

page = Table(
    "page",
    metadata,
    Column("key", String(2000), primary_key=True),
    Column("url", String(2000), nullable=False),
    Column("source", String(80), nullable=False),
    Column("card", String(45), index=True),
    Column("listing", Boolean, nullable=False),
    Column("etag", String(500)),
    Column("last_modified", String(100)),
    Column("entry_hash", String(64)),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("fetched", UtcDateTime, nullable=False),
    Column("next_look", UtcDateTime),
    Column("looks", Integer, nullable=False),
    Column("gone_since", UtcDateTime),
    Index("ix_page_source_next_look", "source", "next_look"),
    Index("ix_page_source_first_seen", "source", "first_seen"),
)

raw = Table(
    "raw",
    metadata,
    Column("key", String(2000), primary_key=True),
    Column("digest", String(64), primary_key=True, index=True),
    Column("url", String(2000), nullable=False),  # as asked for
    Column("final", String(2000), nullable=False),  # after redirects
    Column("file", String(40), nullable=False, index=True),
    Column("offset", BigInteger, nullable=False),
    Column("length", Integer, nullable=False),
    Column("fetched", UtcDateTime, nullable=False),  # when this content was last the answer
    Column("status", Integer, nullable=False),
    Column("content_type", String(200), nullable=False),
    Column("listing", Boolean, nullable=False),
    Column("source", String(80), nullable=False),
    Column("run", String(32), nullable=False),
    Index("ix_raw_source_listing", "source", "listing"),
)

host = Table(
    "host",
    metadata,
    Column("host", String(255), primary_key=True),
    Column("next_allowed", UtcDateTime),
    Column("delay", Float, nullable=False),
    Column("failures", Integer, nullable=False),
)

robots = Table(
    "robots",
    metadata,
    Column("origin", String(300), primary_key=True),
    Column("fetched", UtcDateTime, nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

source_state = Table(
    "source_state",
    metadata,
    Column("source", String(80), primary_key=True),
    Column("enabled", Boolean),  # an operator's word over the file's
    Column("why", Text, nullable=False),
    Column("due", UtcDateTime),
    Column("health", String(10), nullable=False),  # new | passed | held | blocked | failed …
    Column("reason", Text, nullable=False),
    Column("first_passed", UtcDateTime),
    Column("last_run", UtcDateTime),
    Column("last_passed", UtcDateTime),
    Column("history", Text, nullable=False),  # the gate's memory, as JSON
)

run = Table(
    "run",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("source", String(80), nullable=False),
    Column("host", String(255), nullable=False),
    Column("trigger", String(10), nullable=False),
    Column("priority", Integer, nullable=False),  # lower runs first
    Column("state", String(10), nullable=False),
    Column("outcome", String(10)),
    Column("requested", UtcDateTime, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("order", Text, nullable=False),  # what is asked for, as JSON
    Column("receipt", Text, nullable=False),
    Index("ix_run_state_priority", "state", "priority", "requested"),
    Index("ix_run_source_requested", "source", "requested"),
    Index("ix_run_requested", "requested"),
)

entry = Table(
    "entry",
    metadata,
    Column("variant", String(160), primary_key=True),
    Column("card", String(45), primary_key=True),
    Column("story", String(45), nullable=False),
    Column("sort_at", UtcDateTime, nullable=False),
    Column("ready_at", UtcDateTime, nullable=False),
    Column("released", Boolean, nullable=False),
    Index("ix_entry_variant_sort_at", "variant", "released", "sort_at", "card"),
    Index("ix_entry_released_ready_at", "released", "ready_at"),
    Index("ix_entry_card", "card"),
)

release = Table(
    "release",
    metadata,
    Column("seq", serial, primary_key=True, autoincrement=True),
    Column("variant", String(160), nullable=False),
    Column("story", String(45), nullable=False),
    Column("card", String(45), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("variant", "card"),
    Index("ix_release_variant_story", "variant", "story"),
    Index("ix_release_variant_seq", "variant", "seq"),
    Index("ix_release_card", "card"),
)

dirty = Table(
    "dirty",
    metadata,
    Column("kind", String(10), primary_key=True),  # variant | card
    Column("name", String(160), primary_key=True),
    Column("changed", UtcDateTime, nullable=False),
    Column("mark", String(32), nullable=False),  # cleared only if it is still the one rendered
)

variant_state = Table(
    "variant_state",
    metadata,
    Column("variant", String(160), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("updated", UtcDateTime, nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("path", String(300), primary_key=True),
    Column("etag", String(80), nullable=False),
    Column("changed", UtcDateTime, nullable=False),
    Column("size", Integer, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("value", Text, nullable=False),
)
