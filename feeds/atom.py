"""Atom documents (RFC 4287)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from feeds.check import FRAME, PROBE
from feeds.content import channel_terms
from feeds.dates import rfc3339
from feeds.entry import Entry
from feeds.generator import atom_entry
from feeds.items import render_items
from feeds.position import ALONE, Position
from feeds.rendered import ItemKind, Rendered
from feeds.site import Site
from feeds.start import start_of
from feeds.xml import DECLARATION, NAMESPACES, tag
from schemas.channel import Variant

MEDIA_TYPE = "application/atom+xml"
_END = b"</feed>\n"


def render(
    variant: Variant,
    entries: Sequence[Entry],
    site: Site,
    updated: datetime,
    position: Position = ALONE,
) -> Rendered:
    """The document of these entries in this order; `updated` is the newest change in it."""
    items, refused = render_items(ITEM, entries, site, variant)
    start = start_of(_written, rfc3339, variant, site, updated, position)
    return Rendered(ITEM, start, items, _END, refused)


def _written(variant: Variant, site: Site, updated: datetime, position: Position) -> bytes:
    history = f'xmlns:fh="{NAMESPACES["fh"]}" ' if position.closed else ""
    more = f'{history}xml:lang="{variant.language or "en"}"'
    return _start(more, _head(variant, site, updated, position))


def _start(more: str, head: Iterable[str]) -> bytes:
    lines = "".join(f"  {line}\n" for line in head)
    return (
        f'{DECLARATION}<feed xmlns="{NAMESPACES["atom"]}" xmlns:media="{NAMESPACES["media"]}" '
        f"{more}>\n{lines}"
    ).encode()


def _head(variant: Variant, site: Site, updated: datetime, position: Position) -> Iterator[str]:
    name = site.name.in_language(variant.language)
    yield tag("id", site.feed_id(variant))
    yield tag("title", site.title(variant))
    yield tag("subtitle", variant.description)
    yield tag("updated", rfc3339(updated))
    yield f"<author>{tag('name', name)}{tag('uri', site.home)}</author>"
    # The page first: some clients take the first link for the page, whatever its relation.
    yield tag("link", rel="alternate", type="text/html", href=site.home)
    own = position.address(variant, "atom", site)
    yield tag("link", rel="self", type=MEDIA_TYPE, href=own)
    for relation, address in position.links(variant, "atom", site):
        yield tag("link", rel=relation, type=MEDIA_TYPE, href=address)
    if position.closed:
        yield tag("fh:archive")
    if not position.lasting:
        yield from (tag("link", rel="hub", href=hub) for hub in site.hubs)
    yield tag("rights", channel_terms(variant))
    yield tag("generator", "Poliflash", version=None if position.lasting else site.version)
    if site.icon:
        yield tag("icon", site.icon)


_LEAST = (
    *(tag(name, "x") for name in ("id", "title", "updated")),
    tag("link", rel="self", href=FRAME),
)
ITEM = ItemKind(
    format="atom",
    write=atom_entry,
    joint=b"",
    start=_start('xml:lang="en"', _LEAST),
    end=_END,
    probe=f"<entry><id>{PROBE}</id><title>x</title><updated>x</updated></entry>".encode(),
)
