"""Atom documents (RFC 4287)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from feeds.content import channel_terms
from feeds.dates import rfc3339
from feeds.entry import Entry
from feeds.generator import atom_entry
from feeds.items import render_items
from feeds.position import ALONE, Position
from feeds.rendered import Rendered
from feeds.site import Site
from feeds.xml import DECLARATION, NAMESPACES, tag
from schemas.channel import Variant

MEDIA_TYPE = "application/atom+xml"


def render(
    variant: Variant,
    entries: Sequence[Entry],
    site: Site,
    updated: datetime,
    position: Position = ALONE,
) -> Rendered:
    """The document of these entries in this order; `updated` is the newest change in it."""
    items, refused = render_items(atom_entry, entries, site, variant)
    head = "\n".join(f"  {line}" for line in _head(variant, site, updated, position))
    history = f'xmlns:fh="{NAMESPACES["fh"]}" ' if position.closed else ""
    start = (
        f'{DECLARATION}<feed xmlns="{NAMESPACES["atom"]}" xmlns:media="{NAMESPACES["media"]}" '
        f'{history}xml:lang="{variant.language or "en"}">\n{head}\n'
    )
    body = b"".join(item + b"\n" for item in items)
    return Rendered(start.encode() + body + b"</feed>\n", refused)


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
