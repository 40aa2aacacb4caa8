"""Tests of what analysts open in a spreadsheet."""

import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from lxml import etree

from feeds import csv_table, spreadsheet
from feeds.table import HEADINGS, row
from tests.builders import NOON, card

FULL: dict[str, Any] = {
    "body": "<p>Il testo &amp; basta</p>",
    "rights": {"text": "full", "images": "hotlink", "attribution": "A"},
    "image": {"url": "https://news.example.org/a.jpg"},
}


def cell(heading: str, **fields: Any) -> object:
    """A card's cell in a column."""
    return row(card(**fields))[HEADINGS.index(heading)]


def read(*cards: Any) -> list[dict[str, str]]:
    """The rows of a CSV table, as a spreadsheet reads them."""
    text = b"".join(csv_table.render(cards)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_csv_is_what_an_italian_spreadsheet_expects() -> None:
    """UTF-8 with a mark, semicolons, CRLF."""
    first, *rest = b"".join(csv_table.render([card(title="Perché; no")])).split(b"\r\n")
    assert first == b"\xef\xbb\xbf" + ";".join(HEADINGS).encode()
    assert (len(rest), rest[-1]) == (2, b"")
    assert read(card(title="Perché; “no”"))[0]["title"] == "Perché; “no”"


@pytest.mark.parametrize("title", ["=1+1", "+39 011", "-x", "@SUM(A1)", "＝1", "\t=1"])
def test_no_text_is_a_formula(title: str) -> None:
    """What somebody else wrote is read, not run."""
    assert read(card(title=title))[0]["title"] == "'" + title.strip()


@pytest.mark.parametrize(
    ("published", "precision", "expected"),
    [
        (NOON, "minute", "2026-03-02 13:00:00"),
        (NOON, "day", "2026-03-02"),
        (None, "unknown", ""),
    ],
)
def test_dates_are_romes(published: datetime | None, precision: str, expected: str) -> None:
    """A day without a time stays one, and an unknown date is empty."""
    made = card(published=published, published_precision=precision, first_seen=NOON)
    assert read(made)[0]["published"] == expected


@pytest.mark.parametrize(
    ("heading", "rights", "expected"),
    [
        ("text", {"text": "full", "attribution": "A"}, "Il testo & basta"),
        ("teaser", {"text": "title"}, ""),
        ("image", {"images": "hotlink"}, "https://news.example.org/a.jpg"),
    ],
)
def test_rights_bind_a_row(heading: str, rights: dict[str, str], expected: str) -> None:
    """A table tells no more than a card."""
    fields = {**FULL, "rights": {"images": "hotlink", **rights}}
    if rights.get("text") != "full":
        fields["body"] = None
    assert cell(heading, **fields) == expected


def test_lines_in_a_cell_become_one() -> None:
    """A row is a line."""
    assert cell("title", title="a\r\nb\x00") == "a b"


def sheet(*cards: Any) -> etree._Element:
    """The sheet in a workbook."""
    to = io.BytesIO()
    spreadsheet.render(cards, to)
    with zipfile.ZipFile(to) as archive:
        return etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))


def test_a_workbook_has_real_dates_and_no_formulas() -> None:
    """Excel sorts and filters by day; `=1+1` is a text."""
    found = sheet(card(title="=1+1", url="https://x.example.org/"))
    spelt = {"m": found.nsmap[None]}
    assert found.findall(".//m:f", spelt) == found.findall(".//m:hyperlink", spelt) == []
    column = chr(ord("A") + HEADINGS.index("published"))
    value = found.findtext(f".//m:c[@r='{column}2']/m:v", namespaces=spelt)
    assert float(value or 0) == pytest.approx(
        (date(2026, 3, 2) - date(1899, 12, 30)).days + 13 / 24
    )


def test_the_same_cards_give_the_same_workbook() -> None:
    """Nothing in it tells when it was written."""
    made = [card() for _ in range(3)]
    books = []
    for _ in range(2):
        to = io.BytesIO()
        assert spreadsheet.render(made, to) == 3
        books.append(to.getvalue())
    assert books[0] == books[1]
