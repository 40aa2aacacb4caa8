"""Instants as documents spell them."""

from datetime import date, datetime, timedelta
from email.utils import format_datetime

from schemas.types import ROME

_MONTHS = {
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
    " dicembre",
    "en": "January February March April May June July August September October November December",
}


def roman(instant: datetime) -> datetime:
    """The same instant with Rome's offset."""
    return instant.astimezone(ROME)


def rfc822(instant: datetime) -> str:
    """`Mon, 02 Mar 2026 13:00:00 +0100`: English names and a numeric zone on every machine."""
    return format_datetime(instant)


def whole_second(instant: datetime) -> datetime:
    """The next whole second: RFC 822 has no fractions, and no item may be younger than its feed."""
    return instant + timedelta(microseconds=-instant.microsecond % 1_000_000)


def rfc3339(instant: datetime) -> str:
    """`2026-03-02T12:00:00.000001+00:00`."""
    return instant.isoformat()


def day_in_words(instant: datetime, language: str) -> str:
    """`2 marzo 2026`, `2 March 2026`: the calendar day in Rome."""
    return date_in_words(roman(instant).date(), language)


def date_in_words(day: date, language: str) -> str:
    """The same of a calendar day."""
    return f"{day.day} {_MONTHS[language].split()[day.month - 1]} {day.year}"
