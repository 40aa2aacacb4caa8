"""The last look at a document before it replaces the one that is being served."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import orjson
from lxml import etree

from feeds.kept import Kept
from feeds.rendered import ItemKind, Rendered, Written
from feeds.xml import NAMESPACES, qualified
from schemas.channel import Format
from schemas.errors import PublishError

VERSION = "https://jsonfeed.org/version/1.1"
"""Of JSON Feed."""
FRAME = "urn:poliflash:frame"
"""What the least document around items calls itself."""
PROBE = "urn:poliflash:probe"
"""The id of the item that shows where items are read."""
_MOMENT = re.compile(rb'(<lastBuildDate>|<updated>|"updated":")[\w:.,+ -]+')
"""When a document last changed; such characters end no element and no string."""
_SOUND: Kept[bool] = Kept(1024)
"""The envelopes that were read back, by the addresses they call themselves."""

# What a look at each item one by one would find, found at once.
_RSS_GAPS = etree.XPath("item[not(string(title)) or not(string(link))]")
_ATOM_GAPS = etree.XPath(
    "a:entry[not(string(a:id)) or not(string(a:title)) or not(string(a:updated))]",
    namespaces={"a": NAMESPACES["atom"]},
)
_RSS_IDS = etree.XPath("item/guid[1]")
_ATOM_IDS = etree.XPath("a:entry/a:id[1]", namespaces={"a": NAMESPACES["atom"]})
_RSS_NAMELESS = etree.XPath("item[not(guid)]")
_ATOM_NAMELESS = etree.XPath("a:entry[not(a:id)]", namespaces={"a": NAMESPACES["atom"]})


class _Read(NamedTuple):
    """What a document says of itself."""

    address: str | None
    ids: list[str | None]
    """In their order; None for each item without one, behind them."""
    gaps: list[str]
    """Required parts that are missing."""


def reread(content: bytes, format_: Format, address: str) -> tuple[str, ...]:
    """The ids of the document's items, read back from its bytes.

    PublishError where it is not well-formed, lacks a required part, names an id twice, or calls
    itself anything but `address`.
    """
    read = _read(content, format_, address)
    if problems := list(_problems(read, address)):
        raise PublishError("; ".join(problems[:5]), subject=address)
    return tuple(filter(None, read.ids))


def reread_items(kind: ItemKind, items: Iterable[Written]) -> None:
    """Read new items back, once for all documents they will stand in.

    PublishError where one lacks a required part, is not well-formed by itself, or is not exactly
    one item under its card's id. Behind each stands a probe: it is found in its place only where
    everything before it is closed.
    """
    wanted, parts = [], []
    for item in items:
        wanted += [item.card, PROBE]
        parts += [item.content, kind.probe]
    content = kind.start + kind.joint.join(parts) + kind.end
    read = _read(content, kind.format, FRAME)
    if read.gaps or read.address != FRAME or read.ids != wanted:
        told = "; ".join(read.gaps) or f"its items are {read.ids}, not {wanted}"
        raise PublishError(f"cannot be read back: {told}", subject=FRAME)


def reread_parts(made: Rendered, address: str) -> None:
    """Read a document's envelope back, unless nothing but its instant is new.

    The items were read when they were written (`reread_items`): what is well-formed by itself is
    so, too, where the probe was found. PublishError as `reread`.
    """
    envelope = (made.kind.format, _MOMENT.sub(rb"\1", made.start, count=1), made.end)
    if _SOUND.find(address, *envelope) is None:
        _reread_envelope(made, address)
        _SOUND.keep(address, True, *envelope)
    if len(made.items) != len({item.card for item in made.items}):
        twice = [name for name, n in Counter(x.card for x in made.items).items() if n > 1]
        raise PublishError(f"{', '.join(twice)} stands in it twice", subject=address)


def _reread_envelope(made: Rendered, address: str) -> None:
    """With a probe in the place of its items."""
    kind = made.kind
    if reread(made.start + kind.probe + made.end, kind.format, address) != (PROBE,):
        raise PublishError("does not hold its items where they are read", subject=address)


def _problems(read: _Read, address: str) -> Iterator[str]:
    yield from read.gaps
    if read.address != address:
        yield f"calls itself {read.address}"
    for name, times in Counter(read.ids).items():
        if not name:
            yield f"{times} item(s) without an id"
        elif times > 1:
            yield f"{name} stands in it {times} times"


def _read(content: bytes, format_: Format, address: str) -> _Read:
    try:
        return {"rss": _rss, "atom": _atom, "json": _json}[format_](content)
    except (etree.XMLSyntaxError, orjson.JSONDecodeError) as error:
        raise PublishError(f"is not well-formed: {error}", subject=address) from None


def tree(content: bytes) -> etree._Element:
    """The root, no entity followed. XMLSyntaxError where it is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(content, parser)


def _rss(content: bytes) -> _Read:
    root = tree(content)
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        return _Read(None, [], ["is no RSS document"])
    gaps = _missing(channel, ("title", "link", "description"))
    gaps += [
        gap for item in _found(_RSS_GAPS, channel) for gap in _missing(item, ("title", "link"))
    ]
    ids = _ids(_RSS_IDS, _RSS_NAMELESS, channel)
    return _Read(_self_link(channel, qualified("atom:link")), ids, gaps)


def _atom(content: bytes) -> _Read:
    root = tree(content)
    if root.tag != qualified("atom:feed"):
        return _Read(None, [], ["is no Atom document"])
    required = tuple(qualified(f"atom:{name}") for name in ("id", "title", "updated"))
    gaps = [
        gap for element in (root, *_found(_ATOM_GAPS, root)) for gap in _missing(element, required)
    ]
    ids = _ids(_ATOM_IDS, _ATOM_NAMELESS, root)
    return _Read(_self_link(root, qualified("atom:link")), ids, gaps)


def _json(content: bytes) -> _Read:
    feed = orjson.loads(content)
    if not isinstance(feed, dict) or feed.get("version") != VERSION:
        return _Read(None, [], ["is no JSON Feed document"])
    all_ = feed.get("items", [])
    items: list[dict[str, Any]] = [item if isinstance(item, dict) else {} for item in all_]
    gaps = [f"{name} is missing" for name in ("title", "items") if name not in feed]
    gaps += [
        f"{item.get('id')} has no content"
        for item in items
        if not ("content_html" in item or "content_text" in item)
    ]
    return _Read(feed.get("feed_url"), [item.get("id") for item in items], gaps)


def _ids(named: etree.XPath, nameless: etree.XPath, element: etree._Element) -> list[str | None]:
    ids: list[str | None] = [found.text or "" for found in _found(named, element)]
    return ids + [None] * len(_found(nameless, element))


def _found(those: etree.XPath, element: etree._Element) -> list[etree._Element]:
    found = those(element)
    return [x for x in found if isinstance(x, etree._Element)] if isinstance(found, list) else []


def _missing(element: etree._Element, names: tuple[str, ...]) -> list[str]:
    where = etree.QName(element).localname
    return [f"{name} is missing in {where}" for name in names if not element.findtext(name)]


def _self_link(element: etree._Element, name: str) -> str | None:
    links = [link.get("href") for link in element.findall(name) if link.get("rel") == "self"]
    return links[0] if len(links) == 1 else None
