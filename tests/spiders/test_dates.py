"""Dates as newsrooms print them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.types import ROME, Moment
from spiders.dates import from_url, moment, plausible

DAYS = [
    ("10 Aprile 2020", "2020-04-10"),
    ("22/01/2024", "2024-01-22"),
    ("05/12/2024", "2024-12-05"),
    ("18.12.2025", "2025-12-18"),
    ("30.09.2025", "2025-09-30"),
    ("29/05/2007", "2007-05-29"),
    ("11-10-2021", "2021-10-11"),
    ("3/2/2025", "2025-02-03"),
    ("18 / 12 / 2025", "2025-12-18"),
    ("18. 12. 2025", "2025-12-18"),
    ("18/12/25", "2025-12-18"),
    ("20 ottobre 2022", "2022-10-20"),
    ("4 Agosto 2021", "2021-08-04"),
    ("mercoledì 19 maggio 2021", "2021-05-19"),
    ("lunedì 3 febbraio 2025", "2025-02-03"),
    ("Torino, 3 marzo 2021 – Un progetto del Dipartimento", "2021-03-03"),
    ("1° marzo 2024", "2024-03-01"),
    ("1º marzo 2024", "2024-03-01"),
    ("l’11 dicembre 2024", "2024-12-11"),
    ("31 December2021", "2021-12-31"),
    ("up to 31 December2021", "2021-12-31"),
    ("31 December 2023", "2023-12-31"),
    ("3 feb 2025", "2025-02-03"),
    ("3 feb. 2025", "2025-02-03"),
    ("12 sett. 2025", "2025-09-12"),
    ("12 set 2025", "2025-09-12"),
    ("25 mar 2025", "2025-03-25"),
    ("3-feb-2025", "2025-02-03"),
    ("15/Nov/2022", "2022-11-15"),
    ("3\xa0febbraio\xa02025", "2025-02-03"),
    ("December 18, 2025", "2025-12-18"),
    ("Dec. 18th, 2025", "2025-12-18"),
    ("18th December 2025", "2025-12-18"),
    ("the 3rd of March 2025", "2025-03-03"),
    ("18 December, 2025", "2025-12-18"),
    ("Pubblicato il 3 marzo del 2021", "2021-03-03"),
    ("dal 3 al 5 febbraio 2025", "2025-02-05"),
    ("2025-12-18", "2025-12-18"),
    ("2025/12/18", "2025-12-18"),
    ("20251218", "2025-12-18"),
    ("Content archived on 2023-03-07", "2023-03-07"),
    ("29 febbraio 2024", "2024-02-29"),
    ("18 dicembre 2025, 12.75 euro", "2025-12-18"),
    ("18 dicembre 2025, 10.300 imprese", "2025-12-18"),
    ("18/12/2025 99:99", "2025-12-18"),
    ("(Dim_e) numero 6, 30.09.2025", "2025-09-30"),
    ("12. März 2025", "2025-03-12"),
    ("3. Jänner 2025", "2025-01-03"),
    ("1er août 2025", "2025-08-01"),
    ("3 de marzo de 2025", "2025-03-03"),
    ("12 mei 2025", "2025-05-12"),
    ("12 марта 2025 г.", "2025-03-12"),
    ("2025年6月4日", "2025-06-04"),
    ("31.10.25", "2025-10-31"),
    ("07 أكتوبر 2020", "2020-10-07"),
    ("5 d’abril de 2020", "2020-04-05"),
    ("5. tammikuuta 2020", "2020-01-05"),
    ("2020. január 5.", "2020-01-05"),
    ("5 Ιανουαρίου 2020", "2020-01-05"),
    ("5 בינואר 2020", "2020-01-05"),
    ("09:31 August 20, 2019", "2019-08-20"),
]  # fmt: skip

INSTANTS = [
    ("16 marzo 2019, 16:40", "2019-03-16", "2019-03-16T15:40:00Z"),
    ("Economia e lavoro - 16 marzo 2019, 16:40", "2019-03-16", "2019-03-16T15:40:00Z"),
    ("24 Novembre 2014 - 15:37", "2014-11-24", "2014-11-24T14:37:00Z"),
    ("3 feb 2025 - 10:30", "2025-02-03", "2025-02-03T09:30:00Z"),
    ("25.02.2018, Ore 08:51", "2018-02-25", "2018-02-25T07:51:00Z"),
    ("3 luglio 2025 alle ore 10.30", "2025-07-03", "2025-07-03T08:30:00Z"),
    ("3 luglio 2025 alle 10:30", "2025-07-03", "2025-07-03T08:30:00Z"),
    ("3 luglio 2025 h. 10.30", "2025-07-03", "2025-07-03T08:30:00Z"),
    ("18/12/2025 9:05", "2025-12-18", "2025-12-18T08:05:00Z"),
    ("December 18, 2025 at 3:30 pm", "2025-12-18", "2025-12-18T14:30:00Z"),
    ("December 18, 2025, 12:05 a.m.", "2025-12-18", "2025-12-17T23:05:00Z"),
    ("18 dicembre 2025, 10:00-12:00", "2025-12-18", "2025-12-18T09:00:00Z"),
    ("dom, 02 ott 2022 18:55:00 GMT", "2022-10-02", "2022-10-02T18:55:00Z"),
    ("Tue, 15 Nov 2022 20:15:04 Z", "2022-11-15", "2022-11-15T20:15:04Z"),
    ("Tue, 15 Nov 2022 23:15:04 Z", "2022-11-16", "2022-11-15T23:15:04Z"),
    ("Tue, 15 Nov 2022 21:15:04 +0100", "2022-11-15", "2022-11-15T20:15:04Z"),
    ("mar, 15 nov 2022 21:15:04 CET", "2022-11-15", "2022-11-15T20:15:04Z"),
    ("Sat, 16 Jul 2022 21:15:04 CEST", "2022-07-16", "2022-07-16T19:15:04Z"),
    ("Sat, 16 Jul 2022 21:15:04 MEST", "2022-07-16", "2022-07-16T19:15:04Z"),
    ("16 Jul 22 21:15 EST", "2022-07-16", "2022-07-17T02:15:00Z"),
    ("Sat, 16 Jul 2022 21:15:04 -0500", "2022-07-16", "2022-07-17T02:15:04Z"),
    ("Thu, 01 Jan 1998 10:00:00 GMT", "1998-01-01", "1998-01-01T10:00:00Z"),
    ("2025-12-18T10:30:00+01:00", "2025-12-18", "2025-12-18T09:30:00Z"),
    ("2025-12-18T10:30:00+0100", "2025-12-18", "2025-12-18T09:30:00Z"),
    ("2025-12-18T10:30+01", "2025-12-18", "2025-12-18T09:30:00Z"),
    ("2025-12-18T10:30:00.123456Z", "2025-12-18", "2025-12-18T10:30:00Z"),
    ("2025-12-18T23:30:00Z", "2025-12-19", "2025-12-18T23:30:00Z"),
    ("2025-12-18T23:30:00-05:00", "2025-12-18", "2025-12-19T04:30:00Z"),
    ("2025-12-18T10:30-05:00", "2025-12-18", "2025-12-18T15:30:00Z"),
    ("2025-12-18T10:30:00", "2025-12-18", "2025-12-18T09:30:00Z"),
    ("2025-07-18 10:30", "2025-07-18", "2025-07-18T08:30:00Z"),
    ("2025-12-18 10:30:00 UTC", "2025-12-18", "2025-12-18T10:30:00Z"),
    ("20251218T103000Z", "2025-12-18", "2025-12-18T10:30:00Z"),
    ("2016-12-31T23:59:60Z", "2017-01-01", "2016-12-31T23:59:59Z"),
    ("30/03/2025 02:30", "2025-03-30", "2025-03-30T01:30:00Z"),
    ("26/10/2025 02:30", "2025-10-26", "2025-10-26T00:30:00Z"),
    ("26/10/2025 02:30 CET", "2025-10-26", "2025-10-26T01:30:00Z"),
    ("18 dicembre 2025 ore 10:30 Est Europa", "2025-12-18", "2025-12-18T09:30:00Z"),
]

NO_DATES = [
    "", "ieri", "oggi, 10:30", "2 ore fa", "3 days ago", "yesterday at 10:30", "Immagine",
    "marzo 2021", "2021", "31/02/2025", "30 febbraio 2025", "31 aprile 2024", "29/02/2023",
    "12/25/2024", "00/01/2024", "0 marzo 2024", "2025-13-01", "2025-02-30", "20250230", "1.2.34",
    "32 dicembre 2025", "39/01/2025", "3 marzo 2150", "3 marzo 1812", "192.168.2.2024",
    "13 Centri Interdipartimentali", "Mer 20 Mar", "(ANSA) - TORINO, 16 APR -", "10:30",
    "a.a. 2024/25", "tel. 011 090 6100", "3 maggioranze 2025",
]  # fmt: skip

YEARLESS = [
    ("(ANSA) - TORINO, 16 APR - Un gruppo", "2026-04-20", "2026-04-16"),
    ("(ANSA) - TORINO, 16 APR -", "2026-04-16", "2026-04-16"),
    ("(ANSA) - TORINO, 16 APR -", "2026-01-10", "2025-04-16"),
    ("(ANSA) - TORINO, 30 DIC -", "2026-01-02", "2025-12-30"),
    ("Mer 20 Mar", "2024-03-25", "2024-03-20"),
    ("Mer 20 Mar", "2024-03-10", "2024-03-20"),
    ("mercoledì 20 marzo", "2025-01-10", "2024-03-20"),
    ("Wed 20 Mar", "2024-05-01", "2024-03-20"),
    ("Mer 20 Mar", "2021-06-01", None),
    ("29 feb", "2024-03-01", "2024-02-29"),
    ("29 feb", "2026-03-01", None),
    ("16 APR 2019", "2026-04-20", "2019-04-16"),
    ("3 marzo 2150", "2026-04-20", None),
    ("31 aprile", "2026-04-20", None),
]

IN_ADDRESSES = [
    ("https://giornale.example/2026/01/28/leggi-notizia/x.html", "2026-01-28"),
    ("https://giornale.example/2026/1/8", "2026-01-08"),
    ("https://eic.example/news/a-new-call-2026-06-17_en", "2026-06-17"),
    ("https://ateneo.example/dis_time/numero_6_30_09_2025", "2025-09-30"),
    ("https://ateneo.example/news/30-09-2025-titolo", "2025-09-30"),
    ("https://ateneo.example/news/08112021-titolo", "2021-11-08"),
    ("https://ateneo.example/view/AXE20190820002300325", "2019-08-20"),
    ("https://ateneo.example/view/99990820002300325", None),
    ("https://archivio.example/web/20190820002300/https://ateneo.example/storia", None),
    ("https://ateneo.example/news/2026/13/28/", None),
    ("https://ateneo.example/news?d=2026-01-28", None),
    ("https://ateneo.example/node/20251218", None),
    ("https://ateneo.example/article/id/454264-x", None),
    ("http://[", None),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_a_day(text: str, day: str) -> None:
    """A date without a time of day is a calendar day and nothing more."""
    assert moment(text) == Moment(day=date.fromisoformat(day))


@pytest.mark.parametrize(("text", "day", "instant"), INSTANTS)
def test_an_instant(text: str, day: str, instant: str) -> None:
    """A time of day makes an instant; without a zone it is Rome's."""
    assert moment(text) == Moment(
        day=date.fromisoformat(day), instant=datetime.fromisoformat(instant)
    )


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date(text: str) -> None:
    """Impossible dates, relative words and lone numbers are no dates."""
    assert moment(text) is None


