"""Cards as the store keeps them: JSON text."""

import json
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Row

from schemas.card import StoryCard


class Version(NamedTuple):
    """A card as it was stored, with what it is compared by."""

    card: StoryCard
    word: str
    """`live` or `withdrawn`; of a proposal its action."""
    title_key: str
    text_hash: str
    shingles: tuple[int, ...]


def version(row: Row[Any], word: str) -> Version:
    """The version in a row of `card` or `proposal`."""
    sketch = tuple(json.loads(row.shingles))
    return Version(card_from(row.record), word, row.title_key, row.text_hash, sketch)


@lru_cache(maxsize=4096)
def card_from(record: str) -> StoryCard:
    """The card; the same object for the same text, which its frozenness allows."""
    return StoryCard.model_validate_json(record)


def record_of(card: StoryCard) -> str:
    """The text a card is kept as."""
    return card.model_dump_json(exclude={"key"})
