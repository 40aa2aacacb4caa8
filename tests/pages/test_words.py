"""Tests of how figures are worded."""

from datetime import date

import pytest

from feeds.pages.words import as_of, in_digits
from schemas.types import InterfaceLanguage


@pytest.mark.parametrize(
    ("day", "it", "en"),
    [
        (date(2023, 12, 31), "al 31 dicembre 2023", "as of 31 December 2023"),
        (date(2024, 3, 1), "al 1° marzo 2024", "as of 1 March 2024"),
        (date(2024, 3, 8), "all’8 marzo 2024", "as of 8 March 2024"),
        (date(2024, 8, 11), "all’11 agosto 2024", "as of 11 August 2024"),
        (date(2024, 8, 18), "al 18 agosto 2024", "as of 18 August 2024"),
    ],
)
def test_a_day_is_said_as_people_say_it(day: date, it: str, en: str) -> None:
    """Italian elides before *otto* and *undici*, and begins its months with an ordinal."""
    assert (as_of(day, "it"), as_of(day, "en")) == (it, en)


@pytest.mark.parametrize(
    ("number", "language", "expected"),
    [
        (1234, "it", "1.234"),
        (1234, "en", "1,234"),
        (12.5, "it", "12,5"),
        (1234567.25, "it", "1.234.567,25"),
        (1234567.25, "en", "1,234,567.25"),
        (-3, "it", "−3"),
        (0.00001, "en", "0.00001"),
        (0, "it", "0"),
    ],
)
def test_a_number_is_written_as_its_language_does(
    number: float, language: InterfaceLanguage, expected: str
) -> None:
    """Points and commas change places; nothing is rounded."""
    assert in_digits(number, language) == expected
