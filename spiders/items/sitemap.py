"""XML sitemaps (https://www.sitemaps.org/protocol.html), their indexes and news sitemaps."""

import re
import zlib
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

from lxml import etree
from lxml.etree import _Element

from schemas.errors import HostileInput, NotAFeed
from schemas.extracted import Extracted, ImageFound
from schemas.rules import SitemapRules
from schemas.source import Source
from spiders.dates import moment
from spiders.items.guard import refuse_entities, root_element
from spiders.items.instead import instead
from spiders.items.item import Feed, FeedItem, given, item_of, whole_address
from spiders.items.json_feed import language_of
from spiders.links import address_of, is_ours

LARGEST = 50 * 2**20
"""Bytes of an unpacked sitemap, as the protocol has it."""
MOST = 50_000
"""Addresses in one sitemap, as the protocol has it; what follows is not read."""
MOST_TAGS = 1_000_000
_GZIP = b"\x1f\x8b"
_NEWS_KEYWORDS = re.compile(r"[,;]")


def feed_from_sitemap(body: bytes, url: str, source: Source) -> Feed:
    """The stories, or the sitemaps, that a sitemap lists, newest first where it has dates.

    Raises NotAFeed for what is no sitemap, HostileInput for bombs.
    """
    text = _unpacked(body)
    refuse_entities(text)
    if text.count(b"<") > MOST_TAGS:
        raise HostileInput(f"the sitemap has more than {MOST_TAGS} tags")
    root = root_element(text)
    if root not in ("urlset", "sitemapindex"):
        raise NotAFeed(f"a sitemap was expected, but {instead(text.lstrip(), root)}")
    rules = source.rules
    assert isinstance(rules, SitemapRules), "only they list sitemaps"
    if root == "sitemapindex":
        return Feed(items=(), parts=_maps(text, url, source, rules))
    items = [item for entry in _entries(text, "url") if (item := _item(entry, url, source))]
    items.sort(key=_day, reverse=True)
    return Feed(items=tuple(items[: rules.max_links]))


def _day(item: FeedItem) -> date:
    when = item.dated or item.extracted.published
    return when.day if when else date.min


def _unpacked(body: bytes) -> bytes:
    """The document out of a `.xml.gz`."""
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        text = unpacker.decompress(body, LARGEST)
    except zlib.error as error:
        raise NotAFeed(f"a sitemap was expected, but its compression is broken: {error}") from None
    if unpacker.unconsumed_tail:
        raise HostileInput(f"the sitemap unpacks to more than {LARGEST // 2**20} MiB")
    return text


def _maps(text: bytes, url: str, source: Source, rules: SitemapRules) -> tuple[str, ...]:
    """The sitemaps of an index that are wanted, newest first."""
    found: dict[str, date] = {}
    for entry in _entries(text, "sitemap"):
        address = address_of(entry.get("loc", ""), url, source)
        changed = moment(entry.get("lastmod", ""))
        wanted = not rules.maps or any(re.search(p, address or "") for p in rules.maps)
        if address and wanted and is_ours(address, source):
            found[address] = changed.day if changed else date.min
    return tuple(sorted(found, key=lambda address: found[address], reverse=True))


def _entries(text: bytes, name: str) -> Iterator[dict[str, Any]]:
    """What each `url` or `sitemap` says, by the local names of its elements."""
    events = etree.iterparse(
        BytesIO(text), tag=f"{{*}}{name}", resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for number, (_, element) in enumerate(events):
            if number >= MOST:
                return
            yield _said(element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise NotAFeed(f"a sitemap was expected, but it is not well-formed: {error.msg}") from None


def _said(element: _Element) -> dict[str, Any]:
    found: dict[str, Any] = {"links": []}
    for part in element.iter("{*}*"):
        tag = etree.QName(part)
        space = "image:" if "image" in (tag.namespace or "") else ""
        if tag.localname == "link":
            found["links"].append((part.get("hreflang"), part.get("href")))
        elif text := (part.text or "").strip():
            found.setdefault(space + tag.localname, text)
    return found


def _item(entry: dict[str, Any], url: str, source: Source) -> FeedItem | None:
    link = address_of(entry.get("loc", ""), url, source)
    if link is None or not is_ours(link, source):
        return None
    changed = moment(entry.get("lastmod", ""))
    tags = (tag.strip() for tag in _NEWS_KEYWORDS.split(entry.get("keywords", "")))
    fields = {
        "title": entry.get("title"),
        "published": moment(entry.get("publication_date", "")),
        "language": language_of(entry.get("language")),
        "tags": tuple(dict.fromkeys(tag for tag in tags if tag)),
        "image": _image(entry, url),
        "translations": _translations(entry, link, url, source),
    }
    said = Extracted.model_validate({"url": link, **given(fields, "listing")})
    return item_of(said, source, dated=changed, version=entry.get("lastmod"))


def _image(entry: dict[str, Any], url: str) -> ImageFound | None:
    address = whole_address(entry.get("image:loc", ""), url)
    return ImageFound(url=address) if address else None


def _translations(entry: dict[str, Any], link: str, url: str, source: Source) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag, href in entry["links"]:
        language, address = language_of(tag), address_of(href or "", url, source)
        if language and address and address != link:
            found.setdefault(language, address)
    return found
