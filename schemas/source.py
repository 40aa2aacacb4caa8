"""The declaration of a newsroom we read."""

from datetime import timedelta
from typing import Annotated, Literal, cast

from pydantic import AfterValidator, Field, model_validator

from schemas.rules import (
    KINDS,
    Duration,
    FeedRules,
    FieldName,
    FieldRule,
    KindTables,
    ListingRules,
    Pattern,
    Rules,
    duration,
)
from schemas.types import Language, Rights, Section, Slug, Url

__all__ = ["Duration", "FeedRules", "FieldRule", "ListingRules", "Pattern", "Source", "duration"]

Confidence = Literal["seen", "reported", "inferred", "unverified"]


def _kind(text: str) -> str:
    if text not in KINDS:
        raise ValueError(f"{text!r} is no kind of source; there are {', '.join(KINDS)}")
    return text


class Source(KindTables):
    """A newsroom, read in one way; the file's name is the slug."""

    slug: Slug
    name: str
    home: Url
    kind: Annotated[str, AfterValidator(_kind), Field(json_schema_extra={"enum": list(KINDS)})]
    """How it is read; the table of this name has the rules."""
    language: Language
    """Of pages that do not say it themselves."""
    every: Duration = timedelta(hours=2)
    """How often a run is due."""
    formerly: tuple[Slug, ...] = ()
    """Slugs of files that this one takes the place of: their cards become this source's."""
    enabled: bool = True
    confidence: Confidence = "unverified"
    """How sure the endpoint is."""
    note: str = ""
    authority: int = 0
    """Of two copies of one story, the source with the higher figure leads."""
    delay: float = Field(default=1.0, ge=0, le=60)
    """Seconds between two requests to the host."""
    fields: dict[FieldName, FieldRule] = {}
    include: tuple[Pattern, ...] = ()
    """Regular expressions searched in a story's address and title; with any, one must match."""
    exclude: tuple[Pattern, ...] = ()
    hosts: dict[str, str] = {}
    """Host aliases: other host → the host it stands for."""
    keep_params: tuple[str, ...] = ()
    """Query parameters that choose the content, besides those always kept."""
    variants: dict[Pattern, str] = {}
    """Regular expression → what takes its place in a story's address, such as `^/mobile/` → `/`.

    It is searched in the path; a trailing `/amp` is cut off everywhere.
    """
    section: Section = "external"
    """Of stories whose label is not in `sections`."""
    sections: dict[str, Section] = {}
    """The source's own labels, compared without case."""
    strip: tuple[Pattern, ...] = ()
    """Boilerplate to cut from text."""
    rights: Rights = Rights()

    @model_validator(mode="after")
    def _rules_of_its_kind(self) -> "Source":
        for kind in KINDS:
            if (getattr(self, kind) is not None) != (self.kind == kind):
                verb = "needs" if self.kind == kind else "takes no"
                raise ValueError(f"kind = {self.kind!r} {verb} table [{kind}]")
        return self

    @model_validator(mode="after")
    def _another_name_before(self) -> "Source":
        if self.slug in self.formerly:
            raise ValueError(f"formerly: {self.slug!r} is its name now")
        return self

    @property
    def rules(self) -> Rules:
        """The rules of its kind."""
        return cast(Rules, getattr(self, self.kind))

    @property
    def urls(self) -> tuple[str, ...]:
        """The listings' or feeds' addresses."""
        return self.rules.urls
