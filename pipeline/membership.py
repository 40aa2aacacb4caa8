"""Which channels a card is in, and from when."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from feeds.selection import belongs
from schemas.card import StoryCard
from schemas.channel import Variant
from schemas.types import Record

FIRST_CHOICE = "it"
"""The language in which a newsletter of all languages carries a story that has both."""


class Standing(Record):
    """What decides on a card's place besides the card itself."""

    history: bool = False
    """It came with a first run, a backfill or a replay."""
    siblings: frozenset[str] = frozenset()
    """The languages of the story's other public cards."""


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
    in_all = variant.model_copy(update={"language": None})
    if not belongs(card, in_all, opens):
        return None
    if any(mark.action == "release" for mark in card.editor.log):
        return opens if _own_language(card, variant, standing.siblings) else None
    if standing.history and not _fresh(card, recent):
        return None
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
