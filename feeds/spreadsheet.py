"""Cards as an Excel workbook."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, BinaryIO

from xlsxwriter import Workbook

from feeds.table import HEADINGS, Cell, row
from schemas.card import StoryCard

MOST = 1_048_575
"""Rows of a sheet, without its headings."""
_LONG_AGO = datetime(2026, 1, 1)  # noqa: DTZ001  # a workbook's dates have no zone
_EARLIEST = date(1900, 1, 1)
_WIDE = {"title": 60, "teaser": 60, "url": 40, "published": 18, "first_seen": 18, "updated": 18}


def render(cards: Iterable[StoryCard], to: BinaryIO) -> int:
    """Write the workbook, a row at a time; how many cards stand in it, `MOST` at most.

    The same cards give the same bytes. Texts are texts, never formulas or links.
    """
    book = Workbook(to, {"constant_memory": True, "strings_to_urls": False})
    book.set_properties({"created": _LONG_AGO})
    sheet = book.add_worksheet("cards")
    formats: dict[type[date], Any] = {
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for column, heading in enumerate(HEADINGS):
        sheet.set_column(column, column, _WIDE.get(heading, 16))
    sheet.write_row(0, 0, HEADINGS, book.add_format({"bold": True}))
    sheet.freeze_panes(1, 0)
    count = 0
    for count, card in zip(range(1, MOST + 1), cards, strict=False):
        for column, cell in enumerate(row(card)):
            _write(sheet, count, column, cell, formats)
    sheet.autofilter(0, 0, count, len(HEADINGS) - 1)
    book.close()
    return count


def _write(sheet: Any, at: int, column: int, cell: Cell, formats: dict[type[date], Any]) -> None:
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        if day < _EARLIEST:  # Excel's calendar begins there
            sheet.write_string(at, column, str(cell))
        else:
            sheet.write_datetime(at, column, cell, formats[type(cell)])
    elif isinstance(cell, int):
        sheet.write_number(at, column, cell)
    elif cell:
        sheet.write_string(at, column, cell)
