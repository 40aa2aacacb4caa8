"""The step from pending to live: cards, their places in channels and dirty marks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Row

from pipeline.editing import shown
from pipeline.membership import Directory, Sibling, Standing, placed
from pipeline.pairs.proposing import propose
from pipeline.store import cards, images, publication
from pipeline.store.record import card_from
from schemas.card import StoryCard
from schemas.channel import Variant
from schemas.types import Record


class Placing(Record):
    """What placing a card in channels needs to know."""

    variants: tuple[Variant, ...]
    recent: timedelta
    """History younger than this is news."""

    @cached_property
    def directory(self) -> Directory:
        """The variants, found by what they ask for."""
        return Directory(self.variants)


def accept(
    c: Connection,
    waiting: Sequence[Row[Any]],
    placing: Placing,
    now: datetime,
    *,
    cause: str,
    history: bool,
    quiet: bool = False,
) -> None:
    """Make proposals live; `history`: they came with a first run, a backfill or a replay.

    `quiet`: no newsletter takes a card that it does not have already.
    """
    versions = {row.card: card_from(row.record) for row in waiting}
    if history:
        come = {row.card for row in waiting if row.action == "new"}
        versions |= {i: versions[i].model_copy(update={"history": True}) for i in come}
    stay = [row for row in waiting if row.action != "withdrawn"]
    cards.save_all(
        c,
        [
            cards.Accepted(
                versions[row.card], cause, row.changed, row.at, row.text_hash, row.shingles
            )
            for row in stay
        ],
    )
    images.note(c, [versions[row.card] for row in stay], now)
    for row in waiting:
        if row.action == "withdrawn":
            cards.set_state(c, row.card, "withdrawn")
    touched = {row.card: row.action == "new" for row in waiting}
    place(c, touched, placing, now, quiet=quiet)
    propose(c, [versions[row.card] for row in stay], now)


def place(
    c: Connection,
    touched: dict[str, bool],
    placing: Placing,
    now: datetime,
    *,
    quiet: bool = False,
    anew: bool = False,
) -> None:
    """Put cards (id → whether it is new) and the others of their stories where they belong.

    `anew`: because channels are declared otherwise, which makes no story news: no newsletter takes
    one that was found before what is `recent`.
    """
    found = cards.live(c, touched)
    found |= cards.live(c, cards.ids_in(c, {card.story for card in found.values()}) - set(found))
    status = cards.status(c, found)
    known = [card for card in found if not touched.get(card)]
    before, released = publication.variants_with(c, known), publication.released_in(c, known)
    of_story = families(found.values(), status)
    mailed = {v.key for v in placing.variants if v.channel.profile == "newsletter"}
    dirty: dict[str, datetime] = {}
    rows: list[dict[str, Any]] = []
    left: list[tuple[str, str]] = []
    for card in found.values():
        was = before.get(card.id, set())
        standing = standing_of(card, of_story[card.story], status[card.id], released)
        will = _places(card, standing, placing, now) if standing else {}
        if quiet or (anew and card.first_seen < now - placing.recent):
            will = {key: at for key, at in will.items() if key in was or key not in mailed}
        left += [(card.id, variant) for variant in was - set(will)]
        rows += [_entry(card, variant, at) for variant, at in will.items()]
        _mark(dirty, will, card.updated)  # also a version that others name in another way now
        _mark(dirty, was - set(will), now)
    publication.leave(c, left)
    publication.enter(c, rows)
    publication.mark_dirty(c, "variant", dirty)
    publication.mark_dirty(c, "card", dict.fromkeys(touched, now))


def families(
    found: Iterable[StoryCard], status: Mapping[str, tuple[str, bool]]
) -> dict[str, list[StoryCard]]:
    """Story → its cards that readers may see."""
    of_story: dict[str, list[StoryCard]] = {}
    for card in found:
        members = of_story.setdefault(card.story, [])
        if card.public and status[card.id][0] == "live":
            members.append(card)
    return of_story


def standing_of(
    card: StoryCard,
    family: Iterable[StoryCard],
    status: tuple[str, bool],
    released: Mapping[str, set[str]],
) -> Standing | None:
    """What decides on a live card's places; `None` for a withdrawn one, which has none."""
    state, history = status
    if state != "live":
        return None
    siblings = tuple(
        Sibling(language=other.language, released=frozenset(released.get(other.id, ())))
        for other in family
        if other.id != card.id
    )
    before = frozenset(released.get(card.id, ()))
    return Standing(history=history, siblings=siblings, released=before)


def _places(
    card: StoryCard, standing: Standing, placing: Placing, now: datetime
) -> dict[str, datetime]:
    as_shown = shown(card)
    likely = placing.directory.likely(as_shown)
    return placed(as_shown, standing, likely, now, placing.recent)


def _entry(card: StoryCard, variant: str, at: datetime) -> dict[str, Any]:
    return {
        "variant": variant,
        "card": card.id,
        "story": card.story,
        "sort_at": card.sort_at,
        "ready_at": at,
        "released": False,
    }


def _mark(dirty: dict[str, datetime], variants: Iterable[str], changed: datetime) -> None:
    for variant in variants:
        dirty[variant] = max(dirty.get(variant, changed), changed)
