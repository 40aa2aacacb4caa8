"""What the invented sites have to tell: sites and stories, read from TOML."""

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

HERE = Path(__file__).parent
STORIES = HERE / "stories"
SITES = HERE / "sites.toml"

Language = Literal["it", "en"]
LANGUAGES: tuple[Language, ...] = ("it", "en")
Trap = Literal["glued", "double_caption", "entities", "nodate", "quotes"]


class ContentError(ValueError):
    """A content file that cannot be used; the message names the file and the field."""

    def __init__(self, file: Path, field: str, problem: str) -> None:
        super().__init__(f"{file}: {field}: {problem}")
        self.file = file
        self.field = field


class Record(BaseModel):
    """A frozen record that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


AnyRecord = TypeVar("AnyRecord", bound=Record)


class Words(Record):
    """One language version of a story; paragraphs may hold strong, em and a[href]."""

    title: str = Field(min_length=1)
    tags: tuple[str, ...] = ()
    caption: str | None = None
    teaser: str | None = None
    body: tuple[str, ...] = Field(min_length=1)


class When(Record):
    """A publication moment in Rome: a fixed date, or days before the newsroom's today."""

    days_ago: int | None = Field(default=None, ge=0)
    date: dt.date | None = None
    time: dt.time = dt.time(10, 0)

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.days_ago is None) == (self.date is None):
            raise ValueError("give either days_ago or date")
        return self


class Story(Record):
    """One story of one site; `reserve` stories wait for the switch `publish`."""

    site: str
    key: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    node: int | None = None
    section: str
    published: When | None = None
    picture: str | None = None
    picture_file: str | None = None
    alt: str | None = None
    traps: tuple[Trap, ...] = ()
    same_as: str | None = None
    lookalike: str | None = None
    departments: tuple[str, ...] = ()
    en_days_later: int = Field(default=0, ge=0)
    reserve: bool = False
    it: Words | None = None
    en: Words | None = None

    @model_validator(mode="after")
    def _in_some_language(self) -> Self:
        if self.it is None and self.en is None:
            raise ValueError("needs a table [it] or [en]")
        return self

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages it is written in, Italian first."""
        return tuple(language for language in LANGUAGES if self.words(language))

    def words(self, language: Language) -> Words | None:
        """Its text in that language."""
        return self.it if language == "it" else self.en


class Section(Record):
    """A magazine section: its path on the site and its label in each language."""

    path: str
    it: str
    en: str


class Site(Record):
    """An invented site; `kind` names the module of demo/kinds that gives it its shape."""

    slug: str
    kind: str
    hosts: tuple[str, ...] = Field(min_length=1)
    it: str
    en: str
    tagline_it: str = ""
    tagline_en: str = ""
    accent: str = "#14505c"
    second: str = "#e07a3f"
    numbered: bool = False
    """Whether every story must carry a `node`."""
    sections: dict[str, Section] = {}
    """The only sections its stories may name; empty = free labels."""

    def name(self, language: Language) -> str:
        """What the site calls itself."""
        return self.it if language == "it" else self.en

    def tagline(self, language: Language) -> str:
        """The line under its name."""
        return self.tagline_it if language == "it" else self.tagline_en


def load_sites(content: Path) -> dict[str, Site]:
    """The sites of `content`/sites.toml, or the packaged ones when it has no such file."""
    file = content / "sites.toml"
    file = file if file.exists() else SITES
    return {slug: _record(Site, file, {"slug": slug} | table) for slug, table in _toml(file)}


def load_stories(content: Path, sites: Mapping[str, Site]) -> dict[str, Story]:
    """All stories of `content`/<site>/<key>.toml by key; raises ContentError."""
    stories: dict[str, Story] = {}
    files = {slug: sorted((content / slug).glob("*.toml")) for slug in sites}
    for slug, file in ((slug, file) for slug, found in files.items() for file in found):
        if file.stem in stories:
            raise ContentError(file, "key", f"already used by {stories[file.stem].site}")
        table = dict(_toml(file))
        story = _record(Story, file, {"site": slug, "key": file.stem} | table)
        _check(story, sites[slug], file)
        stories[story.key] = story
    _check_references(stories.values(), content)
    return stories


def _check(story: Story, site: Site, file: Path) -> None:
    if site.sections and story.section not in site.sections:
        known = ", ".join(site.sections)
        raise ContentError(file, "section", f"{story.section!r} is none of {known}")
    if site.numbered and story.node is None:
        raise ContentError(file, "node", f"every story of {site.slug} has a node id")


def _check_references(stories: Iterable[Story], content: Path) -> None:
    stories = list(stories)
    keys = {story.key for story in stories}
    for story in stories:
        for field in ("same_as", "lookalike"):
            other = getattr(story, field)
            if other and other not in keys:
                file = content / story.site / f"{story.key}.toml"
                raise ContentError(file, field, f"there is no story {other!r}")


def _toml(file: Path) -> Iterable[tuple[str, Any]]:
    try:
        return tomllib.loads(file.read_text("utf-8")).items()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(file, "file", str(error)) from error


def _record(kind: type[AnyRecord], file: Path, table: Mapping[str, Any]) -> AnyRecord:
    try:
        return kind.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "file"
        raise ContentError(file, field, first["msg"]) from error
