"""When editions close, by the clock in Rome."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from pydantic import ValidationError

from pipeline.cutoffs import cut_offs, last_cut, next_cut
from schemas.channel import Editions
from tests.builders import channel


def utc(text: str) -> datetime:
    """`2026-03-29 06:00` as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NEXT = [
    ("a day, in winter", {"every": "day"}, "2026-01-15 07:00", "2026-01-16 07:00"),
    ("a day, into summer", {"every": "day"}, "2026-03-28 07:00", "2026-03-29 06:00"),
    ("a day, into winter", {"every": "day"}, "2026-10-24 06:00", "2026-10-25 07:00"),
    ("a minute before", {"every": "day"}, "2026-01-15 06:59", "2026-01-15 07:00"),
    ("a week", {"every": "week", "weekday": "friday"}, "2026-03-02 07:00", "2026-03-06 07:00"),
    ("a week later", {"every": "week"}, "2026-03-02 07:00", "2026-03-09 07:00"),
    ("a month", {"every": "month", "day": 28}, "2026-01-28 07:00", "2026-02-28 07:00"),
    ("a time that is skipped", {"every": "day", "at": time(2, 30)}, "2026-03-28 12:00",
     "2026-03-29 01:30"),
    ("a time that comes twice", {"every": "day", "at": time(2, 30)}, "2026-10-24 12:00",
     "2026-10-25 00:30"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "after", "expected"), [row[1:] for row in NEXT], ids=[row[0] for row in NEXT]
)
def test_the_next_cut_off(rule: dict[str, Any], after: str, expected: str) -> None:
    """It is at the same time by the clock in summer and winter."""
    assert next_cut(Editions(**rule), utc(after)) == utc(expected)


@pytest.mark.parametrize("at", [time(2, 30), time(0), time(23, 59, 59)], ids=str)
def test_every_day_has_one_cut_off(at: time) -> None:
    """Also the two on which the clock is put forward and back."""
    found = list(
        cut_offs(Editions(every="day", at=at), utc("2026-01-01 12:00"), utc("2027-01-01 12:00"))
    )
    assert len(found) == 365
    hours = {round((later - one) / timedelta(minutes=1)) for one, later in pairwise(found)}
    assert hours == {23 * 60, 24 * 60, 25 * 60}


def test_the_last_cut_off_may_be_now() -> None:
    """What is released at the very instant is in time."""
    monday = utc("2026-03-02 07:00")
    assert last_cut(Editions(every="week"), monday) == monday


WRONG = [
    ("a page has no editions", {"editions": {"every": "day"}}),
    ("a zone", {"profile": "newsletter", "editions": {"every": "day", "at": "08:00Z"}}),
    ("no such day", {"profile": "newsletter", "editions": {"every": "month", "day": 31}}),
    ("no such rhythm", {"profile": "newsletter", "editions": {"every": "hour"}}),
]


@pytest.mark.parametrize("said", [row[1] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_declaration_that_means_nothing_is_refused(said: dict[str, Any]) -> None:
    """When it is read, not when the first edition is due."""
    with pytest.raises(ValidationError):
        channel(**said)
