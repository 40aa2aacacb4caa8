"""What replaying stored pages came to."""

from typing import Literal

from schemas.types import CardId, Record


class FieldChange(Record):
    """A field before and after, shortened to what a person compares."""

    field: str
    old: str
    new: str


class CardChange(Record):
    """A card that a replay makes or changes."""

    action: Literal["new", "updated", "touched", "duplicate"]
    card: CardId | None = None
    """`None` for one that there is not yet: its id is minted when it is applied."""
    url: str
    title: str
    fields: tuple[FieldChange, ...] = ()


class Replayed(Record):
    """Stored pages extracted once more, against the cards there are."""

    applied: bool = False
    read: int = 0
    """Stories read from stored pages and items."""
    unchanged: int = 0
    rejected: int = 0
    """Stories that do not become cards."""
    passed_over: int = 0
    """Stories whose card is withdrawn, or waits for a run to end."""
    missing: int = 0
    """Pages without a stored copy that can be read, or with a later one at another address."""
    fields: dict[str, int] = {}
    """Field → cards in which it differs."""
    changes: tuple[CardChange, ...] = ()
    more: int = 0
    """Changed cards beyond those in `changes`."""
