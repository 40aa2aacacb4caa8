"""A newsletter's editions as documents: the stories of one, ready for the mail; the list of all."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson

from feeds.check import VERSION
from feeds.content import address, channel_terms, measured, terms_of, title_of
from feeds.dates import day_in_words, rfc3339, roman
from feeds.entry import Entry
from feeds.items import tracked
from feeds.page_words import WORDS
from feeds.site import Site
from feeds.templating import template
from feeds.xml import legal
from schemas.card import Image
from schemas.channel import Variant
from schemas.types import Bilingual

FOLDER = "editions"
LATEST, INDEX = "latest", "index"
LISTED = 100
"""Editions in the list of all."""
_WIDEST = 600
"""Pixels that a picture has in a mail."""
_IN_MAIL = ("image/jpeg", "image/png", "image/gif", None)
"""What every mail program shows; of an unmeasured picture it is not known."""


def edition_of(variant: Variant, closed: datetime, name: str = "") -> Variant:
    """The variant that an edition is the document of; `name`: its day, or `latest`.

    Its address is `/feeds/editions/<newsletter>/<day>[.<it|en>].<format>`.
    """
    title = Bilingual(
        it=f"{variant.channel.title.it}, {day_in_words(closed, 'it')}",
        en=f"{variant.channel.title.en}, {day_in_words(closed, 'en')}",
    )
    names = (*variant.channel.formerly, variant.channel.name)
    *old, now = (f"{FOLDER}/{letter}/{name or day_of(closed)}" for letter in names)
    changes = {"name": now, "formerly": tuple(old), "title": title}
    channel = variant.channel.model_copy(update=changes)
    return variant.model_copy(update={"channel": channel})


def day_of(closed: datetime) -> date:
    """The day in Rome that an edition is named by."""
    return roman(closed).date()


def html_path(variant: Variant) -> str:
    """Where its mail lies below the public folder."""
    return f"feeds/{variant.key}.html"


class _Story(NamedTuple):
    """What the mail shows of a card."""

    title: str
    teaser: str
    link: str
    language: str
    picture: dict[str, Any] | None
    source: str
    source_word: str
    day: str | None
    terms: str | None


def render_mail(variant: Variant, entries: Sequence[Entry], site: Site) -> bytes:
    """An edition for the mail: no script, no style, only what mail programs show.

    The elements are those of `docs/newsletters.md`; every address is absolute.
    """
    text = template("mail.html").render(
        language=variant.language or "en",
        title=site.title(variant),
        heading=variant.title,
        stories=[_story(entry, variant) for entry in entries],
        online=WORDS["online"].in_language(variant.language),
        address=site.address(html_path(variant)),
        name=site.name.in_language(variant.language),
        home=site.home,
        terms=channel_terms(variant),
    )
    return text.encode()


def _story(entry: Entry, variant: Variant) -> _Story:
    card = entry.card
    return _Story(
        title=title_of(card),
        teaser=legal(card.teaser),
        link=tracked(card.url, variant.channel.link_params),
        language=card.language,
        picture=_picture(card.image),
        source=legal(entry.origin.name),
        source_word=WORDS["from"].in_language(card.language),
        day=day_in_words(card.published, card.language) if card.published else None,
        terms=terms_of(card.rights),
    )


def _picture(image: Image | None) -> dict[str, Any] | None:
    """The picture's attributes, no wider than the mail."""
    if image is None or image.media_type not in _IN_MAIL:
        return None
    found: dict[str, Any] = {"src": address(image.url), "alt": legal(image.alt or "")}
    if measured(image):
        assert image.width is not None and image.height is not None, "both are known"
        width = min(image.width, _WIDEST)
        found |= {"width": width, "height": max(1, round(image.height * width / image.width))}
    return found


class Issue(NamedTuple):
    """An edition in the list of all."""

    closed: datetime
    at: datetime
    """When it was published."""
    updated: datetime


def index_path(variant: Variant) -> str:
    """Where the list lies below the public folder."""
    listing = variant.channel.model_copy(
        update={"name": f"{FOLDER}/{variant.channel.name}/{INDEX}"}
    )
    return variant.model_copy(update={"channel": listing}).path("json")


def render_index(variant: Variant, issues: Iterable[Issue], site: Site) -> bytes:
    """The list of a newsletter's editions, the latest first: a JSON Feed, one item for each."""
    listed = [_item(variant, issue, site) for issue in issues]
    head = {
        "version": VERSION,
        "title": legal(site.title(variant)),
        "home_page_url": site.home,
        "feed_url": site.address(index_path(variant)),
        "description": legal(variant.description),
        "authors": [{"name": site.name.in_language(variant.language), "url": site.home}],
        "language": variant.language or "en",
        "_poliflash": {"about": site.about, "channel": variant.channel.name},
        "items": listed,
    }
    return orjson.dumps(head, option=orjson.OPT_INDENT_2) + b"\n"


def _item(variant: Variant, issue: Issue, site: Site) -> dict[str, Any]:
    its = edition_of(variant, issue.closed)
    return {
        "id": site.feed_id(its),
        "url": site.address(html_path(its)),
        "title": legal(its.title),
        "content_text": legal(its.description),
        "date_published": rfc3339(roman(issue.at)),
        "date_modified": rfc3339(issue.updated),
        "language": variant.language or "en",
        "attachments": [
            {"url": site.self_link(its, "rss"), "mime_type": "application/rss+xml"},
            {"url": site.self_link(its, "atom"), "mime_type": "application/atom+xml"},
            {"url": site.self_link(its, "json"), "mime_type": "application/feed+json"},
        ],
    }
