"""JSON Feed 1.1 documents."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson

from feeds import card_json
from feeds.check import FRAME, PROBE, VERSION
from feeds.content import address, channel_terms, html_of, subjects, title_of
from feeds.dates import rfc3339, roman
from feeds.entry import Entry
from feeds.items import render_items
from feeds.position import ALONE, Position
from feeds.rendered import ItemKind, Rendered
from feeds.site import Site
from feeds.start import start_of
from feeds.xml import legal
from schemas.card import Image
from schemas.channel import Variant
from schemas.vocabulary import SECTIONS

MEDIA_TYPE = "application/feed+json"
_BEFORE, _END = b',"items":[\n', b"\n]}\n"


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
    return _start(_head(variant, site, updated, position))


def _start(head: dict[str, Any]) -> bytes:
    return orjson.dumps(head).removesuffix(b"}") + _BEFORE


def _head(variant: Variant, site: Site, updated: datetime, position: Position) -> dict[str, Any]:
    lasting = position.lasting
    return _filled(
        {
            "version": VERSION,
            "title": legal(site.title(variant)),
            "home_page_url": site.home,
            "feed_url": position.address(variant, "json", site),
            "next_url": dict(position.links(variant, "json", site)).get("prev-archive"),
            "description": legal(variant.description),
            "icon": site.icon,
            "authors": [{"name": site.name.in_language(variant.language), "url": site.home}],
            "language": variant.language or "en",
            "hubs": [{"type": "WebSub", "url": hub} for hub in site.hubs if not lasting],
            "_poliflash": _filled(
                {
                    "about": site.about,
                    "version": None if lasting else site.version,
                    "channel": variant.channel.name,
                    "updated": rfc3339(updated),
                    "rights": channel_terms(variant),
                }
            ),
        }
    )


def json_item(entry: Entry, site: Site, link: str) -> bytes:
    """The card as an item. CardError or ValueError where it cannot be one."""
    card = entry.card
    html = html_of(card)
    item = {
        "id": card.id,
        "url": link,
        "title": title_of(card),
        "summary": legal(card.teaser),
        "content_html": html,
        "content_text": None if html else legal(card.teaser) or title_of(card),
        "image": card.image and address(card.image.url),
        "date_published": entry.published and rfc3339(roman(entry.published)),
        "date_modified": rfc3339(card.updated),
        "authors": [
            _filled({"name": legal(author.name), "url": author.url}) for author in card.authors
        ],
        "tags": list(dict.fromkeys([*subjects(card).values(), *map(legal, card.tags)])),
        "language": card.language,
        "attachments": _attachments(card.image),
        "_poliflash": _extension(entry, site),
    }
    return orjson.dumps(_filled(item))


def _attachments(image: Image | None) -> list[dict[str, Any]]:
    if image is None or image.media_type is None:
        return []
    size = {"size_in_bytes": image.bytes} if image.bytes else {}
    return [{"url": address(image.url), "mime_type": image.media_type, **size}]


def _extension(entry: Entry, site: Site) -> dict[str, Any]:
    """What JSON Feed has no word for; the page `about` names explains it."""
    card = entry.card
    return _filled(
        {
            "source": {
                "slug": card.source, "name": legal(entry.origin.name), "url": entry.origin.home
            },
            "section": {
                "slug": card.section, "label": SECTIONS[card.section].in_language(card.language)
            },
            "kind": card.kind,
            "story": card.story,
            "first_seen": rfc3339(card.first_seen),
            "precision": card.published_precision,
            "topics": list(subjects(card)),
            "departments": list(card.departments),
            "projects": list(card.projects),
            "people": list(card.people),
            "image": _picture(card.image),
            "also_at": [pickup.model_dump() for pickup in card.also_at],
            "translations": [twin.model_dump() for twin in entry.twins],
            "rights": _filled(dict(card.rights)),
            "card": site.address(card_json.path(card)),
        }
    )  # fmt: skip


def _picture(image: Image | None) -> dict[str, Any]:
    if image is None:
        return {}
    return _filled(
        {
            "width": image.width,
            "height": image.height,
            "alt": legal(image.alt or ""),
            "credit": legal(image.credit or ""),
            "fallback": image.fallback,
        }
    )


def _filled(table: dict[str, Any]) -> dict[str, Any]:
    """The table without what is empty or unknown."""
    # Nothing that is true is empty, and most values are.
    return {k: v for k, v in table.items() if v or v not in (None, "", [], {}, ())}


ITEM = ItemKind(
    format="json",
    write=json_item,
    joint=b",\n",
    start=_start({"version": VERSION, "title": "x", "feed_url": FRAME}),
    end=_END,
    probe=orjson.dumps({"id": PROBE, "content_text": "x"}),
)
