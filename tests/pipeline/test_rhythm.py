"""What is usual of a source's news, over simulated years."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.rhythm import allowed, slow_day, too_quiet, watched
from pipeline.schedule import unhurried
from schemas.rhythm import Rhythm
from schemas.types import ROME

START = datetime(2026, 1, 8, tzinfo=UTC)
LOOK = timedelta(hours=12)
MOST = timedelta(days=3)
Habit = Callable[[date], float]
"""Day → the chance that it brings something."""


def lived(
    habit: Habit, days: int, *, seed: int = 1, away: range = range(0)
) -> tuple[Rhythm, list[date]]:
    """What is remembered after so many days, and the days on which a silence became too long.

    `away`: days, from the first, on which we did not look.
    """
    chance, rhythm, alarms, was = random.Random(seed), Rhythm(), [], False
    for number in range(days * 2):
        at = START + number * LOOK
        day = at.astimezone(ROME).date()
        lucky = chance.random() < habit(day)
        if number // 2 in away:
            continue
        rhythm = watched(rhythm, at, int(lucky and number % 2 == 1), most=MOST)
        if too_quiet(rhythm) and not was:
            alarms.append(day)
        was = too_quiet(rhythm)
    return rhythm, alarms


def office(day: date) -> float:
    """Almost daily, but for weekends, August and Christmas."""
    silent = day.month == 8 or (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 7)
    return 0.0 if day.weekday() > 4 or silent else 0.9


def agency(day: date) -> float:
    """Daily, also in August."""
    return 0.3 if day.weekday() > 4 else 0.9


def chronicle(day: date) -> float:
    """Now and then."""
    return 0.12


def until(habit: Habit, last: date) -> Habit:
    """A habit that ends."""
    return lambda day: habit(day) if day < last else 0.0


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("habit", [office, agency, chronicle])
def test_a_source_that_does_as_always_is_left_alone(habit: Habit, seed: int) -> None:
    """No alarm in its first year, with August and Christmas, and none in the second."""
    _, alarms = lived(habit, 700, seed=seed)
    assert alarms == []


@pytest.mark.parametrize(("habit", "days"), [(office, 21), (agency, 21), (chronicle, 150)])
def test_a_source_that_falls_silent_is_noticed(habit: Habit, days: int) -> None:
    """The sooner the more often it spoke, once for the whole silence."""
    end = date(2026, 10, 5)
    _, alarms = lived(until(habit, end), 500)
    assert len(alarms) == 1
    assert end <= alarms[0] <= end + timedelta(days=days)


def test_a_lively_august_is_learnt() -> None:
    """Who spoke all August is missed in the next one."""
    _, alarms = lived(until(agency, date(2027, 8, 2)), 600)
    assert [day.month for day in alarms] == [8]


def test_a_short_history_says_nothing() -> None:
    """Three weeks are too few, whatever follows."""
    rhythm, alarms = lived(until(agency, date(2026, 1, 20)), 200)
    assert (allowed(rhythm), alarms) == (None, [])


def test_our_own_pause_is_no_silence() -> None:
    """Nobody is blamed for a month in which we did not look."""
    _, alarms = lived(agency, 300, away=range(150, 180))
    assert alarms == []


def test_one_strike_does_not_excuse_the_next() -> None:
    """A silence of months is remembered as the longest that was allowed."""
    calm, _ = lived(agency, 150)
    struck, _ = lived(
        lambda day: 0.0 if date(2026, 6, 7) < day < date(2026, 7, 20) else agency(day), 200
    )
    before, after = allowed(calm), allowed(struck)
    assert before is not None and after is not None
    assert after < before * 3


def test_news_ends_a_silence() -> None:
    """Within a day, and several stories on one day are one."""
    rhythm, _ = lived(until(agency, date(2026, 10, 5)), 320)
    assert too_quiet(rhythm) and rhythm.seen is not None
    again = watched(rhythm, rhythm.seen + LOOK, 7, most=MOST)
    assert (too_quiet(again), again.silence, sum(again.busy) - sum(rhythm.busy)) == (False, 0, 1)


def test_slow_days_are_known_after_weeks() -> None:
    """Sundays of an office are slow, its Tuesdays are not; August only after one was seen."""
    sunday, tuesday, august = (datetime(2026, *day, 12, tzinfo=UTC) for day in DAYS)
    early, _ = lived(office, 30)
    late, _ = lived(office, 150)
    assert [slow_day(early, sunday), slow_day(late, sunday)] == [False, True]
    assert [slow_day(late, tuesday), slow_day(late, august)] == [False, False]
    year, _ = lived(office, 400)
    assert slow_day(year, august.replace(year=2027, day=3))


DAYS = ((6, 14), (6, 16), (8, 4))


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (datetime(2026, 6, 13, 8, tzinfo=UTC), datetime(2026, 6, 13, 12, tzinfo=UTC)),
        (datetime(2026, 6, 14, 20, tzinfo=UTC), datetime(2026, 6, 14, 22, tzinfo=UTC)),
        (datetime(2026, 6, 16, 8, tzinfo=UTC), datetime(2026, 6, 16, 8, tzinfo=UTC)),
    ],
)
def test_slow_days_are_asked_less_often(due: datetime, expected: datetime) -> None:
    """A third as often, never sooner than declared, and not past the midnight before Monday."""
    rhythm, _ = lived(office, 150)
    assert unhurried(due, timedelta(hours=2), rhythm) == expected
