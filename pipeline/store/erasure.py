"""What is wiped from the store for good."""

from collections.abc import Callable

from sqlalchemy import Connection, delete, select, update

from pipeline.store import fulltext, pairs, passages, search
from pipeline.store import tables as t
from pipeline.store.record import card_from, record_of
from schemas.card import StoryCard


def wipe_sketch(c: Connection, card: str) -> None:
    """Forget what a card's text was compared and found by; `expunged` leaves nothing of it."""
    empty = {"title_key": "", "text_hash": "", "shingles": "[]"}
    c.execute(update(t.card).where(t.card.c.id == card).values(empty))
    passages.forget(c, card)
    pairs.forget(c, card)
    search.forget(c, card)


def expunged(c: Connection) -> None:
    """Leave nothing of forgotten texts in the store's files; once, after the last of them."""
    fulltext.expunge(c)


def wipe_revisions(
    c: Connection, card: str, cleansed: Callable[[StoryCard], StoryCard | None]
) -> None:
    """Rewrite a card's past: `cleansed` gives a version as it may stay, None for one that may not.

    The latest revision is not looked at.
    """
    rows = c.execute(
        select(t.revision.c.revision, t.revision.c.record)
        .where(t.revision.c.card == card)
        .order_by(t.revision.c.revision.desc())
        .offset(1)
    ).all()
    for row in rows:
        own = (t.revision.c.card == card) & (t.revision.c.revision == row.revision)
        before = card_from(row.record)
        after = cleansed(before)
        if after is None:
            c.execute(delete(t.revision).where(own))
        elif after != before:
            c.execute(update(t.revision).where(own).values(record=record_of(after)))
