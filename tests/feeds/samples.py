"""Entries, a site and the three renderers for tests of documents."""

from collections.abc import Callable, Sequence
from typing import Any

from lxml import etree

from feeds import atom, json_feed, rss
from feeds.entry import Entry, origin_of
from feeds.rendered import ItemKind, Rendered
from feeds.site import Site
from schemas.channel import Format, Variant
from tests.builders import NOON, card, channel, source

RENDERERS: dict[Format, Callable[..., Rendered]] = {
    "rss": rss.render,
    "atom": atom.render,
    "json": json_feed.render,
}
KINDS: dict[Format, ItemKind] = {"rss": rss.ITEM, "atom": atom.ITEM, "json": json_feed.ITEM}

PICTURE: dict[str, Any] = {
    "url": "https://news.example.org/pictures/boat.jpg",
    "width": 1200,
    "height": 675,
    "bytes": 81234,
    "media_type": "image/jpeg",
    "alt": 'The "Arborella" & crew',
    "credit": "Anna Bo",
}


def facts(element: etree._Element | None) -> dict[str, str]:
    """An element's attributes; an element that is missing fails the test."""
    assert element is not None
    return {str(name): str(value) for name, value in element.items()}


def site(**overrides: Any) -> Site:
    """A site below a path prefix."""
    values = {
        "public_url": "https://www.example.org/poliflash",
        "name": {"it": "Poliflash", "en": "Poliflash"},
        "home": "https://www.example.org/",
        "version": "0.1.0",
        **overrides,
    }
    return Site.model_validate(values)


def entry(released: Any = None, twins: Any = (), **overrides: Any) -> Entry:
    """An entry of a built card; overrides are the card's."""
    origin = origin_of(source())
    return Entry(card=card(**overrides), origin=origin, released=released, twins=twins)


def variant(language: Any = None, **overrides: Any) -> Variant:
    """A variant of a built channel; overrides are the channel's."""
    return Variant(channel=channel(**overrides), language=language)


def rendered(format_: Format, entries: Sequence[Entry], shown: Variant | None = None) -> bytes:
    """The document of these entries."""
    return RENDERERS[format_](shown or variant(), entries, site(), NOON).content
