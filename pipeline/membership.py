"""Which channels a card is in, and from when."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from feeds.selection import belongs, own
from schemas.card import StoryCard
from schemas.channel import Filter, Variant
from schemas.types import Record

FIRST_CHOICE = "it"
"""The language in which a newsletter of all languages carries a story that has both."""


class Standing(Record):
    """What decides on a card's place besides the card itself."""

    history: bool = False
    """It came with a first run, a backfill or a replay."""
    siblings: frozenset[str] = frozenset()
    """The languages of the story's other public cards."""
    released: frozenset[str] = frozenset()
    """The variants that released it before."""


class Directory:
    """Variants by one thing that each asks of its cards: which may hold a card is soon found."""

    def __init__(self, variants: Iterable[Variant]) -> None:
        """Each variant is found by its name, too: an editor may have put a card into it."""
        self._by: dict[tuple[str, str], list[Variant]] = defaultdict(list)
        for variant in variants:
            name, values = next(iter(variant.channel.filter.asked), ("", frozenset({""})))
            for value in values:
                self._by[name, value].append(variant)
            self._by["channel", variant.channel.name].append(variant)

    def likely(self, card: StoryCard) -> Iterable[Variant]:
        """Every variant that may hold the card, each once."""
        marks = [("", ""), *(("channel", name) for name in card.editor.channels)]
        marks += [(name, value) for name in Filter.model_fields for value in own(card, name)]
        return {v.key: v for mark in marks for v in self._by.get(mark, ())}.values()


def placed(
    card: StoryCard,
    standing: Standing,
    variants: Iterable[Variant],
    now: datetime,
    recent: timedelta,
) -> dict[str, datetime]:
    """Variant key → when the card may be released there, for every variant it belongs to.

    `card` is as shown to readers. A newsletter takes no history (unless it is younger than
    `recent` or an editor released it), waits for `hold`, and takes the other language's version
    only after `fallback_after` without one in its own (design, section 3).
    """
    opens = max(now, card.editor.embargo or now)
    found: dict[str, datetime] = {}
    for variant in variants:
        if variant.channel.profile != "newsletter":
            if belongs(card, variant, opens):
                found[variant.key] = opens
        elif (at := _mailed_at(card, standing, variant, opens, recent)) is not None:
            found[variant.key] = at
    return found


def _mailed_at(
    card: StoryCard, standing: Standing, variant: Variant, opens: datetime, recent: timedelta
) -> datetime | None:
    if not belongs(card, variant.in_all_languages, opens):
        return None
    if variant.key in standing.released:
        return opens  # the card chosen at release stays, whatever twin arrives later
    released = any(mark.action == "release" for mark in card.editor.log)
    if standing.history and not released and not _fresh(card, recent):
        return None
    if released:
        return opens if _own_language(card, variant, standing.siblings) else None
    if _own_language(card, variant, standing.siblings):
        return max(opens, card.first_seen + variant.channel.hold)
    if variant.language is None or variant.language in standing.siblings:
        return None
    return max(opens, card.first_seen + variant.channel.fallback_after)


def _own_language(card: StoryCard, variant: Variant, siblings: Collection[str]) -> bool:
    if variant.language is not None:
        return card.language == variant.language
    return card.language == FIRST_CHOICE or FIRST_CHOICE not in siblings


def _fresh(card: StoryCard, recent: timedelta) -> bool:
    return card.published is not None and card.published >= card.first_seen - recent
