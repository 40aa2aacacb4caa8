"""Cards as rows for people who count: one column a fact."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from html import unescape

from feeds.entry import within_rights
from feeds.xml import legal
from schemas.card import StoryCard
from schemas.types import ROME

Cell = str | int | date | None
"""A `datetime` is naive and Rome's: spreadsheets know no zones."""
_LONGEST = 32_000
"""Characters of a cell: a spreadsheet's holds 32,767."""
_TAG = re.compile(r"<[^>]*>")


def row(card: StoryCard) -> list[Cell]:
    """A public card's cells, never more than its rights allow."""
    shown = within_rights(card)
    return [_tidy(of(shown)) for of in _COLUMNS.values()]


def _tidy(value: Cell) -> Cell:
    return " ".join(legal(value).split())[:_LONGEST] if isinstance(value, str) else value


def _roman(at: datetime) -> datetime:
    return at.astimezone(ROME).replace(tzinfo=None, microsecond=0)


def _published(card: StoryCard) -> date | None:
    if card.published is None:
        return None
    at = _roman(card.published)
    return at.date() if card.published_precision == "day" else at


def _text(card: StoryCard) -> str:
    return unescape(_TAG.sub(" ", card.body)) if card.body else ""


def _listed(values: "tuple[str, ...] | list[str]") -> str:
    return " | ".join(values)


_COLUMNS: Mapping[str, Callable[[StoryCard], Cell]] = {
    "key": lambda card: card.key,
    "story": lambda card: card.story.removeprefix("urn:uuid:").replace("-", ""),
    "url": lambda card: card.url,
    "source": lambda card: card.source,
    "language": lambda card: card.language,
    "section": lambda card: card.section,
    "kind": lambda card: card.kind,
    "title": lambda card: card.title,
    "teaser": lambda card: card.teaser,
    "text": _text,
    "published": _published,
    "first_seen": lambda card: _roman(card.first_seen),
    "updated": lambda card: _roman(card.updated),
    "topics": lambda card: _listed([mark.topic for mark in card.topics]),
    "vocabulary": lambda card: max((mark.vocabulary for mark in card.topics), default=""),
    "departments": lambda card: _listed(card.departments),
    "projects": lambda card: _listed(card.projects),
    "people": lambda card: _listed(card.people),
    "authors": lambda card: _listed([author.name for author in card.authors]),
    "tags": lambda card: _listed(card.tags),
    "image": lambda card: card.image.url if card.image else None,
    "image_alt": lambda card: card.image.alt if card.image else None,
    "pickups": lambda card: len(card.also_at),
    "also_at": lambda card: _listed([pickup.url for pickup in card.also_at]),
    "licence": lambda card: card.rights.licence,
    "attribution": lambda card: card.rights.attribution,
}
HEADINGS = tuple(_COLUMNS)
"""What the columns are called; dates are Rome's, several values are parted by ` | `."""
