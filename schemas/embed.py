"""The stories of a channel as a page that embeds them is given them."""

from typing import Literal, get_args

from pydantic import ConfigDict, Field

from schemas.channel import Format
from schemas.types import CardId, Instant, InterfaceLanguage, Language, Record, Section, Url

Layout = Literal["grid", "list", "featured"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
Theme = Literal["plain", "bootstrap-italia"]
THEMES: tuple[Theme, ...] = get_args(Theme)
MOST = 12
"""Stories in a cards document, and in a fragment."""


class _Embedded(Record):
    """What is added to these documents later is no reason to refuse them."""

    model_config = ConfigDict(extra="ignore")


class Picture(_Embedded):
    """What an `<img>` says, and its `<source>`."""

    src: Url
    """The copy of 600 pixels, or the original where there are no copies."""
    width: int | None = None
    height: int | None = None
    alt: str = ""
    """Empty where the picture tells nothing, or nobody described it."""
    credit: str | None = None
    webp: str | None = None
    """A `srcset`; `None` where there are no copies."""
    jpeg: str | None = None
    """Likewise."""
    fallback: bool = False
    """Whether it stands in for a picture that the story does not have."""


class Embedded(_Embedded):
    """A story; what it says is plain text."""

    id: CardId
    url: Url
    title: str
    teaser: str = ""
    language: Language
    """Of title and teaser."""
    section: Section
    kicker: str
    """The section in the document's words."""
    date: str | None = None
    """The calendar day in Rome, ISO 8601; `None` where the source tells none."""
    day: str | None = None
    """The same day in words."""
    source: str
    attribution: str | None = None
    """Words that must be shown, besides the source's name."""
    image: Picture | None = None


class Words(_Embedded):
    """What the block itself says, in the document's language."""

    updated: str
    empty: str
    changed: str
    """For a live region: the list has new stories."""
    more: str
    photo: str
    section: str
    list: str
    """The name of the list."""
    tongues: dict[str, str] = Field(alias="in")
    """Language of a story → `in inglese`; both interface languages and those of the stories."""


class CardsDocument(_Embedded):
    """The newest stories of a channel, pinned ones first: `embed/v1/<key>.json`."""

    version: Literal[1] = 1
    channel: str
    language: InterfaceLanguage
    """Of its words: the variant's own. What holds all languages speaks English; a channel that
    has no language versions, the language of most of its stories."""
    title: str
    updated: Instant
    day: str
    """The day of `updated` in words."""
    more: Url
    """The channel's page."""
    feeds: dict[Format, Url]
    licence: str | None = None
    attribution: str | None = None
    words: Words
    cards: tuple[Embedded, ...] = Field(default=(), max_length=MOST)


class Look(Record):
    """How a fragment shows a cards document."""

    limit: int = Field(default=6, ge=1, le=MOST)
    heading_level: int = Field(default=3, ge=2, le=6)
    layout: Layout = "grid"
    theme: Theme = "plain"
