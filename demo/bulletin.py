"""The releases of the department that has one page for all."""

import datetime as dt
import tomllib
from functools import cache
from typing import NamedTuple

from demo.content import HERE
from demo.dateshapes import long_italian


class Release(NamedTuple):
    """One of them, as the page prints it."""

    title: str
    printed: str
    """Its date, as in `10 Aprile 2020`."""
    body: tuple[str, ...]


@cache
def _table() -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    table = tomllib.loads((HERE / "bulletin.toml").read_text("utf-8"))
    return tuple((one["days_ago"], one["title"], tuple(one["body"])) for one in table["items"])


def items(today: dt.date) -> list[Release]:
    """The releases, newest first."""
    noon = dt.datetime.combine(today, dt.time(12), dt.UTC)
    return [
        Release(title, long_italian(noon - dt.timedelta(days=days)), body)
        for days, title, body in _table()
    ]
