"""Builders of valid records; every field can be overridden."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from schemas.card import StoryCard
from schemas.channel import Channel
from schemas.source import Source

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""The instant a card is published at where nothing else is said."""

_numbers = count(1)


def card_id(number: int) -> str:
    """A card id that is told by its number."""
    return UUID(int=number, version=4).urn


def card(**overrides: Any) -> StoryCard:
    """A card with a title, a teaser and a date; each call gives another id and address."""
    number = next(_numbers)
    published = overrides.get("published", NOON)
    seen = overrides.get("first_seen", (published or NOON) + timedelta(microseconds=number))
    values = {
        "id": card_id(number),
        "revision": 1,
        "url": f"https://news.example.org/story-{number}",
        "source": "ateneo",
        "section": "research_innovation",
        "language": "it",
        "title": f"Storia {number}",
        "teaser": f"Che cosa racconta la storia {number}, in una frase intera.",
        "published": published,
        "published_precision": "unknown" if published is None else "minute",
        "first_seen": seen,
        "updated": seen,
        "rights": {"text": "teaser", "images": "hotlink"},
        **overrides,
    }
    return StoryCard.model_validate({"story": values["id"], **values})


def channel(**overrides: Any) -> Channel:
    """A channel that lets every card pass."""
    values = {
        "name": "all",
        "title": {"it": "Tutto", "en": "Everything"},
        "description": {"it": "Tutte le storie.", "en": "All stories."},
        **overrides,
    }
    return Channel.model_validate(values)


def source(**overrides: Any) -> Source:
    """An Italian newsroom with a listing."""
    values = {
        "slug": "ateneo",
        "name": "Ateneo",
        "home": "http://ateneo.localhost:8001/",
        "kind": "listing",
        "language": "it",
        "listing": {"urls": ["http://ateneo.localhost:8001/it/notizie"], "links": "article h3 a"},
        **overrides,
    }
    return Source.model_validate(values)
