"""Cards as the store keeps them: JSON text."""

from functools import lru_cache

from schemas.card import StoryCard


@lru_cache(maxsize=4096)
def card_from(record: str) -> StoryCard:
    """The card; the same object for the same text, which its frozenness allows."""
    return StoryCard.model_validate_json(record)


def record_of(card: StoryCard) -> str:
    """The text a card is kept as."""
    return card.model_dump_json(exclude={"key"})
