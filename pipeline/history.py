"""What became of a card, revision by revision."""

import json
from collections.abc import Iterator

from sqlalchemy import Connection

from pipeline.difference import field_changes
from pipeline.store import cards
from schemas.card import StoryCard
from schemas.replay import FieldChange
from schemas.types import Instant, Record


class Revision(Record):
    """One version of a card, who made it, and what it changed."""

    revision: int
    at: Instant
    by: str
    """`run:<id>` for a crawl, `replay`, `renamed` with its source, or `editor:<name>`."""
    material: bool
    """Whether `updated` moved, so that readers were told."""
    changed: tuple[str, ...]
    """Every field that differs from the version before; what an editor did as `editor.<what>`."""
    fields: tuple[FieldChange, ...]
    """Old and new text of those that a person can read."""


def history(c: Connection, card: str) -> list[Revision]:
    """Every revision of a card, the latest first."""
    return list(_told(c, card))[::-1]


def _told(c: Connection, card: str) -> Iterator[Revision]:
    before: StoryCard | None = None
    for row in cards.revisions(c, card):
        changed = tuple(json.loads(row.changed))
        yield Revision(
            revision=row.revision,
            at=row.at,
            by=row.cause,
            material=before is None or row.card.updated != before.updated,
            changed=changed,
            fields=field_changes(before, row.card, changed),
        )
        before = row.card
