"""The stories of a cards document as a piece of HTML, to be included in a page."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from feeds.structured import item_list
from feeds.templating import replaced
from schemas.embed import CardsDocument, Layout, Look, Theme

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
        "listed": item_list(document.title, ((card.url, card.title) for card in cards)),
    }
    return replaced(TEMPLATES[look.theme], folder, known).encode()
