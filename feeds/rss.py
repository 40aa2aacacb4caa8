"""RSS 2.0 documents."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from feeds.content import channel_terms
from feeds.dates import rfc822, whole_second
from feeds.entry import Entry
from feeds.generator import rss_item
from feeds.items import render_items
from feeds.position import ALONE, Position
from feeds.rendered import Rendered
from feeds.site import Site
from feeds.xml import DECLARATION, NAMESPACES, tag
from schemas.channel import Variant

_PREFIXES = ("atom", "content", "dc", "media")
MEDIA_TYPE = "application/rss+xml"


def render(
    variant: Variant,
    entries: Sequence[Entry],
    site: Site,
    updated: datetime,
    position: Position = ALONE,
) -> Rendered:
    """The document of these entries in this order; `updated` is the newest change in it."""
    items, refused = render_items(rss_item, entries, site, variant)
    prefixes = (*_PREFIXES, "fh") if position.closed else _PREFIXES
    namespaces = "".join(f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in prefixes)
    head = "\n".join(f"    {line}" for line in _head(variant, site, updated, position))
    start = f'{DECLARATION}<rss version="2.0"{namespaces}>\n  <channel>\n{head}\n'
    body = b"".join(item + b"\n" for item in items)
    return Rendered(start.encode() + body + b"  </channel>\n</rss>\n", refused)


def _head(variant: Variant, site: Site, updated: datetime, position: Position) -> Iterator[str]:
    title = site.title(variant)
    yield tag("title", title)
    yield tag("link", site.home)
    yield tag("description", variant.description)
    own = position.address(variant, "rss", site)
    yield tag("atom:link", rel="self", type=MEDIA_TYPE, href=own)
    for relation, address in position.links(variant, "rss", site):
        yield tag("atom:link", rel=relation, type=MEDIA_TYPE, href=address)
    if position.closed:
        yield tag("fh:archive")
    if not position.lasting:
        yield from (tag("atom:link", rel="hub", href=hub) for hub in site.hubs)
    yield tag("language", variant.language or "en")
    yield tag("copyright", channel_terms(variant))
    yield tag("lastBuildDate", rfc822(whole_second(updated)))
    yield tag("generator", "Poliflash" if position.lasting else f"Poliflash {site.version}")
    yield tag("docs", "https://www.rssboard.org/rss-specification")
    if site.icon:
        image = tag("url", site.icon) + tag("title", title) + tag("link", site.home)
        yield f"<image>{image}</image>"
