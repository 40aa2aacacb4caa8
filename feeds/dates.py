"""Instants as documents spell them."""

from datetime import date, datetime, timedelta

from schemas.types import ROME

_MONTHS = {
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
    " dicembre",
    "en": "January February March April May June July August September October November December",
}
_RFC_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_RFC_MONTHS = tuple(month[:3] for month in _MONTHS["en"].split())


def roman(instant: datetime) -> datetime:
    """The same instant with Rome's offset."""
    return instant.astimezone(ROME)


def rfc822(instant: datetime) -> str:
    """`Mon, 02 Mar 2026 13:00:00 +0100`: English names and a numeric zone on every machine."""
    day, month = _RFC_DAYS[instant.weekday()], _RFC_MONTHS[instant.month - 1]
    time = instant.isoformat(timespec="seconds")[11:]
    clock, zone = time[:8], time[8:].replace(":", "")
    return f"{day}, {instant.day:02} {month} {instant.year:04} {clock} {zone}"


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
    """The same of a calendar day; in English for every language but Italian."""
    names = _MONTHS["it" if language == "it" else "en"]
    return f"{day.day} {names.split()[day.month - 1]} {day.year}"
