"""The public page: the newest stories in one language, for people."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from feeds.content import address, title_of
from feeds.dates import day_in_words, roman
from feeds.entry import Entry, order
from feeds.items import tracked
from feeds.page_words import WORDS
from feeds.site import Site
from feeds.templating import TEMPLATES, template
from feeds.xml import legal
from schemas.addresses import NotAnAddress
from schemas.card import Image, StoryCard
from schemas.channel import Channel, Variant
from schemas.errors import CardError
from schemas.types import InterfaceLanguage
from schemas.vocabulary import SECTIONS

SHOWN = 12
"""Stories on the page."""
PATHS: dict[InterfaceLanguage, str] = {"it": "index.html", "en": "en/index.html"}
"""Where each language's page lives."""
STYLESHEET_PATH = "assets/page.css"


class Story(NamedTuple):
    """What the template shows of a card."""

    card: StoryCard
    title: str
    teaser: str
    link: str
    picture: str | None
    section: str
    source: str
    date: str | None
    """The calendar day in Rome, ISO 8601."""
    day: str | None
    """The same day in words."""


def render_page(
    entries: Sequence[Entry],
    channels: Sequence[Channel],
    site: Site,
    language: InterfaceLanguage,
    updated: datetime,
) -> bytes:
    """The page of one language: pinned stories first, then the newest, 12 at most.

    `entries` may hold other languages; their stories are left out. `channels` are those it names
    to subscribe to: `stories` among them, `newsletter` and `topics/…` where they are there. Every
    link to our own documents is relative, so that a path prefix changes nothing.
    """
    stories = newest((e for e in entries if e.card.language == language), language)
    by_name = {channel.name: Variant(channel=channel, language=language) for channel in channels}
    pictured = (story for story in stories if story.card.image)
    text = template("page.html").render(
        language=language,
        other="en" if language == "it" else "it",
        words={name: words.in_language(language) for name, words in WORDS.items()},
        up="../" * PATHS[language].count("/"),
        site=site,
        name=site.name.in_language(language),
        stories=stories,
        main=by_name["stories"],
        newsletter=by_name.get("newsletter"),
        topics=[variant for name, variant in by_name.items() if name.startswith("topics/")],
        shared=next(pictured, None),
        updated=roman(updated).date().isoformat(),
        updated_day=day_in_words(updated, language),
    )
    return text.encode()


def stylesheet() -> bytes:
    """The page's CSS; it lives at `STYLESHEET_PATH`, so that no style is inline."""
    return (TEMPLATES / "page.css").read_bytes()


def _as_shown(entry: Entry) -> tuple[bool, bool, tuple[float, float, str]]:
    """Pinned ones first, then the newest; undated history is no news and comes last."""
    card = entry.card
    return not card.editor.pinned, card.history and card.published is None, order(entry)


def newest(entries: Iterable[Entry], language: InterfaceLanguage) -> list[Story]:
    """A dozen stories as a page in that language shows them: pinned ones, then the newest."""
    return list(islice(_stories(sorted(entries, key=_as_shown), language), SHOWN))


def _stories(entries: Iterable[Entry], language: InterfaceLanguage) -> Iterator[Story]:
    """A card that cannot be shown is named by the documents it is left out of."""
    for entry in entries:
        with suppress(CardError, NotAnAddress):
            yield _story(entry, language)


def _story(entry: Entry, language: InterfaceLanguage) -> Story:
    card = entry.card
    published = card.published
    return Story(
        card=card,
        title=title_of(card),
        teaser=legal(card.teaser),
        link=tracked(card.url, {}),
        picture=_picture(card.image),
        section=SECTIONS[card.section].in_language(language),
        source=legal(entry.origin.name),
        date=roman(published).date().isoformat() if published else None,
        day=day_in_words(published, language) if published else None,
    )


def _picture(image: Image | None) -> str | None:
    return address(image.url) if image else None
