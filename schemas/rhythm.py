"""What is remembered of how often something new comes."""

from schemas.types import Instant, Record

WEEK = (0.0,) * 7
YEAR = (0.0,) * 13


class Rhythm(Record):
    """A small, bounded memory of one source's or channel's news; days are Rome's."""

    since: Instant | None = None
    """When it was first watched."""
    seen: Instant | None = None
    """When it was last watched."""
    news: Instant | None = None
    """When something new last came."""
    days: tuple[float, ...] = WEEK
    """Days watched, by weekday from Monday."""
    busy: tuple[float, ...] = WEEK
    """Of these, the ones that brought something new."""
    seasons: tuple[float, ...] = YEAR
    """Usual days watched, by month; the thirteenth is Christmas (22 December to 7 January)."""
    lively: tuple[float, ...] = YEAR
    """Days that brought something new, likewise."""
    silence: float = 0.0
    """Usual days since the last news: a day counts as much as it usually brings."""
    gaps: tuple[float, ...] = ()
    """The latest silences between two days with news, in usual days."""
