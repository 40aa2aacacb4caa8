"""The pages interface of Wagtail (https://docs.wagtail.org), however its keys are spelt."""

import string
from typing import Any

from schemas.errors import NotAFeed
from schemas.rules import MappedName, Path, WagtailRules
from schemas.source import Source
from spiders.items.instead import json_from
from spiders.items.item import Feed, FeedItem, item_of
from spiders.items.mapped import story, texts, under
from spiders.links import address_of

WAGTAIL: dict[MappedName, Path] = {
    "title": "title",
    "teaser": ("intro", "introduction", "abstract", "summary", "meta.search_description"),
    "body": ("body", "content"),
    "published": ("date", "meta.first_published_at", "first_published_at"),
    "updated": ("meta.last_published_at", "last_published_at"),
    "language": ("meta.locale", "locale"),
    "image": ("image.full_url", "image.url", "image.meta.download_url", "cover_image.url"),
    "image_alt": ("image.alt", "image.title"),
    "tags": ("tags", "tags.name"),
    "link": ("meta.html_url", "html_url", "url"),
    "guid": ("id", "pk"),
}
"""Where its tutorials put the fields."""


def feed_from_wagtail(body: bytes, url: str, source: Source) -> tuple[Feed, int]:
    """The items of a page of results and how many there are in all; raises NotAFeed."""
    document = json_from(body, "Wagtail's interface")
    found = under(document, "items")
    if not isinstance(found, list):
        told = next(iter(texts(document, "message")), "")
        said = f"the answer says: {told}" if told else "the answer is other JSON"
        raise NotAFeed(f"Wagtail's interface was expected, but {said}")
    items: list[FeedItem] = []
    troubles: list[str] = []
    for number, item in enumerate(found, 1):
        if (read := _item(item, url, source)) is not None:
            items.append(read)
        else:
            troubles.append(
                f"item {number} has no address; give the source `link`, as in …/{{slug}}/"
            )
    total = next(iter(texts(document, "meta.total_count")), "")
    feed = Feed(items=tuple(items), troubles=tuple(troubles))
    return feed, int(total) if total.isdecimal() else len(found)


def _item(item: Any, url: str, source: Source) -> FeedItem | None:
    rules = source.rules
    assert isinstance(rules, WagtailRules), "only they have a pattern of links"
    places = {**WAGTAIL, **rules.map}
    href = _filled(rules.link, item) if rules.link else next(iter(texts(item, places["link"])), "")
    link = address_of(href, url, source) if href else None
    if link is None:
        return None
    said = story(item, places, link, url, source, under)
    return item_of(said, source, version=next(iter(texts(item, places["updated"])), None))


def _filled(pattern: str, item: Any) -> str:
    """The address with the item's values in it; empty where one is missing."""
    names = [name for _, name, _, _ in string.Formatter().parse(pattern) if name]
    for name in names:
        value = next(iter(texts(item, (name, f"meta.{name}"))), "")
        if not value:
            return ""
        pattern = pattern.replace(f"{{{name}}}", value)
    return pattern
