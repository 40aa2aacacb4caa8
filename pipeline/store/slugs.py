"""Everything that names a source by its slug, given to another slug."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, cast, delete, or_, select, update

from pipeline.store import cards, publication
from pipeline.store import tables as t
from pipeline.store.cards import Accepted
from pipeline.store.record import card_from, record_of
from schemas.card import StoryCard

CAUSE = "renamed"
_PART = 200
_HOLDERS = (t.card, t.proposal, t.page, t.raw, t.source_state)


def in_use(c: Connection, slug: str) -> bool:
    """Whether anything but receipts is under a slug."""
    return any(
        c.scalar(select(table.c.source).where(table.c.source == slug).limit(1))
        for table in _HOLDERS
    )


def rename_cards(c: Connection, former: str, slug: str, now: datetime) -> bool:
    """Let some of the cards, and other sources' mentions of the slug, name the new one.

    Whether there may be more.
    """
    rows = c.execute(select(t.card).where(_names(t.card, former)).limit(_PART)).all()
    accepted = []
    for row in rows:
        before = card_from(row.record)
        after = _renamed(before, former, slug)
        after = after.model_copy(update={"revision": before.revision + 1})
        field = "source" if before.source == former else "also_at"
        accepted.append(
            Accepted(after, CAUSE, json.dumps([field]), now, row.text_hash, row.shingles, row.state)
        )
    cards.save_all(c, accepted)
    publication.mark_dirty(c, "card", {row.id: now for row in rows})
    return len(rows) == _PART


def rename_rest(c: Connection, former: str, slug: str) -> None:
    """Let what waits, what is known of addresses and of the source itself name the new slug."""
    for row in c.execute(select(t.proposal).where(_names(t.proposal, former))).all():
        record = record_of(_renamed(card_from(row.record), former, slug))
        source = slug if row.source == former else row.source
        c.execute(
            update(t.proposal).where(t.proposal.c.id == row.id).values(source=source, record=record)
        )
    for table in (t.page, t.raw):
        c.execute(update(table).where(table.c.source == former).values(source=slug))
    if c.scalar(select(t.source_state.c.source).where(t.source_state.c.source == slug)) is None:
        own = t.source_state.c.source == former
        c.execute(update(t.source_state).where(own).values(source=slug))
    c.execute(delete(t.source_state).where(t.source_state.c.source == former))


def _names(table: Any, slug: str) -> ColumnElement[bool]:
    """Rows of a source, and those whose record mentions it as another teller of the story."""
    mention = f'"source":"{slug}"'
    return or_(
        table.c.source == slug, cast(table.c.record, Text).contains(mention, autoescape=True)
    )


def _renamed(card: StoryCard, former: str, slug: str) -> StoryCard:
    also_at = tuple(
        pickup.model_copy(update={"source": slug}) if pickup.source == former else pickup
        for pickup in card.also_at
    )
    source = slug if card.source == former else card.source
    return card.model_copy(update={"source": source, "also_at": also_at})