@pytest.mark.parametrize(("text", "reference", "day"), YEARLESS)
def test_a_date_without_a_year(text: str, reference: str, day: str | None) -> None:
    """A missing year comes from the reference or the date stays unknown."""
    found = moment(text, reference=date.fromisoformat(reference))
    assert (found.day.isoformat() if found else None) == day


@pytest.mark.parametrize("text", ["5 ago 2025", "12 set 2025"])
def test_english_words_are_no_months(text: str) -> None:
    """On an English page "ago" and "set" are words."""
    assert moment(text, language="en") is None and moment(text, language="it") is not None


def test_month_first_on_an_english_page() -> None:
    """What is no day-first date is read month-first in English, and what may be one is not."""
    found = [moment(text, language="en") for text in ("12/25/2024", "05/12/2024", "12.25.2024")]
    assert found == [Moment(day=date(2024, 12, 25)), Moment(day=date(2024, 12, 5)), None]


def test_a_croatian_month() -> None:
    """October in Croatian has the name of the Polish November, and stays unread."""
    assert moment("5 listopada 2020", language="hr") is None


@pytest.mark.parametrize(("url", "day"), IN_ADDRESSES)
def test_a_date_in_an_address(url: str, day: str | None) -> None:
    """A path may name a day, a query or a number may not."""
    found = from_url(url)
    assert (found.day.isoformat() if found else None) == day


NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PLAUSIBLE = [
    (Moment(day=date(2026, 3, 1)), True),
    (Moment(day=date(2026, 3, 2)), True),
    (Moment(day=date(2026, 3, 3)), False),
    (Moment(day=date(1990, 3, 3)), False),
    (Moment(day=date(2026, 3, 1), instant=datetime(2026, 3, 1, 12, 59, tzinfo=UTC)), True),
    (Moment(day=date(2026, 3, 1), instant=datetime(2026, 3, 1, 13, 1, tzinfo=UTC)), False),
]


@pytest.mark.parametrize(("found", "expected"), PLAUSIBLE)
def test_plausible(found: Moment, expected: bool) -> None:
    """Nothing is published in the future, nor before there was a web."""
    assert plausible(found, NOW) is expected


@given(st.text() | st.text("0123456789/.-: TZ+,°marzo "), st.none() | st.dates())
def test_any_text_is_read(text: str, reference: date | None) -> None:
    """No text makes the parser raise."""
    moment(text, reference=reference if reference and 1 < reference.year < 9999 else None)


@given(st.dates(date(1991, 1, 1), date(2099, 12, 31)))
def test_day_first_in_every_shape(day: date) -> None:
    """Every numeric shape of a day is read day-first."""
    shapes = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y")
    assert {moment(day.strftime(shape)) for shape in shapes} == {Moment(day=day)}


@given(st.integers(662_688_000, 4_102_000_000))
def test_iso_is_exact_to_the_second(seconds: int) -> None:
    """An ISO date with Rome's offset comes back as the same second of the same day."""
    when = datetime.fromtimestamp(seconds, ROME)
    found = moment(when.isoformat())
    assert found and found.instant == when.astimezone(UTC) and found.day == when.date()
