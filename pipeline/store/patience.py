"""A limit to how long a question may take."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from schemas.errors import TooSlow

_STEPS = 20_000
"""Instructions of SQLite between two looks at the clock."""


@contextmanager
def limited(c: Connection, seconds: float) -> Iterator[None]:
    """Break off what is read in the block after so many seconds; TooSlow then."""
    until = monotonic() + seconds
    raw = c.connection.driver_connection
    sqlite = c.dialect.name == "sqlite"
    if sqlite:
        raw.set_progress_handler(lambda: monotonic() > until, _STEPS)  # type: ignore[union-attr]  # SQLite's
    else:
        c.execute(text(f"SET LOCAL statement_timeout = {int(seconds * 1000)}"))
    try:
        yield
    except OperationalError as error:
        if monotonic() < until:
            raise
        raise TooSlow(
            f"took longer than {seconds:g} s; ask for less: a topic, a shorter span, whole words"
        ) from error
    finally:
        if sqlite:
            raw.set_progress_handler(None, 0)  # type: ignore[union-attr]  # likewise
