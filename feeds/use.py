"""The page for those who show the stories elsewhere: choose, look, copy."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import orjson
from pydantic import TypeAdapter

from feeds.embed.plugin import plugins
from feeds.embed.snippets import LAYOUTS, THEMES, Kit, Options, Release, chosen, kit, of_variant
from feeds.embed.snippets import patterns as patterns_of
from feeds.page_words import WORDS
from feeds.site import Site
from feeds.templating import TEMPLATES, template
from feeds.use_words import USE_WORDS
from schemas.channel import FORMATS, Channel, Variant
from schemas.types import InterfaceLanguage

PATHS: dict[InterfaceLanguage, str] = {"it": "use/index.html", "en": "en/use/index.html"}
"""Where each language's page lives."""
ASSETS = ("use.css", "use.js")
_CHANNELS = TypeAdapter(tuple[Channel, ...])
_FORMATS = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}
_FAMILIES = ("main", "own", "topics", "sections", "departments", "sources", "letters")
"""Groups of channels, in their order."""


class Offered(NamedTuple):
    """A channel as the page offers it."""

    kit: Kit
    """In the page's language, as its options stand at first."""
    name: str
    title: str
    facts: dict[InterfaceLanguage, str]
    """Language → what takes the places in the patterns, as JSON."""


def rendered(
    channels: Sequence[Channel], site: Site, release: Release
) -> tuple[tuple[str, bytes], ...]:
    """Path and bytes of both pages, their stylesheet, their script and the plugins."""
    return _rendered(_CHANNELS.dump_json(tuple(channels)), site, release)


@lru_cache(maxsize=2)
def _rendered(declared: bytes, site: Site, release: Release) -> tuple[tuple[str, bytes], ...]:
    """Kept: channels change with a file, publishes come by the minute."""
    channels = _CHANNELS.validate_json(declared)
    pages = ((path, render_use(channels, site, release, one)) for one, path in PATHS.items())
    assets = ((f"assets/{name}", (TEMPLATES / name).read_bytes()) for name in ASSETS)
    return (*pages, *assets, *plugins())


def render_use(
    channels: Sequence[Channel], site: Site, release: Release, language: InterfaceLanguage
) -> bytes:
    """The page of one language; `channels` are those it offers, `stories` among them."""
    (first,) = (channel for channel in channels if channel.name == "stories")
    main = chosen(first, language)
    text = template("use.html").render(
        language=language,
        other="en" if language == "it" else "it",
        words={name: w.in_language(language) for name, w in {**WORDS, **USE_WORDS}.items()},
        up="../" * PATHS[language].count("/"),
        paths={one: path.removesuffix("index.html") for one, path in PATHS.items()},
        site=site,
        name=site.name.in_language(language),
        main=main,
        offered=kit(main, site, release, Options(), language),
        patterns=patterns_of(site, release),
        families=_families(channels, site, release, language),
        options=Options(),
        layouts=LAYOUTS,
        themes=THEMES,
        formats=[(format_, _FORMATS[format_]) for format_ in FORMATS],
    )
    return text.encode()


def _families(
    channels: Sequence[Channel], site: Site, release: Release, language: InterfaceLanguage
) -> dict[str, list[Offered]]:
    found: dict[str, list[Offered]] = {name: [] for name in _FAMILIES}
    titles = Counter((_family(one), one.title.in_language(language)) for one in channels)
    for channel in channels:
        variant = chosen(channel, language)
        found[_family(channel)].append(
            Offered(
                kit=kit(variant, site, release, Options(), language),
                name=channel.name,
                title=_told_apart(channel, language, titles),
                facts={one: _facts(chosen(channel, one), site, one) for one in PATHS},
            )
        )
    return {name: some for name, some in found.items() if some}


def _told_apart(
    channel: Channel, language: InterfaceLanguage, titles: Counter[tuple[str, str]]
) -> str:
    """Two newsrooms may have one name: an Italian site and an English one."""
    title = channel.title.in_language(language)
    if titles[_family(channel), title] == 1:
        return title
    return f"{title} ({channel.apart.in_language(language) if channel.apart else channel.name})"


def _facts(variant: Variant, site: Site, reader: InterfaceLanguage) -> str:
    places = of_variant(variant, site, reader)
    return orjson.dumps({**places, "alone": variant.language is None}).decode()


def _family(channel: Channel) -> str:
    first = channel.name.split("/")[0]
    if channel.profile == "newsletter":
        return "letters"
    if first in _FAMILIES:
        return first
    return "main" if channel.name == "stories" else "own"
