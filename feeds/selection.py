"""The choice of cards for a channel and for its subscription document."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from feeds.entry import Entry, dated, order
from schemas.card import StoryCard
from schemas.channel import Channel, Quota, Variant
from schemas.vocabulary import topic_of

MOST = 500
"""No subscription document holds more cards."""


def belongs(card: StoryCard, variant: Variant, now: datetime | None = None) -> bool:
    """Whether the card can be part of a channel in one language (or in all).

    A version in a language that the channel falls back to can; whether it does, beside the
    story's other versions, is said in `pipeline.membership`. Hidden and retracted cards never
    are; one under embargo is only where `now` is given and past it. An editor's word on a
    channel wins over the filter, never over the language.
    """
    embargo = card.editor.embargo
    if not card.public or (embargo is not None and (now is None or now < embargo)):
        return False
    if variant.languages and card.language not in variant.languages:
        return False
    chosen = card.editor.channels.get(variant.channel.name)
    return _passes(card, variant) if chosen is None else chosen


def own(card: StoryCard, name: str) -> set[str]:
    """What a card has to show for a field of `Filter`, folded."""
    return set(map(str.casefold, _OWN[name](card)))


def _passes(card: StoryCard, variant: Variant) -> bool:
    """The languages of a filter are its readers', which a version fallen back to need not have."""
    for name, allowed in variant.channel.filter.asked:
        reader = variant.reader if name == "languages" else None
        if allowed.isdisjoint({reader} if reader else own(card, name)):
            return False
    return True


def _topics(card: StoryCard) -> Iterable[str]:
    chosen = card.editor.topics
    return map(topic_of, (mark.topic for mark in card.topics) if chosen is None else chosen)


_OWN: Mapping[str, Callable[[StoryCard], Iterable[str]]] = {
    # A story that several newsrooms told is one card, and part of each one's channel.
    "sources": lambda card: (card.source, *(pickup.source for pickup in card.also_at)),
    "departments": lambda card: card.departments,
    "topics": _topics,
    "sections": lambda card: (card.section,),
    "kinds": lambda card: (card.kind,),
    "languages": lambda card: (card.language,),
}


def cut(entries: Iterable[Entry], channel: Channel) -> tuple[Entry, ...]:
    """The entries of a subscription document: newest first (`feeds.entry.order`).

    The newest `length` and those younger than `window`, 500 at most; age counts from the newest
    entry, so that the same cards give the same document on every day. Pinned cards are the first
    to be taken, and stand where their date puts them: tools that mail by date need it in order.
    """
    ordered = sorted((entry for entry in entries if dated(channel, entry)), key=order)
    ranked = sorted(enumerate(ordered), key=lambda ranked: not ranked[1].card.editor.pinned)
    fits = room(channel.quota)
    allowed = [(place, entry) for place, entry in ranked if fits(entry.card)]
    if not allowed:
        return ()
    oldest = max(entry.at for _, entry in allowed) - channel.window
    young = sum(entry.at >= oldest or entry.card.editor.pinned for _, entry in allowed)
    taken = sorted(place for place, _ in allowed[: min(MOST, max(channel.length, young))])
    return tuple(ordered[place] for place in taken)


def room(quota: Quota) -> Callable[[StoryCard], bool]:
    """Says of one card after the other whether there is room for it.

    A pinned card takes room, and needs none.
    """
    if quota == Quota():
        return lambda _: True
    taken: Counter[str] = Counter()

    def fits(card: StoryCard) -> bool:
        rooms = {f"source {card.source}": quota.source, f"section {card.section}": quota.section}
        asked = {name: most for name, most in rooms.items() if most is not None}
        free = card.editor.pinned or all(taken[name] < most for name, most in asked.items())
        if free:
            taken.update(asked.keys())
        return free

    return fits
