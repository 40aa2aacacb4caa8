"""What is remembered of a published channel."""

from schemas.rhythm import Rhythm
from schemas.types import Record


class ChannelWatch(Record):
    """How often a channel brings something, and what its latest cards were like; bounded."""

    rhythm: Rhythm = Rhythm()
    marks: tuple[str, ...] = ()
    """Of the latest cards, oldest first: language, `+` or `-` for a picture, source."""
