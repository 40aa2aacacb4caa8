"""The tables of what is watched: incidents, their notices, the memory of channels."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from pipeline.store.metadata import metadata
from pipeline.store.types import UtcDateTime

incident = Table(
    "incident",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("subject", String(200), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("audience", String(10), nullable=False),  # editors | operator
    Column("reason", Text, nullable=False),
    Column("figures", Text, nullable=False),
    Column("state", String(10), nullable=False),  # fresh | told | ended | over
    Column("opened", UtcDateTime, nullable=False),
    Column("seen", UtcDateTime, nullable=False),
    Column("times", Integer, nullable=False),
    Column("ripe", Integer, nullable=False),
    Column("closed", UtcDateTime),
    Column("ending", Text, nullable=False),
    Index("ix_incident_subject_closed", "subject", "closed"),
    Index("ix_incident_state", "state"),
    Index("ix_incident_opened", "opened"),
)

notice = Table(
    "notice",
    metadata,
    Column("incident", String(32), primary_key=True),
    Column("event", String(10), primary_key=True),  # opened | closed
    Column("way", String(10), primary_key=True),  # webhook | mail
    Column("asked", UtcDateTime, nullable=False),
    Column("due", UtcDateTime),  # when it is tried next; none once it was sent or given up
    Column("tries", Integer, nullable=False),
    Column("sent", UtcDateTime),
    Column("trouble", Text, nullable=False),  # why the latest try failed
    Index("ix_notice_due", "due"),
)

watch = Table(
    "watch",
    metadata,
    Column("subject", String(200), primary_key=True),
    Column("record", Text, nullable=False),  # what is remembered of a channel, as JSON
)
