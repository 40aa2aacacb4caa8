"""The editions of newsletters: frozen at their cut-off, later only without what was taken back."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from feeds.selection import room
from feeds.site import Site
from pipeline.cutoffs import cut_offs, last_cut, next_cut, period_of
from pipeline.store import cards, editions, publication, regroups
from schemas.card import StoryCard
from schemas.channel import Channel, Variant
from schemas.source import Source

Face = Callable[[Iterable[str]], str]
"""Sources → a hash of all that their cards are rendered under besides their words."""
_FROZEN: Mapping[str, Any] = {
    "language": True,
    "channel": {
        *("name", "formerly", "title", "description", "profile"),
        *("link_params", "licence", "attribution"),
    },
}


def close_due(
    c: Connection, variants: Mapping[str, Variant], now: datetime, stamp: datetime, face: Face
) -> None:
    """Freeze every edition whose cut-off has come, as `stamp`'s; one without stories is none.

    A newsletter that never had one begins with the next: its stories since the last cut-off
    that would have been.
    """
    for variant in variants.values():
        rule = variant.channel.editions
        if rule is None:
            continue
        done = editions.latest(c, variant.key)
        if done is None:
            _freeze(c, variant, last_cut(rule, now), stamp, (), face)
            continue
        for cut in cut_offs(rule, done, now):
            if editions.named(c, editions.name_of(variant.key, period_of(cut))) is None:
                _freeze(c, variant, cut, stamp, _stories(c, variant, cut), face)


def _stories(c: Connection, variant: Variant, cut: datetime) -> list[StoryCard]:
    """What an edition holds: pinned ones first, then as they were released, the last one first.

    Of versions that became one story after both were released, the one that was first. Where the
    newsletter has a quota, those have room that have waited longest; the others come next time.
    """
    found = editions.unmailed(c, variant.key, cut)
    first = {card.story: card.id for card in found}  # the oldest release comes last
    waiting = [card for card in reversed(found) if first[card.story] == card.id]
    fits = room(variant.channel.quota)
    taken = {card.id for card in sorted(waiting, key=_rank) if fits(card)}
    return sorted((card for card in found if card.id in taken), key=_rank)


def _rank(card: StoryCard) -> bool:
    return not card.editor.pinned


def _freeze(
    c: Connection,
    variant: Variant,
    cut: datetime,
    stamp: datetime,
    stories: Iterable[StoryCard],
    face: Face,
) -> None:
    held = list(stories)
    row = {
        "variant": variant.key,
        "period": str(period_of(cut)),
        "cut": cut,
        "at": stamp,
        "updated": stamp,
        "declared": variant.model_dump_json(include=_FROZEN),
        "face": face(card.source for card in held),
    }
    editions.write(c, row, held)
    if held:
        name = editions.name_of(variant.key, row["period"])
        publication.mark_dirty(c, "edition", {name: stamp})


def under(declared: str, channel: Channel) -> str:
    """A declaration as it was frozen, of the channel under its name of today."""
    before = Variant.model_validate_json(declared)
    names = {"name": channel.name, "formerly": channel.formerly}
    after = before.model_copy(update={"channel": before.channel.model_copy(update=names)})
    return after.model_dump_json(include=_FROZEN)


def follow(c: Connection, touched: Iterable[str], now: datetime) -> bool:
    """Take hidden, withdrawn, retracted and erased cards out of their editions, or put them back.

    `touched`: cards that changed in any way; whatever else changed of them stays as it was.
    Whether there was any.
    """
    items = editions.holding(c, touched)
    if not items:
        return False
    held = {item.card for item in items}
    public = _public(c, held)
    moved = [item for item in items if item.shown != (item.card in public)]
    for item in moved:
        editions.show(c, item, not item.shown, now)
        name = editions.name_of(item.variant, item.period)
        publication.mark_dirty(c, "edition", {name: now})
    editions.forget(c, held - set(cards.status(c, held)))  # of the erased nothing stays
    return bool(moved)


def _public(c: Connection, ids: set[str]) -> set[str]:
    """Those that readers may see, or whose survivor they may."""
    ends = regroups.survivors(c, ids)
    found = cards.live(c, {ends.get(card, card) for card in ids})
    status = cards.status(c, found)
    seen = {card for card in found if found[card].public and status[card][0] == "live"}
    return {card for card in ids if ends.get(card, card) in seen}


def look_over(c: Connection, face: Face, *, everything: bool) -> None:
    """Have those editions rendered anew whose address or whose sources' rights changed, or all."""
    told = editions.sources(c)
    for row in editions.every(c):
        wanted = face(told.get((row.variant, row.period), ()))
        if row.face != wanted:
            editions.set_face(c, row.variant, row.period, wanted)
        elif not everything:
            continue
        name = editions.name_of(row.variant, row.period)
        publication.mark_dirty(c, "edition", {name: row.updated})


def face_of(site: Site, sources: Mapping[str, Source]) -> Face:
    """What changes once an edition has to be rendered anew, though its words stay."""
    own = site.model_dump_json(exclude={"version", "hubs", "accessibility"})

    def face(slugs: Iterable[str]) -> str:
        rights = "".join(f"{x}{sources[x].rights!r}" for x in sorted(set(slugs)) if x in sources)
        return hashlib.sha256((own + rights).encode()).hexdigest()

    return face


def upcoming(variants: Iterable[Variant], now: datetime) -> datetime | None:
    """When the next edition of any newsletter closes."""
    rules = (variant.channel.editions for variant in variants)
    return min((next_cut(rule, now) for rule in rules if rule is not None), default=None)
