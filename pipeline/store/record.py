"""Cards as the store keeps them: JSON text."""

import json
import re
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import Row

from pipeline.recent import keep
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


class _Cards(dict[str, StoryCard]):
    """Cards by their text, some thousand of them; a frozen card may be handed out twice."""

    def __missing__(self, record: str) -> StoryCard:
        return self.keep(record, _read(record))

    def keep(self, record: str, card: StoryCard) -> StoryCard:
        return keep(self, record, card)


_CARDS = _Cards()


def card_from(record: str) -> StoryCard:
    """The card; the same object for the same text.

    CardError where the text is no card: it was damaged, or written by another program.
    """
    return _CARDS[record]


def _read(record: str) -> StoryCard:
    try:
        return StoryCard.model_validate_json(record)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "it"
        subject = found[0] if (found := _ID.search(record)) else ""
        raise CardError(f"cannot be read: {where}: {first['msg']}", subject=subject) from None


def record_of(card: StoryCard) -> str:
    """The text a card is kept as."""
    record = card.model_dump_json(exclude={"key"})
    _CARDS.keep(record, card)
    return record
