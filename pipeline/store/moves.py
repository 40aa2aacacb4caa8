"""All that the store knows of a channel's variant, given to another name."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Text, cast, delete, select, update

from pipeline.store import cards, publication
from pipeline.store import tables as t
from pipeline.store.cards import Accepted
from pipeline.store.edition_tables import edition, edition_item
from pipeline.store.record import card_from
from pipeline.store.upsert import chunks
from schemas.card import StoryCard

_CAUSE = "renamed"
_HOLDERS = (t.entry, t.release, t.archived, t.archive, edition, edition_item, t.variant_state)


def known(c: Connection, key: str) -> bool:
    """Whether a variant of this key is published, as far as the store knows."""
    own = t.variant_state.c.variant == key
    return c.scalar(select(t.variant_state.c.variant).where(own)) is not None


def move(c: Connection, former: str, key: str) -> None:
    """Give one variant all that another had; what lay under the new key before goes."""
    own = c.scalars(select(edition.c.period).where(edition.c.variant == former))
    marked = [former, *(f"{former}/{period}" for period in own)]
    kinds = t.dirty.c.kind.in_(("variant", "history", "edition"))
    for part in chunks(marked):
        c.execute(delete(t.dirty).where(kinds, t.dirty.c.name.in_(part)))
    for table in _HOLDERS:
        c.execute(delete(table).where(table.c.variant == key))
        c.execute(update(table).where(table.c.variant == former).values(variant=key))


def declare(c: Connection, key: str, declared: str, period: str) -> None:
    """Keep what an edition is declared as."""
    own = (edition.c.variant == key) & (edition.c.period == period)
    c.execute(update(edition).where(own).values(declared=declared))


def rename(c: Connection, former: str, name: str, now: datetime) -> None:
    """Let what editors said about a channel, and what is remembered of it, name the new one."""
    named = cast(t.card.c.record, Text).contains(f'"{former}"', autoescape=True)
    accepted = []
    for row in c.execute(select(t.card).where(named)).all():
        before = card_from(row.record)
        after = _renamed(before, former, name)
        if after != before:
            after = after.model_copy(update={"revision": before.revision + 1})
            changed = json.dumps(["editor"])
            sketch = (row.text_hash, row.shingles, row.state)
            accepted.append(Accepted(after, _CAUSE, changed, now, *sketch))
    cards.save_all(c, accepted)
    publication.mark_dirty(c, "card", {one.card.id: now for one in accepted})
    if c.scalar(select(t.watch.c.subject).where(t.watch.c.subject == name)) is None:
        own = t.watch.c.subject == former
        c.execute(update(t.watch).where(own).values(subject=name))


def _renamed(card: StoryCard, former: str, name: str) -> StoryCard:
    def now(said: str) -> str:
        return name if said == former else said

    old = card.editor
    changes: dict[str, Any] = {
        "channels": {now(channel): word for channel, word in old.channels.items()},
        "log": tuple(mark.model_copy(update={"channel": now(mark.channel)}) for mark in old.log),
    }
    return card.model_copy(update={"editor": old.model_copy(update=changes)})
