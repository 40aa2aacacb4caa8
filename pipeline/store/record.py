"""Cards as the store keeps them: JSON text."""

import json
import re
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import Row

from schemas.card import StoryCard
from schemas.errors import CardError

_ID = re.compile(r"urn:uuid:[0-9a-f-]{36}")


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
    """The card; the same object for the same text, which its frozenness allows.

    CardError where the text is no card: it was damaged, or written by another program.
    """
    try:
        return StoryCard.model_validate_json(record)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "it"
        subject = found[0] if (found := _ID.search(record)) else ""
        raise CardError(f"cannot be read: {where}: {first['msg']}", subject=subject) from None


def record_of(card: StoryCard) -> str:
    """The text a card is kept as."""
    return card.model_dump_json(exclude={"key"})
