"""A published document as the tools that read it take it."""

import re
from collections.abc import Iterable
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

import orjson
from lxml import etree

from feeds.check import tree
from feeds.consumers import FIELDS, Consumer, Field
from feeds.xml import qualified
from schemas.channel import Format
from schemas.errors import PublishError
from schemas.types import Instant, Record

_PICTURE = re.compile(r'<img\b[^>]*?\ssrc="([^"]*)"', re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_HTML = frozenset({"description", "content:encoded", "atom:content", "content_html"})
_PLACE = re.compile(r"(?P<name>[^\[@]+)(?:\[(?P<rel>\w+)\])?(?:@(?P<attribute>\w+))?")


class Taken(Record):
    """What a tool takes of one item; '' for what it does not find."""

    id: str
    link: str
    title: str
    date: str
    """As the document spells it."""
    at: Instant | None
    """The same as an instant, where it is a date."""
    image: str
    text: str
    """Without markup."""
    given_by: dict[Field, str]
    """Field → the element that gave it."""
    lacks: tuple[Field, ...]
    """What the tool needs and does not find: it passes over the item."""


class Opened:
    """A document's items, to be read by several tools."""

    def __init__(self, content: bytes, format_: Format, address: str) -> None:
        """PublishError where it is not well-formed; `address` names it."""
        self.format: Format = format_
        self._whole: Any
        self.items: list[Any]
        try:
            if format_ == "json":
                self._whole = orjson.loads(content)
                self.items = self._whole.get("items", [])
            else:
                root = tree(content)
                self._whole = root if format_ == "atom" else root.find("channel")
                self.items = _children(self._whole, "atom:entry" if format_ == "atom" else "item")
        except (etree.XMLSyntaxError, orjson.JSONDecodeError, AttributeError) as error:
            raise PublishError(f"is not well-formed: {error}", subject=address) from None

    def taken(self, consumer: Consumer) -> tuple[Taken, ...]:
        """Every item as a tool takes it, in the document's order."""
        return tuple(self._one(item, consumer) for item in self.items)

    def _one(self, item: Any, consumer: Consumer) -> Taken:
        found = {name: self._first(item, consumer.places(self.format, name)) for name in FIELDS}
        values = {name: value for name, (value, _) in found.items()}
        at = instant(values["date"])
        missing = (name for name in consumer.needs if not (at if name == "date" else values[name]))
        return Taken(
            **values | {"text": words(*found["text"])},
            at=at,
            given_by={name: place for name, (_, place) in found.items() if place},
            lacks=tuple(missing),
        )

    def _first(self, item: Any, places: Iterable[str]) -> tuple[str, str]:
        for place in places:
            if value := self._read(item, place):
                return value, place
        return "", ""

    def _read(self, item: Any, place: str) -> str:
        whole = place.removeprefix("channel ")
        name = whole.removesuffix(" img")
        holder = item if whole == place else self._whole
        value = _in_json(holder, name) if self.format == "json" else _in_xml(holder, name)
        if name == whole:
            return value
        picture = _PICTURE.search(value)
        return unescape(picture[1]) if picture else ""


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return element.findall(qualified(name))


def _in_xml(element: etree._Element, place: str) -> str:
    parts = _PLACE.fullmatch(place)
    assert parts is not None, place
    path = "/".join(qualified(step) for step in parts["name"].split("/"))
    for found in element.findall(path):
        if parts["rel"] in (None, found.get("rel")):
            value = found.get(parts["attribute"]) if parts["attribute"] else found.text
            return (value or "").strip()
    return ""


def _in_json(item: Any, place: str) -> str:
    for step in place.split("."):
        if isinstance(item, list):
            item = item[int(step)] if int(step) < len(item) else None
        else:
            item = item.get(step) if isinstance(item, dict) else None
    return str(item) if item else ""


def instant(date: str) -> datetime | None:
    """A date in RFC 822 or RFC 3339 as an instant; `None` for what is neither."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(date)
        except ValueError:
            continue
        return found if found.tzinfo else None
    return None


def words(text: str, place: str) -> str:
    """What a person reads of an element's text, on one line; some elements hold HTML."""
    plain = unescape(_TAG.sub(" ", text)) if place in _HTML else text
    return " ".join(plain.split())


def reached(at: datetime | None, consumer: Consumer, now: datetime) -> tuple[str, ...]:
    """The rhythms at which a first send now reaches back to an item; () where none are known."""
    if at is None:
        return ()
    return tuple(name for name, span in consumer.first.items() if now - span <= at <= now)
