"""Which channels a card is in, and from when."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from feeds.selection import belongs, own
from schemas.card import StoryCard
from schemas.channel import Filter, Variant
from schemas.types import Record

PREFERRED = ("it", "en")
"""The languages that a newsletter takes before others where its declaration names none."""


class Sibling(Record):
    """Another public version of the same story."""

    language: str
    released: frozenset[str] = frozenset()
    """The variants that released it before."""


class Standing(Record):
    """What decides on a card's place besides the card itself."""

    history: bool = False
    """It came with a first run, a backfill or a replay."""
    siblings: tuple[Sibling, ...] = ()
    released: frozenset[str] = frozenset()
    """The variants that released it before."""


class Directory:
    """Variants by one thing that each asks of its cards: which may hold a card is soon found."""

    def __init__(self, variants: Iterable[Variant]) -> None:
        """Each variant is found by its name, too: an editor may have put a card into it."""
        self._by: dict[tuple[str, str], list[Variant]] = defaultdict(list)
        for variant in variants:
            name, values = next(iter(variant.channel.filter.asked), ("", frozenset({""})))
            for value in values.union(variant.languages) if name == "languages" else values:
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

    `card` is as shown to readers. A variant that is read in one language takes one version of a
    story, in the best of its languages. A newsletter takes no history (unless it is younger than
    `recent` or an editor released it or put it in), waits for `hold`, and takes another
    language's version only after `fallback_after` without one in its own (design, section 3).
    """
    opens = max(now, card.editor.embargo or now)
    found: dict[str, datetime] = {}
    for variant in variants:
        if variant.channel.profile != "newsletter":
            if belongs(card, variant, opens) and _best(card, variant, standing):
                found[variant.key] = opens
        elif (at := _mailed_at(card, standing, variant, opens, recent)) is not None:
            found[variant.key] = at
    return found


def _best(card: StoryCard, variant: Variant, standing: Standing) -> bool:
    """Whether no other version of the story stands before this one in a web channel.

    The reader's own language comes first, whenever it arrives; among the others the one that
    readers have seen here stays.
    """
    wanted = variant.languages
    if not wanted or card.language == wanted[0]:
        return True

    def rank(language: str, released: frozenset[str]) -> tuple[bool, bool, int]:
        place = wanted.index(language)
        return place > 0, variant.key not in released, place

    own = rank(card.language, standing.released)
    rivals = (sibling for sibling in standing.siblings if sibling.language in wanted)
    return all(own <= rank(rival.language, rival.released) for rival in rivals)


def _mailed_at(
    card: StoryCard, standing: Standing, variant: Variant, opens: datetime, recent: timedelta
) -> datetime | None:
    if not belongs(card, variant.in_all_languages, opens):
        return None
    if variant.key in standing.released:
        return opens  # the card chosen at release stays, whatever twin arrives later
    name = variant.channel.name
    marks = card.editor.log
    released = any(mark.action == "release" and mark.channel in ("", name) for mark in marks)
    wanted = released or card.editor.channels.get(name, False)
    if standing.history and not wanted and not fresh(card, recent):
        return None
    there = {card.language, *(sibling.language for sibling in standing.siblings)}
    if card.language != next((x for x in mailed_order(variant, there) if x in there), None):
        return None
    own = variant.reader in (None, card.language)
    if released:
        return opens if own else None
    wait = variant.channel.hold if own else variant.channel.fallback_after
    return max(opens, card.first_seen + wait)


def mailed_order(variant: Variant, there: Collection[str]) -> tuple[str, ...]:
    """The languages that a newsletter takes a story from, best first; `there`: the story's."""
    asked = variant.channel.filter.languages
    usual = (*PREFERRED, *sorted(there))
    if variant.reader is None:
        return tuple(language for language in usual if not asked or language in asked)
    return (variant.reader, *variant.channel.fallback.get(variant.reader, usual))


def fresh(card: StoryCard, recent: timedelta) -> bool:
    """Whether a card of history is young enough to be news all the same."""
    return card.published is not None and card.published >= card.first_seen - recent
