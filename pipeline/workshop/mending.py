"""What a site's change did to a source, and selectors that bring the old values back."""

from collections.abc import Sequence
from datetime import date

from pipeline.settings import Settings
from pipeline.workshop.visit import Visit, visited
from schemas.card import StoryCard
from schemas.crawl import RawSeen
from schemas.decision import Cleaned
from schemas.source import Source
from schemas.types import ROME, Moment, Record
from spiders.scout.finding import Value, selector_for
from spiders.scout.repeats import repeats

FIELDS = ("title", "published", "teaser")


class Mending(Record):
    """Last good values beside today's, and what to write into the source's file."""

    rows: tuple[tuple[str, str, str, str], ...] = ()
    """Address, field, last good value, today's; only where they differ."""
    links: int = 0
    """Stories that the listing names today."""
    edits: tuple[tuple[str, str, str | dict[str, str]], ...] = ()
    """Table, key, value."""
    unmended: tuple[str, ...] = ()
    """Fields for which no selector was found."""


async def examined(
    settings: Settings, source: Source, good: Sequence[StoryCard], visit: Visit
) -> Mending:
    """Compare today's pages with the last good cards; NotAllowed where nothing may be asked."""
    listing = await visited(settings, source, visit, stories=0)
    today: dict[str, Cleaned] = {}
    for card in good:
        given = await visited(settings, source, visit, stories=0, only=card.url)
        today |= {found.url: found for found in given.cards}
    rows = [
        (card.url, name, was, is_)
        for card in good
        if card.url in visit.answers
        for name in FIELDS
        if (was := _shown(_of_card(card, name))) != (is_ := _shown(_today(today, card, name)))
        and was
    ]
    edits: list[tuple[str, str, str | dict[str, str]]] = []
    unmended = []
    if source.listing and not listing.links:
        if css := _links(source, good, visit.answers.get(source.urls[0])):
            edits.append(("listing", "links", css))
        else:
            unmended.append("links")
    for name in dict.fromkeys(name for _, name, _, _ in rows):
        if css := _selector(source, good, visit, name):
            edits.append(("fields", name, {"css": css}))
        else:
            unmended.append(name)
    return Mending(
        rows=tuple(rows), links=len(listing.links), edits=tuple(edits), unmended=tuple(unmended)
    )


def _of_card(card: StoryCard, name: str) -> Value | None:
    if name != "published":
        return str(getattr(card, name)) or None
    return Moment(day=card.published.astimezone(ROME).date()) if card.published else None


def _today(today: dict[str, Cleaned], card: StoryCard, name: str) -> Value | None:
    found = today.get(card.url)
    return getattr(found, name) or None if found else None


def _shown(value: Value | None) -> str:
    day: date | str = value.day if isinstance(value, Moment) else value or ""
    return str(day)


def _links(source: Source, good: Sequence[StoryCard], answer: RawSeen | None) -> str | None:
    """The selector that chooses most of the known stories, else the likeliest."""
    found = repeats(answer.body, answer.final, source) if answer else []
    known = {card.url for card in good}
    best = max(found, key=lambda repeat: len(known & {*repeat.links}), default=None)
    return best.css if best else None


def _selector(source: Source, good: Sequence[StoryCard], visit: Visit, name: str) -> str | None:
    pages = [
        (answer.body, answer.final, value)
        for card in good
        if (answer := visit.answers.get(card.url)) and (value := _of_card(card, name))
    ]
    return selector_for(pages, source.language)
