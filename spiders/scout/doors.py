"""What a page announces about its site."""

import re
from urllib.parse import urljoin

from protego import Protego

from schemas.crawl import RobotsCopy
from schemas.types import Record
from spiders.extract.charset import utf8
from spiders.extract.head import Head, head_of
from spiders.extract.tree import parsed
from spiders.items.guard import root_element
from spiders.items.item import whole_address
from spiders.items.json_feed import language_of
from spiders.linked import linked_in
from spiders.places import origin_of

FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_COMMENTS = re.compile(r"comment", re.IGNORECASE)
_WORDPRESS = re.compile(rb"/wp-(?:content|includes|json)/", re.IGNORECASE)
_DRUPAL = re.compile(rb"/sites/(?:default|all)/|data-drupal-|/core/misc/drupal", re.IGNORECASE)
_LIST = 3
"""Stories that make a list."""
_PARTS = re.compile(r"\s+[|/\u2013\u2014\u00b7\u00bb-]\s+")
_PAGES = frozenset({"home", "homepage", "home page", "news", "notizie", "blog"})


class Doors(Record):
    """Where a site says it can be read, and what it calls itself."""

    feeds: tuple[str, ...] = ()
    """Announced with `<link rel="alternate">`."""
    wordpress: str | None = None
    """The posts of its REST interface; announced, or where WordPress has them."""
    drupal: bool = False
    name: str | None = None
    language: str | None = None


def is_feed(body: bytes) -> bool:
    """Whether an answer is a feed document."""
    text = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text[:1] == b"{":
        return b"jsonfeed.org/version" in text[:2_000]
    return root_element(text) in ("rss", "feed", "rdf")


def doors_of(html: bytes, url: str, charset: str | None = None) -> Doors:
    """What a page announces; raises HostileInput."""
    page = utf8(html, charset)
    root = parsed(page, url)
    head = head_of(root)
    language = root.get("lang") if root is not None else None
    return Doors(
        feeds=_feeds(head, url),
        wordpress=_wordpress(head, page, url),
        drupal=bool(_DRUPAL.search(page)) or "Drupal" in (head.first("generator") or ""),
        name=_name(head),
        language=language_of(language) or language_of(head.first("og:locale", "language")),
    )


def _feeds(head: Head, url: str) -> tuple[str, ...]:
    found = (
        whole_address(link.href, url)
        for link in head.hrefs("alternate")
        if (link.media_type or "").partition(";")[0].strip().lower() in FEED_TYPES
        and not _COMMENTS.search(link.href)
    )
    return tuple(dict.fromkeys(address for address in found if address))


def _wordpress(head: Head, page: bytes, url: str) -> str | None:
    posts = "wp/v2/posts"
    for link in head.hrefs("https://api.w.org/"):
        if root := whole_address(link.href, url):
            return root + posts if "rest_route=" in root else urljoin(root, posts)
    if _WORDPRESS.search(page) or "WordPress" in (head.first("generator") or ""):
        return f"{origin_of(url)}/wp-json/{posts}"
    return None


def _name(head: Head) -> str | None:
    """The site's own word, else the shortest part of the page's title."""
    if said := head.first("og:site_name", "application-name"):
        return said
    parts = [
        part
        for part in _PARTS.split(head.title or "")
        if part.strip().casefold() not in _PAGES | {""}
    ]
    return min(parts, key=len).strip() if parts else None


def sitemaps_in(robots: RobotsCopy | None) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names."""
    if robots is None or not 200 <= robots.status < 300:
        return ()
    named = (whole_address(line, robots.origin) for line in Protego.parse(robots.body).sitemaps)
    return tuple(dict.fromkeys(address for address in named if address))


def linked_on(html: bytes, url: str) -> bool:
    """Whether a page's JSON-LD lists stories, as a listing and no single story's page does."""
    root = parsed(utf8(html, None), url)
    return root is not None and len({address for address, _ in linked_in(root)}) >= _LIST
