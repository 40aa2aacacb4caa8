"""Two cards that may be one story in two languages."""

from typing import Literal

from schemas.types import CardId, Instant, Language, Record, Slug, Url

PairState = Literal["proposed", "accepted", "rejected"]


class Side(Record):
    """One of the two cards, as an editor needs it to judge."""

    card: CardId
    language: Language
    source: Slug
    title: str
    url: Url
    published: Instant | None


class Pair(Record):
    """A proposal that two cards are one story, and what became of it."""

    number: int
    sides: tuple[Side, Side]
    """The Italian one first."""
    picture: Url | None
    """What both show."""
    names: int
    """Names that both texts have."""
    figures: int
    """Figures that both texts have."""
    share: float
    """What part of the names and figures of the text with fewer of them that is, 0–1."""
    at: Instant
    """When it was proposed."""
    state: PairState = "proposed"
    by: str = ""
    """Who decided."""
    why: str = ""
