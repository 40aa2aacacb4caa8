"""What a host pastes to show a channel's cards: one text per way in."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field

from feeds.content import terms_of
from feeds.page_words import CHANNEL_WORDS
from feeds.site import Site
from schemas.channel import FORMATS, Channel, Variant
from schemas.types import Bilingual, InterfaceLanguage, Record

Layout = Literal["grid", "list", "featured"]
LAYOUTS: tuple[Layout, ...] = ("grid", "list", "featured")
Theme = Literal["auto", "light", "dark", "bootstrap-italia"]
THEMES: tuple[Theme, ...] = ("auto", "light", "dark", "bootstrap-italia")

_DECLARED = Path(__file__).with_name("snippets.toml")
_PLACE = re.compile(r"\{([a-z]+)\}")
"""Braces of PHP and nginx are followed by a space."""


class Release(Record):
    """A version of the script that never changes."""

    version: str
    integrity: str
    """As the attribute of that name says it: `sha384-…`."""


class Options(Record):
    """How the cards are shown, as the component's attributes say it."""

    limit: int = Field(default=6, ge=1, le=12)
    level: int = Field(default=3, ge=2, le=6)
    """Of the cards' headings."""
    layout: Layout = "grid"
    theme: Theme = "auto"

    @property
    def plain(self) -> str:
        """The theme of HTML ready made, which the page's own style dresses."""
        return self.theme if self.theme == "bootstrap-italia" else "plain"


class Code(Record):
    """A text to be copied whole."""

    label: Bilingual
    text: str


class Way(Record):
    """One way in."""

    name: str
    title: Bilingual
    why: Bilingual
    """When to take it, and what it does."""
    file: str | None = None
    """The path of a file to be had for it."""
    codes: tuple[Code, ...]


class Kit(Record):
    """All that a host needs of a channel variant."""

    channel: str
    title: str
    page: str
    """The address of its page for people."""
    ways: tuple[Way, ...]
    feeds: dict[str, str]
    """Format → address."""
    terms: str
    """What must be shown where the stories are shown."""


def chosen(channel: Channel, language: InterfaceLanguage) -> Variant:
    """The channel in that language, or in all where it has no documents in that one."""
    own = language in channel.suffixes
    return Variant(channel=channel, language=language if own else None)


def kit(
    variant: Variant,
    site: Site,
    release: Release,
    options: Options,
    reader: InterfaceLanguage = "en",
) -> Kit:
    """The texts for a variant; `reader`: whose language a channel in all languages is shown in."""
    places = {**of_options(options), **of_variant(variant, site, reader)}
    return Kit(
        channel=variant.key,
        title=variant.title,
        page=site.address(f"feeds/{variant.key}.html"),
        ways=tuple(_filled(way, places) for way in patterns(site, release)),
        feeds={format_: site.self_link(variant, format_) for format_ in FORMATS},
        terms=places["terms"],
    )


def of_variant(variant: Variant, site: Site, reader: InterfaceLanguage) -> dict[str, str]:
    """What takes a variant's places in the patterns; all but the terms is escaped for HTML."""
    name, key = variant.channel.name, variant.key
    language = variant.language or reader
    in_all = variant.language is None and not name.startswith("sources/")
    return {
        "channel": name,
        "key": key,
        "file": key.replace("/", "-"),
        "language": language,
        "asked": f"channel={name}" + (f"&lang={variant.language}" if variant.language else ""),
        "title": escape(variant.title),
        # A channel without languages is not where the component would look for one with them.
        "extra": f' src="{site.address(f"embed/v1/{key}.json")}"' if in_all else "",
        "single": "&amp;alone" if in_all else "",  # nor the frame, which knows no other address
        "terms": terms_of(variant.channel) or CHANNEL_WORDS["terms_how"].in_language(language),
    }


def of_options(options: Options) -> dict[str, str]:
    """What takes the options' places in the patterns."""
    return {name: str(value) for name, value in options} | {"plain": options.plain}


def patterns(site: Site, release: Release) -> tuple[Way, ...]:
    """Every way, best first, with only a variant's and the options' places left open."""
    split = urlsplit(site.public_url)
    fixed = {
        "base": escape(site.public_url),
        "origin": f"{split.scheme}://{split.netloc}",
        "version": release.version,
        "integrity": release.integrity,
    }
    return tuple(_filled(way, fixed) for way in _declared())


def _filled(way: Way, places: Mapping[str, str]) -> Way:
    codes: Iterable[Code] = (
        code.model_copy(
            update={"text": _PLACE.sub(lambda m: places.get(m[1], m[0]), code.text).strip()}
        )
        for code in way.codes
    )
    return way.model_copy(update={"codes": tuple(codes)})


@cache
def _declared() -> tuple[Way, ...]:
    ways = tomllib.loads(_DECLARED.read_text("utf-8"))["ways"]
    return tuple(Way.model_validate(way) for way in ways)
