"""The instants at which editions close."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from schemas.channel import WEEKDAYS, Editions
from schemas.types import ROME

_LONGEST = timedelta(days=32)
"""Between two cut-offs."""


def cut_offs(editions: Editions, after: datetime, until: datetime) -> Iterator[datetime]:
    """Those later than `after`, up to and with `until`, the oldest first; UTC.

    A time that the clock shows twice in autumn counts when it comes first; of one that it skips
    in spring, the instant an hour later by the clock counts.
    """
    day, last = after.astimezone(ROME).date(), until.astimezone(ROME).date()
    while day <= last:
        cut = datetime.combine(day, editions.at, ROME).astimezone(UTC)
        if _falls(editions, day) and after < cut <= until:
            yield cut
        day += timedelta(days=1)


def next_cut(editions: Editions, after: datetime) -> datetime:
    """The first one later than `after`."""
    return next(cut_offs(editions, after, after + _LONGEST))


def last_cut(editions: Editions, until: datetime) -> datetime:
    """The latest one up to and with `until`."""
    return list(cut_offs(editions, until - _LONGEST, until))[-1]


def period_of(cut: datetime) -> date:
    """The day in Rome that an edition is named by."""
    return cut.astimezone(ROME).date()


def _falls(editions: Editions, day: date) -> bool:
    if editions.every == "week":
        return WEEKDAYS[day.weekday()] == editions.weekday
    return editions.every == "day" or day.day == editions.day
