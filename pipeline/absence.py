"""Why a card is not in a channel."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from feeds.dates import roman
from feeds.selection import own
from pipeline.membership import Standing, fresh, mailed_order, placed
from schemas.card import StoryCard
from schemas.channel import Variant


def reasons(
    card: StoryCard, standing: Standing, variant: Variant, now: datetime, recent: timedelta
) -> tuple[str, ...]:
    """What keeps a live card out of a channel now; () where nothing does.

    `card` is as shown to readers; `pipeline.membership` decides, this tells why.
    """
    if found := (*_kept_back(card, now), *_filtered(card, variant)):
        return found
    at = placed(card, standing, [variant], now, recent).get(variant.key)
    if at is None:
        return (_not_placed(card, standing, variant, recent),)
    return (_held(card, variant, at),) if at > now else ()


def _kept_back(card: StoryCard, now: datetime) -> Iterator[str]:
    if card.editor.retracted:
        yield "it is retracted"
    if card.editor.hidden:
        yield "it is hidden by an editor"
    if card.editor.embargo is not None and now < card.editor.embargo:
        yield f"it is under embargo until {clock(card.editor.embargo)}"


def _filtered(card: StoryCard, variant: Variant) -> Iterator[str]:
    mailed = variant.channel.profile == "newsletter"
    asked = variant.in_all_languages if mailed else variant
    if asked.languages and card.language not in asked.languages:
        wanted = ", ".join(asked.languages)
        yield f"its language is {card.language}, the channel is read in {wanted}"
    word = card.editor.channels.get(variant.channel.name)
    if word is False:
        yield "an editor keeps it out of this channel"
    if word is not None:
        return
    for name, allowed in variant.channel.filter.asked:
        reader = asked.reader if name == "languages" else None
        has = {reader} if reader else own(card, name)
        if allowed.isdisjoint(has):
            there = ", ".join(sorted(has)) or "none"
            yield f"{name}: it has {there}, the channel asks for {', '.join(sorted(allowed))}"


def _not_placed(card: StoryCard, standing: Standing, variant: Variant, recent: timedelta) -> str:
    there = {card.language, *(sibling.language for sibling in standing.siblings)}
    if variant.channel.profile == "newsletter":
        if standing.history and not fresh(card, recent):
            return (
                "it is history: it came with a first run, a backfill or a replay, and is no news; "
                "an editor can release it"
            )
        best = next((x for x in mailed_order(variant, there) if x in there), None)
        if best is None:
            return f"the newsletter takes no version in {card.language}"
        if best != card.language:
            return f"the newsletter takes the story's version in {best}"
        return f"an editor released it, but not in {card.language}"
    return f"another version of the story stands for it ({', '.join(sorted(there))})"


def _held(card: StoryCard, variant: Variant, at: datetime) -> str:
    if variant.reader in (None, card.language):
        return f"it is held until {clock(at)}: editors have that long to correct it"
    return f"it waits until {clock(at)} for a version in {variant.reader}"


def clock(instant: datetime) -> str:
    """`2026-03-02 at 13:00 (Rome)`."""
    return f"{roman(instant):%Y-%m-%d at %H:%M} (Rome)"
