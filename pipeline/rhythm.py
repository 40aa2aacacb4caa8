"""How often something new comes, and when silence is longer than that explains."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from statistics import median

from schemas.rhythm import Rhythm
from schemas.types import ROME

_GAPS = 40
_FEWEST_GAPS = 12
_SHORTEST = timedelta(days=28)
"""Less is too short a history to call a silence long."""
_PATIENCE = 4.0
"""Usual days of silence that are never too long."""
_WHOLE = 730.0
"""Days after which what was learnt counts half."""
_AUGUST, _CHRISTMAS = 7, 12
_UNKNOWN = {_AUGUST: 0.0, _CHRISTMAS: 0.0}
"""What a day of a season is worth before the source was watched through one: silence in August
or at Christmas says nothing until there was another."""
_DOUBT_WEEK, _DOUBT_SEASON = 2.0, 5.0
"""Days that what is assumed counts against what was seen."""
_SLOW = 0.2
_SETTLED = timedelta(days=56)


def watched(rhythm: Rhythm, now: datetime, news: int, *, most: timedelta) -> Rhythm:
    """The memory after another look that found so many new stories.

    A pause between two looks that is longer than `most` was ours: it says nothing.
    """
    if rhythm.seen is None:
        return Rhythm(since=now, seen=now, news=now if news else None)
    counted = rhythm.seen < now <= rhythm.seen + most
    after = _passed(rhythm, now) if counted else rhythm
    return _told(after.model_copy(update={"seen": max(now, rhythm.seen)}), now if news else None)


def allowed(rhythm: Rhythm) -> float | None:
    """The longest silence, in usual days, that its history explains; `None` while too short."""
    if rhythm.since is None or rhythm.seen is None or len(rhythm.gaps) < _FEWEST_GAPS:
        return None
    if rhythm.seen - rhythm.since < _SHORTEST:
        return None
    return max(_PATIENCE, max(rhythm.gaps) * (2 + _FEWEST_GAPS / len(rhythm.gaps)))


def too_quiet(rhythm: Rhythm) -> bool:
    """Whether nothing new came for longer than its history explains."""
    limit = allowed(rhythm)
    return limit is not None and rhythm.silence > limit


def silence(rhythm: Rhythm) -> str:
    """How long it has been quiet, and how long it was before, for a person."""
    assert rhythm.seen is not None and rhythm.news is not None, "only what spoke can fall silent"
    days = (rhythm.seen - rhythm.news).days
    return (
        f"quiet for longer than usual: nothing new for {days} days, which weigh"
        f" {rhythm.silence:.1f} usual ones (it was {median(rhythm.gaps):.1f}, at most"
        f" {max(rhythm.gaps):.1f})"
    )


def figures(rhythm: Rhythm) -> dict[str, float]:
    """What silence is judged by, in usual days."""
    limit = allowed(rhythm)
    found = {"silence": rhythm.silence}
    if limit is not None:
        found |= {"usual silence": median(rhythm.gaps), "silence allowed": limit}
    return {name: round(value, 2) for name, value in found.items()}


def slow_day(rhythm: Rhythm, at: datetime) -> bool:
    """Whether a day is one that hardly ever brings anything, as far as is known for sure."""
    if rhythm.since is None or rhythm.seen is None or rhythm.seen - rhythm.since < _SETTLED:
        return False
    day = at.astimezone(ROME).date()
    known = season(day) not in _UNKNOWN or rhythm.seasons[season(day)] > _DOUBT_SEASON
    return known and len(rhythm.gaps) >= _FEWEST_GAPS and worth(rhythm, day) < _SLOW


def season(day: date) -> int:
    """The place of a day in `Rhythm.seasons`."""
    if (day.month == 12 and day.day >= 22) or (day.month == 1 and day.day <= 7):
        return _CHRISTMAS
    return day.month - 1


def worth(rhythm: Rhythm, day: date) -> float:
    """What a day weighs: 1 for one that brings as much as an average day of the source."""
    return _weekday(rhythm, day.weekday()) * _seasonal(rhythm, season(day))


def _weekday(rhythm: Rhythm, weekday: int) -> float:
    rate = _rate(rhythm)
    if not rate:
        return 1.0
    seen = rhythm.busy[weekday] + _DOUBT_WEEK * rate
    return seen / (rhythm.days[weekday] + _DOUBT_WEEK) / rate


def _seasonal(rhythm: Rhythm, place: int) -> float:
    """A slow season weighs less; a lively one not more: its gaps are short anyway."""
    assumed, rate = _UNKNOWN.get(place, 1.0), _rate(rhythm)
    lively = rhythm.lively[place] / rate if rate else 0.0
    return min(1.0, (lively + _DOUBT_SEASON * assumed) / (rhythm.seasons[place] + _DOUBT_SEASON))


def _rate(rhythm: Rhythm) -> float:
    whole = sum(rhythm.days)
    return sum(rhythm.busy) / whole if whole else 0.0


def _passed(rhythm: Rhythm, now: datetime) -> Rhythm:
    """The memory after some time. A silence that is too long already teaches no season."""
    assert rhythm.seen is not None, "only what was watched goes on"
    days, seasons, gone = list(rhythm.days), list(rhythm.seasons), rhythm.silence
    for day, part in _days(rhythm.seen, now):
        gone += part * worth(rhythm, day)
        days[day.weekday()] += part
        seasons[season(day)] += part * _weekday(rhythm, day.weekday())
    changes: dict[str, object] = {"silence": round(gone, 4)}
    if not too_quiet(rhythm):
        changes |= {"days": _rounded(days), "seasons": _rounded(seasons)}
    after = rhythm.model_copy(update=changes)
    return _faded(after) if sum(days) > _WHOLE else after


def _told(rhythm: Rhythm, news: datetime | None) -> Rhythm:
    """The memory after news; several on one day are one."""
    if news is None:
        return rhythm
    day = news.astimezone(ROME).date()
    if rhythm.news is not None and rhythm.news.astimezone(ROME).date() == day:
        return rhythm.model_copy(update={"news": news, "silence": 0.0})
    gaps = rhythm.gaps
    if rhythm.news is not None:
        limit = allowed(rhythm)
        gap = rhythm.silence if limit is None else min(rhythm.silence, limit)
        gaps = (*gaps, round(gap, 4))[-_GAPS:]  # one strike must not excuse the next
    changes = {
        "news": news,
        "silence": 0.0,
        "gaps": gaps,
        "busy": _one_more(rhythm.busy, day.weekday()),
        "lively": _one_more(rhythm.lively, season(day)),
    }
    return rhythm.model_copy(update=changes)


@lru_cache(maxsize=64)
def _days(start: datetime, end: datetime) -> tuple[tuple[date, float], ...]:
    """The days that a span touches, each with the part of it that the span holds.

    Channels that are looked at together share their span.
    """
    return tuple(_parts(start, end))


def _parts(start: datetime, end: datetime) -> Iterator[tuple[date, float]]:
    at = start.astimezone(ROME)
    until = end.astimezone(ROME)
    while at.date() < until.date():
        midnight = datetime.combine(at.date() + timedelta(days=1), time(), ROME)
        yield at.date(), (midnight.timestamp() - at.timestamp()) / 86400
        at = midnight
    yield at.date(), (until.timestamp() - at.timestamp()) / 86400


def _faded(rhythm: Rhythm) -> Rhythm:
    names = ("days", "busy", "seasons", "lively")
    return rhythm.model_copy(
        update={name: _rounded([x / 2 for x in getattr(rhythm, name)]) for name in names}
    )


def _one_more(counts: tuple[float, ...], place: int) -> tuple[float, ...]:
    return tuple(count + (here == place) for here, count in enumerate(counts))


def _rounded(values: list[float]) -> tuple[float, ...]:
    return tuple(round(value, 4) for value in values)
