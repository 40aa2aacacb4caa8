"""The stories of a cards document as a piece of HTML, to be included in a page."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson

from feeds.templating import replaced
from schemas.embed import CardsDocument, Embedded, Layout, Look, Theme

TEMPLATES: Mapping[Theme, str] = MappingProxyType(
    {"plain": "fragment.html", "bootstrap-italia": "fragment-bootstrap-italia.html"}
)
"""What an operator may replace."""
_GRID = "(min-width: 48rem) 24rem, 100vw"
_LIST = "(min-width: 36rem) 16rem, 100vw"
_LEAD = "(min-width: 48rem) 48rem, 100vw"
_SIZES: Mapping[Layout, tuple[str, str]] = MappingProxyType(
    {"grid": (_GRID, _GRID), "list": (_LIST, _LIST), "featured": (_GRID, _LEAD)}
)
"""The `sizes` of pictures, and of the first one; the component says the same."""
_NO_TAGS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def render_fragment(
    document: CardsDocument, look: Look | None = None, folder: Path | None = None
) -> bytes:
    """The document's first stories in a look; `folder`: an operator's templates.

    SettingsError where one of these cannot be used.
    """
    look = look or Look()
    cards = document.cards[: look.limit]
    sizes, lead_sizes = _SIZES[look.layout]
    known = {
        "document": document,
        "cards": cards,
        "words": document.words,
        "updated": document.updated.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "level": look.heading_level,
        "layout": look.layout,
        "sizes": sizes,
        "lead_sizes": lead_sizes,
        "listed": item_list(document, cards),
    }
    return replaced(TEMPLATES[look.theme], folder, known).encode()


def item_list(document: CardsDocument, cards: tuple[Embedded, ...]) -> str:
    """An `ItemList` of schema.org; it can end no `<script>` (HTML, 4.12.1.3)."""
    items: list[dict[str, Any]] = [
        {"@type": "ListItem", "position": position, "url": card.url, "name": card.title}
        for position, card in enumerate(cards, start=1)
    ]
    listed = {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": document.title,
        "numberOfItems": len(items),
        "itemListElement": items,
    }
    return orjson.dumps(listed).decode().translate(_NO_TAGS)
