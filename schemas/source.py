"""The declaration of a newsroom we read."""

import re
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from schemas.types import Language, Record, Rights, Section, Slug, Url

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
Confidence = Literal["seen", "reported", "inferred", "unverified"]


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


class ListingRules(Record):
    """How to read the pages that link to stories."""

    urls: tuple[Url, ...] = Field(min_length=1)
    links: str
    """A CSS selector of the links (`a` elements) to stories."""
    page_param: str | None = None
    """The paging parameter, counted up from `first_page`; without it one page is read."""
    first_page: int = 0
    max_pages: int = Field(default=20, ge=1)
    """A run stops earlier at a page on which every link is known or there is none."""


class FeedRules(Record):
    """How to read RSS 0.9x/1.0/2.0, Atom or JSON Feed documents."""

    urls: tuple[Url, ...] = Field(min_length=1)
    pages: bool = True
    """Whether the story page is fetched too, for what the feed does not say."""


class Source(Record):
    """A newsroom, read in one way; the file's name is the slug."""

    slug: Slug
    name: str
    home: Url
    kind: Literal["feed", "listing"]
    language: Language
    """Of pages that do not say it themselves."""
    every: Duration = timedelta(hours=2)
    """How often a run is due."""
    enabled: bool = True
    confidence: Confidence = "unverified"
    """How sure the endpoint is."""
    note: str = ""
    authority: int = 0
    """Of two copies of one story, the source with the higher figure leads."""
    delay: float = Field(default=1.0, ge=0, le=60)
    """Seconds between two requests to the host."""
    listing: ListingRules | None = None
    feed: FeedRules | None = None
    fields: dict[FieldName, FieldRule] = {}
    include: tuple[Pattern, ...] = ()
    """Regular expressions searched in a story's address and title; with any, one must match."""
    exclude: tuple[Pattern, ...] = ()
    hosts: dict[str, str] = {}
    """Host aliases: other host → the host it stands for."""
    keep_params: tuple[str, ...] = ()
    """Query parameters that choose the content, besides those always kept."""
    section: Section = "external"
    """Of stories whose label is not in `sections`."""
    sections: dict[str, Section] = {}
    """The source's own labels, compared without case."""
    strip: tuple[Pattern, ...] = ()
    """Boilerplate to cut from text."""
    rights: Rights = Rights()

    @model_validator(mode="after")
    def _rules_of_its_kind(self) -> "Source":
        for kind in ("listing", "feed"):
            if (getattr(self, kind) is not None) != (self.kind == kind):
                verb = "needs" if self.kind == kind else "takes no"
                raise ValueError(f"kind = {self.kind!r} {verb} table [{kind}]")
        return self

    @property
    def urls(self) -> tuple[str, ...]:
        """The listings' or feeds' addresses."""
        rules = self.listing or self.feed
        return rules.urls if rules else ()
