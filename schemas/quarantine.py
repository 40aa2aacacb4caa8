"""What waits in quarantine, as an editor looks at it."""

from typing import Literal

from schemas.replay import FieldChange
from schemas.types import CardId, Instant, Record, Slug, Url


class HeldCard(Record):
    """A card that waits: what is public, beside what was found."""

    card: CardId
    key: str
    source: Slug
    url: Url
    title: str
    action: Literal["new", "updated", "withdrawn"]
    why: str = ""
    """Why the card itself is remarkable; mostly it is its run that is."""
    run: str
    since: Instant
    live: bool
    """Whether a version of it is public."""
    fields: tuple[FieldChange, ...] = ()
    """What differs: `old` is the last good value, `new` the one that waits; of a new card all."""


class Quarantine(Record):
    """What waits of one source, and why."""

    source: Slug
    health: str
    reason: str
    figures: dict[str, float] = {}
    """What the gate compared."""
    cards: tuple[HeldCard, ...] = ()
