"""Stamps of newsrooms in zones that their pages do not name."""

from datetime import date

import pytest

from spiders.extract import extract

STAMPS = [
    ("https://zeitung.example.de/a", "2022-11-06T23:00:00.000Z", "2022-11-07"),
    ("https://gazette.example.fr/a", "2022-07-06T22:30:00Z", "2022-07-07"),
    ("https://gazette.example.com/a", "2022-11-06T23:00:00.000Z", "2022-11-06"),
    ("https://post.example.com/2020/07/08/a/b", "2020-07-09T10:04:04Z", "2020-07-09"),
    ("https://post.example.com/2020/07/08/a/b", "2020-07-09T05:04:04Z", "2020-07-08"),
]


def _page(name: str, stamp: str) -> bytes:
    return (
        f'<html lang="en"><head><title>A bridge</title><meta name="{name}" content="{stamp}">'
        "</head><body><h1>A bridge that measures wind</h1><p>The text.</p></body></html>"
    ).encode()


@pytest.mark.parametrize(("url", "stamp", "day"), STAMPS)
def test_days(url: str, stamp: str, day: str) -> None:
    """A stamp in UTC is on the day its country calls it, or its address within America's zones."""
    found = extract(_page("article:published_time", stamp), url).published
    assert found is not None
    assert str(found.day) == day


@pytest.mark.parametrize(
    "name", ["article_date_original", "cXenseParse:recs:publishtime", "publishdate"]
)
def test_names(name: str) -> None:
    """The names that publishers' own systems give the day of publication are known."""
    found = extract(_page(name, "December 27, 2014, 12:06 PM"), "https://post.example.com/a")
    assert found.published is not None
    assert found.published.day == date(2014, 12, 27)
