"""The page of a channel: how to subscribe, and its newest stories."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from feeds import atom, json_feed, rss
from feeds.content import terms_of
from feeds.dates import day_in_words, roman
from feeds.entry import Entry
from feeds.kept import Kept
from feeds.page import newest, words_in
from feeds.page_words import CHANNEL_WORDS
from feeds.site import Site
from feeds.templating import template
from schemas.channel import FORMATS, Variant
from schemas.types import InterfaceLanguage

_NAMES = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}
_TYPES = {"rss": rss.MEDIA_TYPE, "atom": atom.MEDIA_TYPE, "json": json_feed.MEDIA_TYPE}
_OTHER: dict[InterfaceLanguage, InterfaceLanguage] = {"it": "en", "en": "it"}
_FRAMES: Kept[tuple[str, str]] = Kept(512)
_HERE = "\0"
"""What no document may hold."""


def page_path(variant: Variant) -> str:
    """Where a channel's page lies below the public folder."""
    return f"feeds/{variant.key}.html"


def render_channel(
    variant: Variant,
    entries: Sequence[Entry],
    site: Site,
    updated: datetime,
    letter: Variant | None = None,
) -> bytes:
    """The page of a channel in its language; in English where it holds all.

    `entries` are those of its subscription document; `letter`: the channel for newsletters.
    """
    language = variant.language or "en"
    letter_path = page_path(letter) if letter else None
    made_of = (variant, site, letter_path)
    frame = _FRAMES.find(variant.key, *made_of)
    if frame is None:
        frame = _FRAMES.keep(variant.key, _frame(*made_of), *made_of)
    above, below = frame
    part = template("parts/newest.html").render(
        language=language,
        words=_words_in(language),
        stories=newest(entries, language),
        updated=roman(updated).date().isoformat(),
        updated_day=day_in_words(updated, language),
    )
    return f"{above}{part}{below}".encode()


def _frame(variant: Variant, site: Site, letter_path: str | None) -> tuple[str, str]:
    """What stands around the newest stories: the same for as long as the channel is."""
    language = variant.language or "en"
    other = variant.model_copy(update={"language": _OTHER[language]})
    text = template("channel.html").render(
        language=language,
        words=_words_in(language),
        up="../" * page_path(variant).count("/"),
        site=site,
        name=site.name.in_language(language),
        variant=variant,
        path=page_path(variant),
        other=other if variant.language and other.language in variant.channel.suffixes else None,
        other_path=page_path(other),
        formats=[
            (_NAMES[format_], _TYPES[format_], site.self_link(variant, format_), format_)
            for format_ in FORMATS
        ],
        mailed=variant.channel.profile == "newsletter",
        letter_path=letter_path,
        terms=terms_of(variant.channel),
        newest=_HERE,
    )
    above, below = text.split(f"{_HERE}\n")
    return above, below


@cache
def _words_in(language: InterfaceLanguage) -> dict[str, str]:
    own = {name: words.in_language(language) for name, words in CHANNEL_WORDS.items()}
    return {**words_in(language), **own}
