"""A page of our own as it is published, in one language."""

from datetime import date
from typing import Literal

from pydantic import ConfigDict

from schemas.embed import CardsDocument
from schemas.types import Instant, InterfaceLanguage, Record, Slug, Url


class _Published(Record):
    """What is added to these documents later is no reason to refuse them."""

    model_config = ConfigDict(extra="ignore")


class ShownPicture(_Published):
    """What an `<img>` says."""

    src: Url
    alt: str = ""
    width: int
    height: int
    credit: str | None = None


class ShownIntro(_Published):
    """Some paragraphs of plain text."""

    heading: str | None = None
    paragraphs: tuple[str, ...]
    picture: ShownPicture | None = None


class ShownFigure(_Published):
    """A number, with the day up to which it holds."""

    id: Slug
    value: str
    """As the language writes it, `1.234` or `1,234`; words where it is not known."""
    number: int | float | None = None
    unit: str | None = None
    label: str
    as_of: date
    as_of_words: str
    """`al 31 dicembre 2023`, `as of 31 December 2023`."""
    stale: bool = False
    """Whether it is older than its editors allow it to be."""
    example: bool = False
    """Whether it is invented, to show what a page looks like."""
    note: str | None = None
    source: Url | None = None


class ShownPlatform(_Published):
    """A place where competences are brought together."""

    name: str
    description: str | None = None
    url: Url | None = None


class ShownContact(_Published):
    """Whom to write to or call."""

    name: str
    note: str | None = None
    email: str | None = None
    url: Url | None = None
    phone: str | None = None


class _Block(_Published):
    """What stands above the items of a block."""

    title: str
    text: tuple[str, ...] = ()
    """Paragraphs of plain text."""


class FiguresBlock(_Block):
    """Some numbers."""

    figures: tuple[ShownFigure, ...] = ()


class StoriesBlock(_Block):
    """The newest stories of a channel, as those who embed them get them."""

    stories: CardsDocument


class PlatformsBlock(_Block):
    """Places where competences are brought together."""

    platforms: tuple[ShownPlatform, ...] = ()


class ContactsBlock(_Block):
    """Whom to write to."""

    contacts: tuple[ShownContact, ...] = ()


class PageWords(_Published):
    """What the blocks themselves say, in the document's language."""

    updated: str
    stale: str
    example: str
    missing: str
    source: str
    """Above the address at which a figure can be looked up."""
    mail: str
    call: str
    visit: str


class FiguresDocument(FiguresBlock):
    """The numbers of a page alone: `pages/<page>/figures.<language>.json`."""

    version: Literal[1] = 1
    page: Slug
    language: InterfaceLanguage
    words: PageWords


class PageDocument(_Published):
    """A page, whole: `pages/<page>.<language>.json`."""

    version: Literal[1] = 1
    page: Slug
    language: InterfaceLanguage
    title: str
    description: str
    updated: Instant
    """When its file or its stories last changed."""
    day: str
    """The day of `updated` in words."""
    words: PageWords
    intro: tuple[ShownIntro, ...] = ()
    figures: FiguresBlock
    stories: StoriesBlock
    platforms: PlatformsBlock
    contacts: ContactsBlock
    accessibility: Url | None = None
    """The page's accessibility statement."""
