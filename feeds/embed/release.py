"""The scripts of the embed kit and the page of its frames, as they are published."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from feeds.channel_page import page_path
from feeds.embed.places import FOLDER
from feeds.embed.snippets import Release
from feeds.page_words import WORDS
from feeds.site import Site
from feeds.templating import template
from schemas.channel import Channel, Variant
from schemas.types import InterfaceLanguage

RELEASES = Path(__file__).with_name("releases")
"""A file for each version; none is ever changed or removed."""
SCRIPT = "poliflash.js"
_LANGUAGES: tuple[InterfaceLanguage, ...] = ("it", "en")


@cache
def releases() -> tuple[Release, ...]:
    """Every version of the script, in the order of their numbers."""
    declared = tomllib.loads(RELEASES.with_suffix(".toml").read_text("utf-8"))
    found = (Release(version=name, integrity=integrity) for name, integrity in declared.items())
    return tuple(sorted(found, key=lambda one: [int(part) for part in one.version.split(".")]))


def newest() -> Release:
    """The version that is found where the address names none."""
    return releases()[-1]


def script(release: Release) -> bytes:
    """The bytes whose integrity the release tells."""
    return (RELEASES / f"{release.version}.js").read_bytes()


def render_scripts(channels: Sequence[Channel], site: Site) -> Iterator[tuple[str, bytes]]:
    """Paths and bytes: each version for ever, the newest as what floats, and the frames' pages."""
    for release in releases():
        yield f"embed/{release.version}/{SCRIPT}", script(release)
    yield f"{FOLDER}/{SCRIPT}", script(newest())
    yield f"{FOLDER}/frame.js", Path(__file__).with_name("frame.js").read_bytes()
    stories = next(channel for channel in channels if channel.name == "stories")
    for language in _LANGUAGES:
        variant = Variant(channel=stories, language=language)
        yield f"{FOLDER}/frame.{language}.html", _frame(variant, site, language)


def _frame(variant: Variant, site: Site, language: InterfaceLanguage) -> bytes:
    text = template("frame.html").render(
        language=language,
        name=site.name.in_language(language),
        page=site.address(page_path(variant)),
        stories=WORDS["all"].in_language(language),
    )
    return text.encode()
