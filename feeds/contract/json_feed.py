"""The promises of a JSON Feed document."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson

from feeds.contract import markup
from feeds.contract.markup import Defect
from feeds.taking import instant

_EXTENSION = re.compile(r"_[A-Za-z][^.]+")


def defects(content: bytes, now: datetime) -> Iterator[Defect]:
    """What is wrong with it."""
    feed = orjson.loads(content)
    items: list[dict[str, Any]] = feed["items"]
    for name in ("home_page_url", "feed_url"):
        yield from markup.address(27, name, feed.get(name))
    yield from _authors("feed", feed)
    yield from _next(feed)
    yield from _extension("feed", feed)
    if not feed.get("_poliflash", {}).get("about"):
        yield Defect(34, "feed", "_poliflash without the page about it")
    for number, item in enumerate(items, 1):
        yield from _item(f"item {number} ({item.get('id')})", item, now)
    yield from markup.newest_first(instant(item.get("date_published", "")) for item in items)


def _next(feed: dict[str, Any]) -> Iterator[Defect]:
    if "next_url" in feed:
        yield from markup.address(31, "next_url", feed["next_url"])
    if feed.get("next_url") == feed.get("feed_url"):
        yield Defect(31, "next_url", "leads to the document itself")
    for hub in feed.get("hubs", ()):
        if not {"type", "url"} <= hub.keys():
            yield Defect(31, "hubs", "a hub without type or address")


def _item(where: str, item: dict[str, Any], now: datetime) -> Iterator[Defect]:
    if not isinstance(item.get("id"), str):
        yield Defect(28, where, "its id is no string")
    yield from markup.address(13, f"{where} url", item.get("url"))
    for name in ("title", "summary", "content_text"):
        yield from markup.plain(29, f"{where} {name}", item.get(name, ""))
    yield from markup.html(where, item.get("content_html", ""))
    yield from _authors(where, item)
    for name in ("date_published", "date_modified"):
        if name in item:
            yield from markup.date(30, f"{where} {name}", item[name], rfc822=False, now=now)
    yield from _attached(where, item)
    yield from _extension(where, item)
    if "about" in item.get("_poliflash", {}):
        yield Defect(34, where, "explains our extension again")
    for name in ("title", "summary", "content_text", "content_html"):
        yield from markup.clean(f"{where} {name}", item.get(name, ""))


def _attached(where: str, item: dict[str, Any]) -> Iterator[Defect]:
    if "image" in item:
        yield from markup.address(13, f"{where} image", item["image"])
    for attachment in item.get("attachments", ()):
        if not {"url", "mime_type"} <= attachment.keys():
            yield Defect(30, where, "an attachment without address or type")
    if not markup.LANGUAGE.fullmatch(item.get("language", "")):
        yield Defect(30, where, f"language {item.get('language')!r}")


def _authors(where: str, table: dict[str, Any]) -> Iterator[Defect]:
    if "author" in table:
        yield Defect(30, where, "`author` is of version 1.0; it is `authors` now")
    if not all(author.get("name") or author.get("url") for author in table.get("authors", ())):
        yield Defect(30, where, "an author without name or address")


def _extension(where: str, table: dict[str, Any]) -> Iterator[Defect]:
    for name in table:
        if name.startswith("_") and not _EXTENSION.fullmatch(name):
            yield Defect(32, where, f"{name!r} is no name of an extension")
