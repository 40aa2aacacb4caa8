"""Cards as CSV that an Italian spreadsheet opens by a double click."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from feeds.table import HEADINGS, Cell, row
from schemas.card import StoryCard

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
_FORMULA = tuple("=+-@\t\r＝＋－＠")
"""What makes a spreadsheet run a text that somebody else wrote."""


def render(cards: Iterable[StoryCard]) -> Iterator[bytes]:
    """Byte order mark, headings, one line per card: semicolons, CRLF, ISO dates in Rome's time."""
    yield b"\xef\xbb\xbf" + _line(HEADINGS)
    for card in cards:
        yield _line([_written(cell) for cell in row(card)])


def _line(cells: Iterable[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()


def _written(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | int):
        return str(cell)
    text = cell or ""
    return f"'{text}" if text.startswith(_FORMULA) else text
