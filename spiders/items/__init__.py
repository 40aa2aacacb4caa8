"""The items of feeds: RSS, Atom and JSON Feed documents to what each story says."""

from schemas.errors import NotAFeed
from schemas.source import Source
from spiders.items.guard import refuse_hostile, root_element
from spiders.items.instead import instead
from spiders.items.item import Feed, FeedItem
from spiders.items.json_feed import feed_from_json
from spiders.items.xml_feed import feed_from_xml

__all__ = ["Feed", "FeedItem", "feed_from"]

_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})


def feed_from(body: bytes, url: str, source: Source) -> Feed:
    """What a feed document holds; `url` is where it came from.

    Raises NotAFeed for everything that is no feed, HostileInput for bombs.
    """
    text = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text:
        raise NotAFeed("the answer is empty where a feed was expected")
    if text[:1] in (b"{", b"["):
        return feed_from_json(text, url, source)
    refuse_hostile(body)
    root = root_element(body)
    if root not in _ROOTS:
        raise NotAFeed(f"a feed was expected, but {instead(text, root)}")
    return feed_from_xml(body, url, source)
