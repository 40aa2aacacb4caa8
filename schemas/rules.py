"""How each kind of source is read: one table of rules per kind."""

import re
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from schemas.types import Record, Url

_UNITS = {"m": 60, "h": 3600, "d": 86400}


def duration(text: object) -> object:
    """`"90m"`, `"2h"`, `"1d"` as a timedelta; anything else is left to pydantic to refuse."""
    if isinstance(text, str) and (match := re.fullmatch(r"(\d+)\s*([mhd])", text.strip())):
        return timedelta(seconds=int(match[1]) * _UNITS[match[2]])
    if isinstance(text, str):
        raise ValueError(f"{text!r} is not a duration; write a number and m, h or d, as in '2h'")
    return text


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is not a regular expression: {error}") from None
    return text


Duration = Annotated[
    timedelta,
    BeforeValidator(duration),
    PlainSerializer(lambda d: f"{int(d.total_seconds()) // 60}m", return_type=str),
]
Pattern = Annotated[str, BeforeValidator(_pattern)]
FieldName = Literal[
    "title", "teaser", "body", "published", "image", "image_alt", "section", "tags", "authors"
]
MappedName = FieldName | Literal["link", "updated", "language", "guid", "kind"]
Path = str | tuple[str, ...]
"""Where a value lies in JSON, as in `body.summary`; of several the first that gives anything."""


class FieldRule(Record):
    """A selector for one field, used before the page's own metadata."""

    css: str | None = None
    xpath: str | None = None
    attr: str | None = None
    """The attribute to take instead of the text."""
    format: str | None = None
    """A strptime format, for dates written in a way of their own."""

    @model_validator(mode="after")
    def _one_selector(self) -> "FieldRule":
        if (self.css is None) == (self.xpath is None):
            raise ValueError("give either css or xpath")
        return self


class Rules(Record):
    """What the rules of every kind have."""

    urls: tuple[Url, ...] = Field(min_length=1)
    max_age: Duration | None = None
    """Stories whose listing dates them before this are not read, and paging stops there."""


class Paged(Rules):
    """The rules of a listing that has further pages."""

    max_pages: int = Field(default=20, ge=1)
    """A run stops earlier at a page on which every story is known or there is none."""


class Numbered(Paged):
    """The rules of a listing whose pages are numbered in their address."""

    page_param: str | None = None
    """The paging parameter, counted up from `first_page`; without it one page is read."""
    first_page: int = 0
    page_step: int = Field(default=1, ge=1)
    """What the parameter grows by; more than 1 where it counts stories."""


class ListingRules(Numbered):
    """How to read the pages that link to stories."""

    links: str
    """A CSS selector of the links (`a` elements) to stories; `json-ld` where the page lists them
    in its JSON-LD."""


class FeedRules(Rules):
    """How to read RSS 0.9x/1.0/2.0, Atom or JSON Feed documents."""

    pages: bool = True
    """Whether the story page is fetched too, for what the feed does not say."""


class SitemapRules(Rules):
    """How to read XML sitemaps, their indexes and Google News sitemaps."""

    maps: tuple[Pattern, ...] = ()
    """Searched in the addresses of an index's sitemaps; with any, one must match."""
    max_parts: int = Field(default=20, ge=1)
    """Sitemaps read in one run besides those in `urls`, the newest of an index first."""
    max_links: int = Field(default=1_000, ge=1)
    """Stories taken from one sitemap, the newest first."""


class WordpressRules(Paged):
    """How to read the REST interface of WordPress: `…/wp-json/wp/v2/posts`."""

    per_page: int = Field(default=20, ge=1, le=100)
    pages: bool = False
    """Whether the story page is fetched too; needed where a page builder keeps the text."""


class WagtailRules(Paged):
    """How to read the page interface of Wagtail: `…/api/…/pages/?type=…`."""

    limit: int = Field(default=20, ge=1, le=100)
    link: str | None = None
    """The story's address, as in `https://example.org/news/{slug}/`, where no item names it."""
    map: dict[MappedName, Path] = {}
    """Field → where it lies in an item; capitals and underscores in names do not count."""
    pages: bool = False
    """Whether the story page is fetched too."""


class JsonapiRules(Paged):
    """How to read JSON:API as Drupal offers it: `…/jsonapi/node/<bundle>`."""

    limit: int = Field(default=20, ge=1, le=50)
    base: Url | None = None
    """What path aliases are appended to; the home's host without it, `https://…/en` for English."""
    map: dict[MappedName, Path] = {}
    """Field → where it lies in a resource, through relationships to what is included."""
    pages: bool = False
    """Whether the story page is fetched too."""


class DigestRules(Numbered):
    """How to read pages that hold several stories each, or another one at every visit.

    `fields` are selectors within an item here.
    """

    items: str
    """A CSS selector of the elements that hold one story each."""
    link: str | None = None
    """A CSS selector, within an item, of the link to its own page; without it items have none."""
    parts: str | None = None
    """A CSS selector of links, on the pages in `urls`, to further pages such as issues."""
    max_parts: int = Field(default=10, ge=1)
    pages: bool = False
    """Whether an item's own page is fetched too."""


class KindTables(Record):
    """The table of each kind; a kind is one class above, one line here and one spider."""

    listing: ListingRules | None = None
    feed: FeedRules | None = None
    sitemap: SitemapRules | None = None
    wordpress: WordpressRules | None = None
    wagtail: WagtailRules | None = None
    jsonapi: JsonapiRules | None = None
    digest: DigestRules | None = None


KINDS = tuple(KindTables.model_fields)
