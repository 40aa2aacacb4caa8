"""When a story was published, by all that its page says."""

from collections.abc import Mapping
from datetime import UTC, date, time, timedelta, tzinfo

from schemas.types import ROME, Moment
from spiders.dates import from_url
from spiders.extract.says import Says

_STAMPS = ("json-ld", "opengraph", "dublin-core", "html", "microdata")
_PRINTED = ("time", "text")
_MIDNIGHT = time(0, 0)


def published(
    voices: Mapping[str, Says], url: str, home: tzinfo | None = ROME
) -> tuple[Moment, str] | None:
    """The moment and the voice it is from.

    The source's own selector decides alone. Else the day printed beside the title wins over a time
    stamp, which may be the CMS's *created*, unless another witness is with the stamp; the stamp's
    time of day counts on the same day. A day apart they mean one moment in two zones. A printed
    `05/12/2024` whose stamp says 12 May was printed month-first, and the stamp stands.
    """
    if own := _first(voices, ("selector",), home):
        return own
    stamp, printed = _first(voices, _STAMPS, home), _first(voices, _PRINTED, home)
    named = from_url(url)
    if stamp and printed:
        return _settled(stamp, printed, _witnesses(voices, named))
    if stamp and named and _a_day_apart(stamp[0], named):
        return _on(named.day, stamp), stamp[1]
    if found := stamp or printed:
        return found
    if line := _first(voices, ("dateline", "labelled"), home):
        return line[0], "text"
    if named:
        return named, "url"
    far = _first(voices, ("far", "elsewhere"), home)
    return (far[0], "time") if far else None


def _settled(
    stamp: tuple[Moment, str], printed: tuple[Moment, str], witnesses: list[date]
) -> tuple[Moment, str]:
    """Which of the two to believe."""
    if stamp[0].day == printed[0].day:
        return stamp if stamp[0].instant or not printed[0].instant else printed
    if _a_day_apart(stamp[0], printed[0]):
        return (_on(printed[0].day, stamp), stamp[1]) if stamp[0].instant else printed
    if _swapped(printed[0].day) == stamp[0].day:
        return stamp
    for_stamp, for_printed = (witnesses.count(one[0].day) for one in (stamp, printed))
    return stamp if for_stamp > for_printed else printed


def _witnesses(voices: Mapping[str, Says], named: Moment | None) -> list[date]:
    """The days that `<time>`, the printed line and the address name."""
    seen = [voices[origin].published for origin in _PRINTED if origin in voices]
    return [one.day for one in (*seen, named, named) if one]


def _a_day_apart(stamp: Moment, other: Moment) -> bool:
    """Whether the stamp's instant falls on the other's day in some newsroom's zone.

    West of us the day begins later, up to the eight hours of the Pacific coast; in the east, where
    it begins sooner, only the hours near midnight are believed.
    """
    if stamp.instant is None:
        return False
    zones = (timedelta(hours=-8), timedelta(hours=3))
    return other.day in {(stamp.instant + zone).date() for zone in zones}


def _on(day: date, stamp: tuple[Moment, str]) -> Moment:
    """The stamp's instant on the day its newsroom calls it."""
    return Moment(day=day, instant=stamp[0].instant)


def known_day(voices: Mapping[str, Says], url: str) -> date | None:
    """A day near the publication, for dates printed without a year."""
    stamp = _first(voices, ("selector", *_STAMPS), ROME)
    named = stamp[0] if stamp else from_url(url)
    return named.day if named else None


def _first(
    voices: Mapping[str, Says], origins: tuple[str, ...], home: tzinfo | None
) -> tuple[Moment, str] | None:
    for origin in origins:
        if origin in voices and (found := voices[origin].published):
            return (found if origin == "text" else _dated(found, home)), origin
    return None


def _dated(found: Moment, home: tzinfo | None) -> Moment:
    """A bare day for a stamp at midnight sharp: the CMS knows the date and no time."""
    if found.instant is None:
        return found
    clocks = (found.instant.astimezone(zone).time() for zone in (UTC, home) if zone)
    return Moment(day=found.day) if _MIDNIGHT in clocks else found


def _swapped(day: date) -> date | None:
    return date(day.year, day.day, day.month) if day.day <= 12 and day.day != day.month else None
