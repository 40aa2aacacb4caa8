"""Publication dates as we emit them."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from schemas.card import StoryCard
from schemas.types import ROME, Moment, Precision

AHEAD = timedelta(minutes=15)
"""How far a newsroom's clock may be ahead of ours."""
_NOON = time(12)


class Published(NamedTuple):
    """A card's date with its precision."""

    at: datetime | None
    precision: Precision


UNKNOWN = Published(None, "unknown")


def published(moment: Moment | None, first_seen: datetime) -> Published:
    """The date to emit: a time of day as it is, a day as 12:00 Europe/Rome, nothing invented.

    A story that was seen on its own day before noon has the instant it was seen, because a
    date must not be in the future.
    """
    if moment is None:
        return UNKNOWN
    if moment.instant is not None:
        return Published(moment.instant, "minute")
    noon = datetime.combine(moment.day, _NOON, ROME)
    seen = first_seen.astimezone(ROME)
    if seen.date() == moment.day and seen < noon:
        return Published(first_seen.replace(microsecond=0), "day")
    return Published(noon.astimezone(first_seen.tzinfo), "day")


def kept(old: StoryCard, new: Published) -> Published:
    """The date after a later look: a known one is never lost, a time never becomes a day."""
    before = Published(old.published, old.published_precision)
    if new.at is None or (before.precision == "minute" and new.precision == "day"):
        return before
    return new


def moved(old: StoryCard, new: Published) -> bool:
    """Whether the date says something else than before, not only the same more precisely."""
    if old.published == new.at:
        return False
    refined = old.published_precision == "day" and new.precision == "minute"
    return not (refined and rome_day(old.published) == rome_day(new.at))


def rome_day(at: datetime | None) -> object:
    """The calendar day of an instant in Rome; None for None."""
    return at.astimezone(ROME).date() if at else None


def future(moment: Moment | None, now: datetime) -> str:
    """What is wrong with a date that lies ahead of `now`; '' if nothing is."""
    if moment is None:
        return ""
    if moment.instant is not None:
        late = moment.instant > now + AHEAD
    else:
        late = moment.day > now.astimezone(ROME).date()
    if not late:
        return ""
    at = moment.instant
    said = f"{at.astimezone(ROME):%Y-%m-%d %H:%M}" if at else moment.day.isoformat()
    return f"published {said}: a date in the future; see how the source writes dates"
