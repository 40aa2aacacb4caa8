"""RSS 2.0 documents."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from feeds.check import FRAME, PROBE
from feeds.content import channel_terms
from feeds.dates import rfc822, whole_second
from feeds.entry import Entry
from feeds.generator import rss_item
from feeds.items import render_items
from feeds.position import ALONE, Position
from feeds.rendered import ItemKind, Rendered
from feeds.site import Site
from feeds.start import start_of
from feeds.xml import DECLARATION, NAMESPACES, tag
from schemas.channel import Variant

_PREFIXES = ("atom", "content", "dc", "media")
MEDIA_TYPE = "application/rss+xml"
_END = b"  </channel>\n</rss>\n"


def render(
    variant: Variant,
    entries: Sequence[Entry],
    site: Site,
    updated: datetime,
    position: Position = ALONE,
) -> Rendered:
    """The document of these entries in this order; `updated` is the newest change in it."""
    items, refused = render_items(ITEM, entries, site, variant)
    start = start_of(_written, _built, variant, site, updated, position)
    return Rendered(ITEM, start, items, _END, refused)


def _built(updated: datetime) -> str:
    return rfc822(whole_second(updated))


def _written(variant: Variant, site: Site, updated: datetime, position: Position) -> bytes:
    prefixes = (*_PREFIXES, "fh") if position.closed else _PREFIXES
    return _start(prefixes, _head(variant, site, updated, position))


def _start(prefixes: Iterable[str], head: Iterable[str]) -> bytes:
    namespaces = "".join(f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in prefixes)
    lines = "".join(f"    {line}\n" for line in head)
    return f'{DECLARATION}<rss version="2.0"{namespaces}>\n  <channel>\n{lines}'.encode()


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
    yield tag("lastBuildDate", _built(updated))
    yield tag("generator", "Poliflash" if position.lasting else f"Poliflash {site.version}")
    yield tag("docs", "https://www.rssboard.org/rss-specification")
    if site.icon:
        image = tag("url", site.icon) + tag("title", title) + tag("link", site.home)
        yield f"<image>{image}</image>"


_LEAST = (
    *(tag(name, "x") for name in ("title", "link", "description")),
    tag("atom:link", rel="self", href=FRAME),
)
ITEM = ItemKind(
    format="rss",
    write=rss_item,
    joint=b"",
    start=_start(_PREFIXES, _LEAST),
    end=_END,
    probe=f"<item><title>x</title><link>x</link><guid>{PROBE}</guid></item>".encode(),
)
