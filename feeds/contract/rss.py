"""The promises of an RSS document."""

import re
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from feeds.check import tree
from feeds.contract import markup
from feeds.contract.markup import Defect
from feeds.contract.media import measured, pictures
from feeds.taking import instant
from feeds.xml import qualified

_DESCRIPTION_TAG = re.compile(r"<[a-z/!]", re.IGNORECASE)


def defects(content: bytes, now: datetime) -> Iterator[Defect]:
    """What is wrong with it."""
    root = tree(content)
    channel = root.find("channel")
    assert channel is not None
    items = channel.findall("item")
    yield from _channel(root, channel, now)
    for number, item in enumerate(items, 1):
        yield from _item(f"item {number} ({item.findtext('guid')})", item, now)
    yield from markup.newest_first(instant(item.findtext("pubDate") or "") for item in items)


def _channel(root: etree._Element, channel: etree._Element, now: datetime) -> Iterator[Defect]:
    if root.get("version") != "2.0":
        yield Defect(1, "rss", f"version {root.get('version')!r}, not 2.0")
    page = channel.findtext("link")
    yield from markup.address(2, "channel link", page)
    links = channel.findall(qualified("atom:link"))
    own = [link for link in links if link.get("rel") == "self"]
    if [link.get("type") for link in own] != ["application/rss+xml"]:
        yield Defect(3, "channel", "not one self link of type application/rss+xml")
    if page in [link.get("href") for link in own]:
        yield Defect(2, "channel link", "is the document, not the page for people")
    if (changed := channel.findtext("lastBuildDate")) is not None:
        yield from markup.date(8, "lastBuildDate", changed, rfc822=True, now=now)
    if not markup.LANGUAGE.fullmatch(channel.findtext("language") or ""):
        yield Defect(16, "channel", f"language {channel.findtext('language')!r}")
    yield from _image(channel)
    yield from archived(channel, [link.get("rel") for link in links])
    if root.getprevious() is not None:
        yield Defect(50, "document", f"{str(root.getprevious())[:60]} before the root")


def archived(channel: etree._Element, relations: list[str | None]) -> Iterator[Defect]:
    """An archive leads to the document that one subscribes to (RFC 5005, 4)."""
    history = "{http://purl.org/syndication/history/1.0}archive"
    if channel.find(history) is not None and "current" not in relations:
        yield Defect(35, "archive", "has no link to the current document")


def _image(channel: etree._Element) -> Iterator[Defect]:
    image = channel.find("image")
    for name in ("title", "link") if image is not None else ():
        if image is not None and image.findtext(name) != channel.findtext(name):
            yield Defect(16, "channel image", f"its {name} is not the channel's")


def _item(where: str, item: etree._Element, now: datetime) -> Iterator[Defect]:
    yield from markup.address(4, f"{where} link", item.findtext("link"))
    yield from _identity(where, item)
    if (published := item.findtext("pubDate")) is not None:
        yield from markup.date(6, f"{where} pubDate", published, rfc822=True, now=now)
    if (updated := item.findtext(qualified("atom:updated"))) is not None:
        yield from markup.date(7, f"{where} atom:updated", updated, rfc822=False, now=now)
    for name in ("title", qualified("dc:creator"), "category"):
        for found in item.findall(name):
            yield from markup.plain(10, f"{where} {name}", found.text or "")
    if _DESCRIPTION_TAG.search(item.findtext("description") or ""):
        yield Defect(11, where, "markup in the description")
    yield from markup.html(where, item.findtext(qualified("content:encoded")) or "")
    yield from _extras(where, item)
    yield from pictures(where, item)


def _identity(where: str, item: etree._Element) -> Iterator[Defect]:
    guid = item.find("guid")
    if guid is None or guid.get("isPermaLink") is None:
        yield Defect(5, where, "its guid does not say whether it is an address")
    elif guid.get("isPermaLink") == "true":
        yield from markup.address(5, f"{where} guid", guid.text)


def _extras(where: str, item: etree._Element) -> Iterator[Defect]:
    if item.find(qualified("content:encoded")) is not None and not item.findtext("description"):
        yield Defect(12, where, "a full text without a description")
    if item.find("author") is not None:
        yield Defect(14, where, "an author beside, or instead of, dc:creator")
    enclosures = item.findall("enclosure")
    if len(enclosures) > 1:
        yield Defect(15, where, f"{len(enclosures)} enclosures")
    for enclosure in enclosures:
        yield from markup.address(15, f"{where} enclosure", enclosure.get("url"))
        yield from measured(where, enclosure.get("length"), enclosure.get("type"))
    for category in item.findall("category"):
        if (domain := category.get("domain")) is not None:
            yield from markup.address(16, f"{where} category", domain)
