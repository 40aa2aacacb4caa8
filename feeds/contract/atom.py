"""The promises of an Atom document."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from feeds.check import tree
from feeds.contract import markup
from feeds.contract.markup import Defect
from feeds.contract.media import measured, pictures
from feeds.contract.rss import archived
from feeds.taking import instant
from feeds.xml import qualified

_ID = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)


def _texts(element: etree._Element, name: str) -> list[str]:
    return [found.text or "" for found in element.findall(qualified(name))]


def _links(element: etree._Element) -> list[etree._Element]:
    return element.findall(qualified("atom:link"))


def defects(content: bytes, now: datetime) -> Iterator[Defect]:
    """What is wrong with it."""
    root = tree(content)
    entries = root.findall(qualified("atom:entry"))
    yield from _feed(root, now)
    for number, entry in enumerate(entries, 1):
        (name,) = _texts(entry, "atom:id")[:1] or [""]
        yield from _entry(f"entry {number} ({name})", entry, now)
    changes = Counter(date for entry in entries for date in _texts(entry, "atom:updated"))
    for date, times in changes.items():
        if times > 1:
            yield Defect(23, "entries", f"{times} were updated at the same instant, {date}")
    dates = (next(iter(_texts(entry, "atom:published")), "") for entry in entries)
    yield from markup.newest_first(map(instant, dates))


def _feed(root: etree._Element, now: datetime) -> Iterator[Defect]:
    relations = [link.get("rel") for link in _links(root)]
    if relations[:1] != ["alternate"]:
        yield Defect(20, "feed", "its page is not the first link")
    if not root.findall(qualified("atom:author")):
        yield Defect(20, "feed", "no author")
    yield from _permanent("feed", root)
    yield from _dates("feed", root, now)
    yield from archived(root, relations)
    if root.getprevious() is not None:
        yield Defect(50, "document", f"{str(root.getprevious())[:60]} before the root")


def _entry(where: str, entry: etree._Element, now: datetime) -> Iterator[Defect]:
    yield from _permanent(where, entry)
    yield from _dates(where, entry, now)
    pages = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in _links(entry)
        if link.get("rel", "alternate") == "alternate"
    )
    if not pages and entry.find(qualified("atom:content")) is None:
        yield Defect(21, where, "neither content nor a page")
    if max(pages.values(), default=0) > 1:
        yield Defect(25, where, "two pages of one type and language")
    for link in _links(entry):
        yield from markup.address(25, f"{where} link", link.get("href"))
        if link.get("rel") == "enclosure":
            yield from measured(where, link.get("length"), link.get("type"))
    for text in _texts(entry, "atom:title"):
        yield from markup.plain(10, f"{where} title", text)
    yield from _content(where, entry)
    yield from pictures(where, entry)


def _permanent(where: str, element: etree._Element) -> Iterator[Defect]:
    if not all(_ID.fullmatch(text) for text in _texts(element, "atom:id")):
        yield Defect(22, where, "its id is no IRI")


def _dates(where: str, element: etree._Element, now: datetime) -> Iterator[Defect]:
    for name in ("atom:updated", "atom:published"):
        for text in _texts(element, name):
            yield from markup.date(26, f"{where} {name}", text, rfc822=False, now=now)


def _content(where: str, entry: etree._Element) -> Iterator[Defect]:
    for content in entry.findall(qualified("atom:content")):
        if content.get("type") not in ("html", "text", "xhtml"):
            yield Defect(24, where, f"content of type {content.get('type')!r}")
        yield from markup.html(where, content.text or "")
    for category in entry.findall(qualified("atom:category")):
        if not category.get("term"):
            yield Defect(26, where, "a category without a term")
