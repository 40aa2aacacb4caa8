"""The public page: the newest stories in one language, for people."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from markupsafe import Markup

from feeds.content import address, title_of
from feeds.dates import day_in_words, roman
from feeds.embed.words import in_tongue
from feeds.entry import Entry
from feeds.items import tracked
from feeds.kept import Kept
from feeds.page_words import WORDS
from feeds.site import Site
from feeds.structured import item_list
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
_KEPT = 2048


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
    tongue: str | None = None
    """`in inglese`, where it is in another language than the page."""

    def element(self, language: InterfaceLanguage, first: bool) -> Markup:
        """It as an element of a page's list; of the first one the picture is fetched at once."""
        key = (self.card.id, language, first)
        if (known := _ELEMENTS.find(key, self)) is not None:
            return known
        made = template("story.html").render(
            story=self, first=first, language=language, words=words_in(language)
        )
        return _ELEMENTS.keep(key, Markup(made), self)  # noqa: S704  # escaped by its template


_STORIES: Kept[Story] = Kept(_KEPT)
_ELEMENTS: Kept[Markup] = Kept(_KEPT)
_NEWEST: Kept[tuple[Story, ...]] = Kept(len(PATHS))
"""Of the channel that is rendered: its page asks, and its documents for other people's pages."""
_PAGES: Kept[bytes] = Kept(len(PATHS))


class Shared(NamedTuple):
    """The picture that is shown where a page is shared."""

    src: str
    width: int | None
    height: int | None
    alt: str | None


def render_page(
    entries: Sequence[Entry],
    channels: Sequence[Channel],
    site: Site,
    language: InterfaceLanguage,
    updated: datetime,
) -> bytes:
    """The page of one language: pinned stories first, then the newest, 12 at most.

    `entries` may hold other languages; their stories are left out. `channels` are those it names
    to subscribe to: `stories` among them, `newsletter` and `topics/…` where they are there.
    """
    stories = newest((e for e in entries if e.card.language == language), language)
    made_of = (stories, tuple(channels), site, roman(updated).date())
    known = _PAGES.find(language, *made_of)
    return known or _PAGES.keep(
        language, _page(stories, channels, site, language, updated), *made_of
    )


def _page(
    stories: Sequence[Story],
    channels: Sequence[Channel],
    site: Site,
    language: InterfaceLanguage,
    updated: datetime,
) -> bytes:
    around = surroundings(channels, site, language, updated)
    main = around["main"]
    text = template("page.html").render(
        around,
        title=main.title,
        description=main.description,
        styles=[STYLESHEET_PATH],
        shared=shared(stories),
        stories=stories,
        listed=listed(main.title, stories),
    )
    return text.encode()


def surroundings(
    channels: Sequence[Channel], site: Site, language: InterfaceLanguage, updated: datetime
) -> dict[str, Any]:
    """What every public page says around its own.

    Every link to our own documents is relative, so that a path prefix changes nothing.
    """
    by_name = {channel.name: Variant(channel=channel, language=language) for channel in channels}
    return {
        "language": language,
        "other": "en" if language == "it" else "it",
        "words": words_in(language),
        "up": "../" * PATHS[language].count("/"),
        "site": site,
        "name": site.name.in_language(language),
        "main": by_name["stories"],
        "newsletter": by_name.get("newsletter"),
        "topics": [variant for name, variant in by_name.items() if name.startswith("topics/")],
        "updated": roman(updated).date().isoformat(),
        "updated_day": day_in_words(updated, language),
    }


@cache
def words_in(language: InterfaceLanguage) -> dict[str, str]:
    """What a page says in its language."""
    return {name: words.in_language(language) for name, words in WORDS.items()}


def shared(stories: Iterable[Story]) -> Shared | None:
    """The picture of the first story that has one."""
    pictured = ((story.picture, story.card.image) for story in stories)
    found = ((src, image) for src, image in pictured if src and image)
    return next((Shared(src, i.width, i.height, i.alt) for src, i in found), None)


def listed(title: str, stories: Iterable[Story]) -> str:
    """The stories for search engines."""
    return item_list(title, ((story.link, story.title) for story in stories))


def stylesheet() -> bytes:
    """The page's CSS; it lives at `STYLESHEET_PATH`, so that no style is inline."""
    return (TEMPLATES / "page.css").read_bytes()


def newest(entries: Iterable[Entry], language: InterfaceLanguage) -> tuple[Story, ...]:
    """A dozen stories as a page in that language shows them: pinned ones, then the newest."""
    held = tuple(entries)
    if (known := _NEWEST.find(language, held)) is not None:
        return known
    found = islice(_stories(sorted(held, key=attrgetter("rank")), language), SHOWN)
    return _NEWEST.keep(language, tuple(found), held)


def _stories(entries: Iterable[Entry], language: InterfaceLanguage) -> Iterator[Story]:
    """A card that cannot be shown is named by the documents it is left out of."""
    for entry in entries:
        with suppress(CardError, NotAnAddress):
            yield _story(entry, language)


def _story(entry: Entry, language: InterfaceLanguage) -> Story:
    key = (entry.card.id, entry.released, language)
    if (known := _STORIES.find(key, entry)) is not None:
        return known
    return _STORIES.keep(key, _told(entry, language), entry)


def _told(entry: Entry, language: InterfaceLanguage) -> Story:
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
        tongue=in_tongue(card.language, language) if card.language != language else None,
    )


def _picture(image: Image | None) -> str | None:
    return address(image.url) if image else None
