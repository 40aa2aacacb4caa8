"""When a story was published, by all that its page says."""

from collections.abc import Mapping
from datetime import UTC, date, time

from schemas.types import ROME, Moment
from spiders.dates import from_url
from spiders.extract.says import Says

_STAMPS = ("json-ld", "opengraph", "dublin-core", "html", "microdata")
_PRINTED = ("time", "text")
_MIDNIGHT = time(0, 0)


def published(voices: Mapping[str, Says], url: str) -> tuple[Moment, str] | None:
    """The moment and the voice it is from.

    The source's own selector decides alone. Else the day printed beside the title wins over a time
    stamp, which may be the CMS's *created*; the stamp's time of day counts on the same day. A
    printed `05/12/2024` whose stamp says 12 May was printed month-first, and the stamp stands.
    """
    if own := _first(voices, ("selector",)):
        return own
    stamp, printed = _first(voices, _STAMPS), _first(voices, _PRINTED)
    if stamp and printed:
        same = stamp[0].day == printed[0].day
        if _swapped(printed[0].day) == stamp[0].day:
            return stamp
        return stamp if same and (stamp[0].instant or not printed[0].instant) else printed
    if found := stamp or printed:
        return found
    if line := _first(voices, ("dateline",)):
        return line[0], "text"
    named = from_url(url)
    return (named, "url") if named else None


def known_day(voices: Mapping[str, Says], url: str) -> date | None:
    """A day near the publication, for dates printed without a year."""
    stamp = _first(voices, ("selector", *_STAMPS))
    named = stamp[0] if stamp else from_url(url)
    return named.day if named else None


def _first(voices: Mapping[str, Says], origins: tuple[str, ...]) -> tuple[Moment, str] | None:
    for origin in origins:
        if origin in voices and (found := voices[origin].published):
            return (found if origin == "text" else _dated(found)), origin
    return None


def _dated(found: Moment) -> Moment:
    """A bare day for a stamp at midnight sharp: the CMS knows the date and no time."""
    if found.instant is None:
        return found
    clocks = (found.instant.astimezone(zone).time() for zone in (UTC, ROME))
    return Moment(day=found.day) if _MIDNIGHT in clocks else found


def _swapped(day: date) -> date | None:
    return date(day.year, day.day, day.month) if day.day <= 12 and day.day != day.month else None
