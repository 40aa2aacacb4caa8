"""What goes with a story that is erased."""

from schemas.types import Record


class Erasure(Record):
    """What there is of a story, and what an erasure would take."""

    card: str
    """The id of the card that was named."""
    cards: tuple[str, ...]
    """Title, language and address of each."""
    rows: dict[str, int]
    """What the store knows of it → how many."""
    answers: int
    """Stored pages and feeds that hold it."""
    pictures: int = 0
    """Its pictures."""
    copies: int = 0
    """Files in the public folder that no other card shows."""
    channels: tuple[str, ...]
    """The documents that are written anew without it."""
    backups: tuple[str, ...]
    """Files that still hold it."""
    kept: int
    """How many backups are kept: the oldest goes when one more is made."""
