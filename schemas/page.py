"""A page of our own, as editors keep it in one file: words, figures, platforms, contacts."""

import re
from calendar import monthrange
from datetime import date, timedelta
from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from schemas.types import Bilingual, InterfaceLanguage, Record, Slug, Url

BLOCKS = ("intro", "figures", "platforms", "contacts")
"""What of a page is also a fragment of its own; the stories are a channel's."""
_SPAN = re.compile(r"([1-9][0-9]{0,2}) (day|month|year)s?")
_EMAIL = r"^[^@\s<>\"'()\[\],;:\\]+@[^@\s<>\"'()\[\],;:\\]+\.[A-Za-z]{2,}$"
_VEILED = re.compile(r"\[?\s*email[\s\u00a0]*protected\s*\]?", re.IGNORECASE)


def veiled(address: object) -> bool:
    """Whether this is what a site shows in place of an e-mail address, to hide it from robots."""
    return isinstance(address, str) and bool(_VEILED.fullmatch(address.strip()))


def _said(words: Bilingual) -> Bilingual:
    for language in ("it", "en"):
        if not words.in_language(language).strip():
            raise ValueError(f"{language} is empty; write it, or remove both languages")
    return words


def _number(value: object) -> int | float:
    """A TOML number, a whole one as such; what else is refused here says what to write."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is no number; write it bare, as 1234 or 12.5, or leave it out")
    if not isfinite(value) or abs(value) >= 10**15:
        raise ValueError(f"{value!r} is no number that can be shown")
    return int(value) if value == int(value) else value


def _span(text: str) -> str:
    if _SPAN.fullmatch(text) is None:
        raise ValueError(f"{text!r} is no span of time; write it as '18 months' or '2 years'")
    return text


Words = Annotated[Bilingual, AfterValidator(_said)]
"""A text in both languages, neither of them empty."""
Number = Annotated[int | float, BeforeValidator(_number)]
Day = Annotated[date, WithJsonSchema({"type": "string"}, mode="validation")]
"""In the file a date, or a line that names one: `up to 31 December2021`."""


class Picture(Record):
    """A picture of the page."""

    url: Url | None = None
    """Where it lies, or"""
    file: str | None = Field(default=None, pattern=r"^[a-z0-9][a-z0-9_-]*\.(jpe?g|png|webp|svg)$")
    """the name of a file in the folder of the page's own name, which is published with it."""
    width: int = Field(ge=1)
    height: int = Field(ge=1)
    """In pixels: the page keeps its place free."""
    alt: Bilingual | None = None
    """What it shows; none where it only decorates."""
    credit: str | None = None

    @model_validator(mode="after")
    def _one_place(self) -> "Picture":
        if (self.url is None) == (self.file is None):
            raise ValueError("give either url or file")
        return self


class Intro(Record):
    """Some paragraphs, with a heading and a picture where they are given."""

    heading: Words | None = None
    text: Words
    """Plain text; an empty line starts a new paragraph."""
    picture: Picture | None = None

    def paragraphs(self, language: InterfaceLanguage) -> tuple[str, ...]:
        """Each on one line."""
        parts = re.split(r"\n\s*\n", self.text.in_language(language))
        return tuple(line for part in parts if (line := " ".join(part.split())))


class KeyFigure(Record):
    """A number that the page shows, with the day up to which it holds."""

    id: Slug
    label: Words
    value: Number | None = None
    """Without it the figure is shown as not available."""
    unit: Words | None = None
    as_of: Day
    stale_after: Annotated[str, AfterValidator(_span)] = "18 months"
    """Beyond this age it is told to be out of date, never hidden."""
    example: bool = False
    """Whether it is invented, to show what the page looks like; readers are told so."""
    note: Words | None = None
    """What it counts, or who counted it."""
    source: Url | None = None
    """Where it can be looked up."""

    @property
    def stale_on(self) -> date:
        """The first day on which it is out of date."""
        return later(self.as_of, self.stale_after) + timedelta(days=1)

    def stale(self, today: date) -> bool:
        """Whether it is older than it may be; `today` in Rome."""
        return today >= self.stale_on


class Platform(Record):
    """A place where competences are brought together."""

    name: Words
    description: Words | None = None
    url: Url | None = None


class Contact(Record):
    """Whom to write to or call."""

    name: Words
    note: Words | None = None
    email: Annotated[str, StringConstraints(pattern=_EMAIL)] | None = None
    url: Url | None = None
    phone: Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ./-]{3,24}$")] | None = None

    @field_validator("email", mode="before")
    @classmethod
    def _unveiled(cls, value: Any) -> Any:
        """What hides an address is none."""
        return None if veiled(value) else value


class Stories(Record):
    """The channel whose newest stories the page shows."""

    channel: str = "stories"
    limit: int = Field(default=6, ge=1, le=12)


class Statement(Record):
    """Where it stands how accessible the page is; Italian public bodies must link to it."""

    it: Url
    en: Url

    def in_language(self, language: InterfaceLanguage) -> str:
        """Its address for readers of that language."""
        return self.it if language == "it" else self.en


class Head(Record):
    """What stands above a block in place of our own words."""

    heading: Words | None = None
    text: Words | None = None


class Page(Record):
    """A page kept by editors, whole."""

    name: Slug
    """The file's name: `pages/<name>.<it|en>.json`."""
    title: Words
    description: Words
    """One sentence, for search engines and for the top of the page."""
    intro: tuple[Intro, ...] = ()
    figures: tuple[KeyFigure, ...] = ()
    stories: Stories = Stories()
    platforms: tuple[Platform, ...] = ()
    contacts: tuple[Contact, ...] = ()
    accessibility: Statement | None = None
    """Linked in the page's foot."""
    heads: dict[Literal["figures", "stories", "platforms", "contacts"], Head] = {}

    @field_validator("figures")
    @classmethod
    def _each_once(cls, figures: tuple[KeyFigure, ...]) -> tuple[KeyFigure, ...]:
        ids = [figure.id for figure in figures]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise ValueError(f"two figures have the id {twice[0]!r}; give each its own")
        return figures

    @property
    def pictures(self) -> tuple[str, ...]:
        """The files that are published with it."""
        return tuple(b.picture.file for b in self.intro if b.picture and b.picture.file)


def later(day: date, span: str) -> date:
    """The day that many days, months or years later; the last of its month where it has no such."""
    found = _SPAN.fullmatch(span)
    assert found is not None, "spans are checked when they are read"
    count, unit = int(found[1]), found[2]
    if unit == "day":
        return day + timedelta(days=count)
    months = day.month - 1 + count * (12 if unit == "year" else 1)
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
