"""The declaration of a selection we publish."""

from datetime import time, timedelta
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from schemas.source import Duration
from schemas.types import Bilingual, InterfaceLanguage, Kind, Language, Record, Section, Slug
from schemas.vocabulary import topic_of

Format = Literal["rss", "atom", "json"]
FORMATS: tuple[Format, ...] = ("rss", "atom", "json")
NAME = r"^[a-z0-9-]+(/[a-z0-9-]+)?$"
"""Of a channel."""


class Filter(Record):
    """Which cards belong to a channel; an empty list lets everything pass."""

    languages: tuple[InterfaceLanguage, ...] = ()
    topics: tuple[Slug, ...] = ()
    sections: tuple[Section, ...] = ()
    departments: tuple[str, ...] = ()
    sources: tuple[Slug, ...] = ()
    kinds: tuple[Kind, ...] = ()

    @cached_property
    def asked(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The fields that ask for something, with what would do, folded."""
        given = {"topics": tuple(map(topic_of, self.topics))}
        values = ((name, given.get(name, getattr(self, name))) for name in Filter.model_fields)
        return tuple((name, frozenset(map(str.casefold, some))) for name, some in values if some)


class Quota(Record):
    """How many cards of one kind a subscription document holds at most; pinned ones come first."""

    source: int | None = Field(default=None, ge=1)
    """Of one newsroom."""
    section: int | None = Field(default=None, ge=1)
    """Of one section."""

    @model_validator(mode="before")
    @classmethod
    def _of_sources(cls, value: Any) -> Any:
        """A number alone is that of each source."""
        return {"source": value} if isinstance(value, int) else value


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Editions(Record):
    """When the editions of a newsletter close, by the clock in Rome, summer and winter."""

    every: Literal["day", "week", "month"]
    at: time = time(8)
    weekday: Literal[
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    ] = "monday"  # fmt: skip
    """Of weekly editions."""
    day: int = Field(default=1, ge=1, le=28)
    """Of monthly editions."""

    @field_validator("at")
    @classmethod
    def _in_rome(cls, value: time) -> time:
        if value.tzinfo is not None:
            raise ValueError("write the time in Rome, without a zone")
        return value


class Channel(Record):
    """A selection of cards, published in every format."""

    name: str = Field(pattern=NAME)
    """Its address without suffix: `/feeds/<name>[.<it|en>].<format>`."""
    formerly: tuple[Annotated[str, Field(pattern=NAME)], ...] = ()
    """The names it had before, oldest first: their addresses lead here, readers see no new feed."""
    title: Bilingual
    apart: Bilingual | None = None
    """Where a page lists another of that title, what tells it from that one."""
    description: Bilingual
    filter: Filter = Filter()
    suffixes: tuple[InterfaceLanguage, ...] = ("it", "en")
    """The language versions published besides the one that holds all languages."""
    fallback: dict[InterfaceLanguage, tuple[Language, ...]] = {}
    """Reader's language → the other languages in which, best first, a story comes that has no
    version in it. Where nothing is said, a web channel takes none and a newsletter any."""
    length: int = Field(default=50, ge=1, le=500)
    """Cards in a subscription document, besides those younger than `window`."""
    window: Duration = timedelta(days=31)
    quota: Quota = Quota()
    """At most so many cards of one source, of one section, in a subscription document; a number
    alone is that of each source."""
    profile: Literal["web", "newsletter"] = "web"
    """A newsletter is sorted and dated by release and carries each story once."""
    hold: Duration = timedelta(minutes=60)
    """Newsletters: how long after first sight a story is released."""
    fallback_after: Duration = timedelta(hours=48)
    """Newsletters: when a story without its own language version is sent in the other one."""
    editions: Editions | None = None
    """Newsletters: when what was released since the last edition is frozen as the next one."""
    read_by: Slug | None = None
    """The tool it is meant for, as `feeds/profiles/` names it."""
    link_params: dict[str, str] = {}
    """Parameters added to each item's link (campaign tracking); they touch no id."""
    licence: str | None = None
    attribution: str | None = None

    @field_validator("formerly")
    @classmethod
    def _before(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("name") in value:
            raise ValueError(f"{info.data['name']!r} is its name now")
        return value

    @field_validator("editions")
    @classmethod
    def _of_newsletters(cls, value: Editions | None, info: ValidationInfo) -> Editions | None:
        if value is not None and info.data.get("profile") == "web":
            raise ValueError('only a newsletter has editions; add profile = "newsletter"')
        return value


class Variant(Record):
    """A channel in one language or in all: one subscription document per format."""

    channel: Channel
    language: InterfaceLanguage | None = None
    query: str = ""
    """Of a feed of one's own: what its address asks for."""

    @cached_property
    def in_all_languages(self) -> "Variant":
        """The variant of the same channel that holds every language."""
        return self.model_copy(update={"language": None})

    @cached_property
    def reader(self) -> InterfaceLanguage | None:
        """Its readers' language: its own, or the only one asked for, where that has a fallback."""
        asked = self.channel.filter.languages
        alone = len(asked) == 1 and asked[0] in self.channel.fallback
        return self.language or (asked[0] if alone else None)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages it takes one version of a story from, best first; () for every version."""
        if self.reader is None:
            return ()
        others = self.channel.fallback.get(self.reader, ())
        return tuple(dict.fromkeys((self.reader, *others)))

    @cached_property
    def key(self) -> str:
        """`stories`, `stories.it`, `topics/energy.en`: the document's path without format."""
        return self.under(self.channel.name)

    @property
    def first_key(self) -> str:
        """Its key under the first name that the channel had."""
        return self.under((*self.channel.formerly, self.channel.name)[0])

    def under(self, name: str) -> str:
        """Its key if the channel were called so."""
        return name + (f".{self.language}" if self.language else "")

    def path(self, format_: Format) -> str:
        """The document's path below the public folder, or its path with the query."""
        if self.query:
            return f"feeds/query.{format_}?{self.query}"
        return f"feeds/{self.key}.{format_}"

    @property
    def title(self) -> str:
        """Its title, in its language; English where it holds all languages."""
        return self.channel.title.in_language(self.language)

    @property
    def description(self) -> str:
        """Its description, in its language; English where it holds all languages."""
        return self.channel.description.in_language(self.language)
