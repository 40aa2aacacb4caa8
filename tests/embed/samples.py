"""Cards documents for tests of what embeds them."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from feeds.embed.cards import cards_document, written
from feeds.entry import Entry
from schemas.channel import Variant
from schemas.embed import CardsDocument
from tests.builders import NOON, channel
from tests.feeds.samples import entry, site

MEDIA = "https://www.example.org/poliflash/media/3f/3f2a91c0d4e5b6a7988091a2b3c4d5e6"


def copies(width: int = 1200, height: int = 675) -> tuple[dict[str, Any], ...]:
    """The copies of a picture, as a card has them."""
    return tuple(
        {
            "url": f"{MEDIA}-{wide}.{suffix}",
            "width": wide,
            "height": round(height * wide / width),
            "bytes": 20_000,
            "media_type": media_type,
        }
        for wide in (1200, 600, 320)
        for suffix, media_type in (("jpg", "image/jpeg"), ("webp", "image/webp"))
    )


def pictured(**overrides: Any) -> dict[str, Any]:
    """A picture with copies, described and credited."""
    return {
        "url": f"{MEDIA}-1200.jpg",
        "width": 1200,
        "height": 675,
        "bytes": 81_234,
        "media_type": "image/jpeg",
        "alt": "La barca solare in bacino",
        "credit": "Anna Bo",
        "renditions": copies(),
        **overrides,
    }


@cache
def entries() -> tuple[Entry, ...]:
    """One of each kind: pinned, in another language, without picture, date or teaser, hostile."""
    return (
        *(entry(title=f"Storia numero {n}", image=pictured()) for n in range(7, 13)),
        entry(title="Una barca che va a sole", image=pictured(), editor={"pinned": True}),
        entry(
            title="A battery made of salt",
            teaser="Researchers store energy for ten hours.",
            language="en",
            section="awards",
            image=pictured(renditions=(), url="https://news.example.org/salt.jpg", alt=None),
        ),
        entry(title="Senza immagine", section="students"),
        entry(
            title='<img src=x onerror="alert(1)"></script><b>',
            teaser="</script><script>alert(1)</script> & “altro”",
            rights={"text": "teaser", "attribution": "Ufficio stampa </li>"},
        ),
        entry(title="Senza data", teaser="", published=None, section="at_polito"),
        entry(title="Misure ignote", image={"url": "https://news.example.org/unmeasured.jpg"}),
    )


def embedded_in(language: Any = "it", **overrides: Any) -> Variant:
    """A variant called `stories`; overrides are its channel's."""
    values = {"name": "stories", "title": {"it": "Storie", "en": "Stories"}, **overrides}
    return Variant(channel=channel(**values), language=language)


def document(shown: Sequence[Entry] | None = None, language: Any = "it") -> CardsDocument:
    """The cards document of these entries, or of one of each kind."""
    its = entries() if shown is None else shown
    return cards_document(embedded_in(language), its, site(), NOON)


def cards_json(shown: Sequence[Entry] | None = None, language: Any = "it") -> bytes:
    """Its bytes."""
    return written(document(shown, language))
