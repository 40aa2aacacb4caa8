"""The stories of a cards document as a piece of HTML, to be included in a page."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from markupsafe import Markup

from feeds.kept import Kept
from feeds.structured import item_list
from feeds.templating import replaced, template
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
_SHOWN: Kept[Markup] = Kept(2048)


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
        "shown": lambda card, its: _shown(card, its, look.heading_level, document),
    }
    return replaced(TEMPLATES[look.theme], folder, known).encode()


def _shown(card: Embedded, sizes: str, level: int, document: CardsDocument) -> Markup:
    """A story as an element of the list; most are in many documents, and the same next time."""
    words, foreign = document.words, card.language != document.language
    told = {"photo": words.photo, "tongue": words.tongues[card.language] if foreign else None}
    key = (card.id, sizes, level, document.language)
    if (known := _SHOWN.find(key, card, told)) is not None:
        return known
    part = template("parts/fragment-card.html")
    made = part.render(card=card, sizes=sizes, level=level, **told)
    return _SHOWN.keep(key, Markup(made), card, told)  # noqa: S704  # escaped by its template
