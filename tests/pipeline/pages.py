"""Builders of pages, before and after cleaning."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from pipeline.decide import decide
from schemas.card import StoryCard
from schemas.decision import Cleaned, Decision, Past
from schemas.extracted import Extracted
from tests.builders import card_id

NOW = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL = "http://ateneo.localhost:8001/it/notizie/ponte"
SENTENCES = (
    "Il ponte della ferrovia compie cent’anni e impara a parlare con chi lo cura ogni giorno.",
    "Trenta sensori, sottili come un capello, misurano quanto si piega sotto ogni treno.",
    "I dati arrivano a un programma che riconosce la ruggine prima che si veda a occhio nudo.",
    "La prova durerà due inverni, poi toccherà ad altri sei viadotti della stessa linea.",
)
BODY = f"<p>{SENTENCES[0]} {SENTENCES[1]}</p>\n<p>{SENTENCES[2]} {SENTENCES[3]}</p>"


def extracted(**overrides: Any) -> Extracted:
    """An Italian story page that says everything."""
    values = {
        "url": URL,
        "title": "Il ponte che parla",
        "teaser": f"{SENTENCES[0]} {SENTENCES[1]}",
        "body": BODY,
        "published": {"day": "2026-03-01"},
        "image": {"url": "http://ateneo.localhost:8001/img/ponte.jpg", "alt": "Il ponte"},
        "provenance": {"title": "opengraph", "teaser": "opengraph", "image": "opengraph"},
        **overrides,
    }
    return Extracted.model_validate(values)


def page(**overrides: Any) -> Cleaned:
    """A cleaned story."""
    values = {
        "source": "ateneo",
        "url": URL,
        "aliases": (),
        "title": "Il ponte che parla",
        "teaser": SENTENCES[0],
        "text_hash": "first",
        "shingles": tuple(range(64)),
        "published": {"day": "2026-03-01"},
        "language": "it",
        "section": "research_innovation",
        "rights": {"text": "teaser", "images": "hotlink"},
        **overrides,
    }
    return Cleaned.model_validate(values)


def minting() -> Callable[[], str]:
    """Ids in the order they are asked for, from 9001 on."""
    numbers = count(9001)
    return lambda: card_id(next(numbers))


def first(seen: Cleaned, now: datetime = NOW) -> StoryCard:
    """The card of a page seen for the first time."""
    card = decide(seen, Past(), now=now, mint=minting(), authority=0).card
    assert card is not None
    return card


def again(card: StoryCard, seen: Cleaned, *, text_hash: str = "first", **past: Any) -> Decision:
    """The decision at a second look, an hour later."""
    known = Past(id=card.id, first_seen=card.first_seen, card=card, text_hash=text_hash, **past)
    return decide(seen, known, now=NOW + HOUR, mint=minting(), authority=0)
