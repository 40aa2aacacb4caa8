"""What a site's change did to a source, and selectors that bring the old values back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pipeline.settings import Settings
from pipeline.workshop.visit import Given, Visit, visited
from schemas.card import StoryCard
from schemas.crawl import RawSeen
from schemas.decision import Cleaned
from schemas.source import Source
from schemas.types import ROME, Moment, Record
from spiders.scout.finding import Picture, Value, selector_for
from spiders.scout.repeats import repeats

STORIES = 2
"""New stories that a rewritten source must read."""
FIELDS = ("title", "published", "teaser", "image")


class Row(Record):
    """One field of one story, then and now."""

    url: str
    field: str
    good: str
    """The last good value."""
    today: str

    @property
    def lost(self) -> bool:
        """Whether there was a value and today's is another."""
        return bool(self.good) and self.good != self.today


class Mending(Record):
    """Last good values beside today's, and what to write into the source's file."""

    rows: tuple[Row, ...] = ()
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
    today = await _today(settings, source, good, visit)
    rows = _rows(good, today, visit)
    edits: list[tuple[str, str, str | dict[str, str]]] = []
    unmended = []
    if source.listing and not listing.links:
        if css := _links(source, good, visit.answers.get(source.urls[0])):
            edits.append(("listing", "links", css))
        else:
            unmended.append("links")
    for name in dict.fromkeys(row.field for row in rows if row.lost):
        if css := _selector(source, good, visit, name):
            edits.append(("fields", name, {"css": css}))
        else:
            unmended.append(name)
    return Mending(
        rows=tuple(rows), links=len(listing.links), edits=tuple(edits), unmended=tuple(unmended)
    )


async def reread(
    settings: Settings, source: Source, good: Sequence[StoryCard], visit: Visit
) -> tuple[Given, tuple[Row, ...]]:
    """What a rewritten source gives, and its rows; what was answered before is not asked again."""
    given = await visited(settings, source, visit, stories=STORIES)
    today = await _today(settings, source, good, visit)
    return given, tuple(_rows(good, today, visit))


def unproven(mending: Mending, given: Given, rows: Sequence[Row]) -> Iterator[str]:
    """Why a rewritten source is not to be trusted; nothing where it is."""
    if not given.links:
        yield "no story is recognised on its listing"
    if not given.cards:
        yield "none of its stories can be read"
    yield from given.problems
    rewritten = {key for table, key, _ in mending.edits if table == "fields"}
    before = {(row.url, row.field) for row in mending.rows if row.lost}
    for row in rows:
        if row.lost and (row.field in rewritten or (row.url, row.field) not in before):
            yield f"{row.url}: {row.field} is {row.today or 'empty'}, not {row.good}"


async def _today(
    settings: Settings, source: Source, good: Sequence[StoryCard], visit: Visit
) -> dict[str, Cleaned]:
    today: dict[str, Cleaned] = {}
    for card in good:
        given = await visited(settings, source, visit, stories=0, only=card.url)
        today |= {found.url: found for found in given.cards}
    return today


def _rows(good: Sequence[StoryCard], today: Mapping[str, Cleaned], visit: Visit) -> list[Row]:
    """Each field of each story whose page answered, or that its listing tells."""
    return [
        Row(
            url=card.url,
            field=name,
            good=_shown(_of_card(card, name)),
            today=_shown(_now(today.get(card.url), name)),
        )
        for card in good
        if card.url in visit.answers or card.url in today
        for name in FIELDS
    ]


def _of_card(card: StoryCard, name: str) -> Value | None:
    if name == "published":
        return Moment(day=card.published.astimezone(ROME).date()) if card.published else None
    if name == "image":
        return Picture(card.image.url) if card.image else None
    return str(getattr(card, name)) or None


def _now(found: Cleaned | None, name: str) -> Value | None:
    if found is None:
        return None
    if name == "image":
        return Picture(found.image.url) if found.image else None
    return getattr(found, name) or None


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
