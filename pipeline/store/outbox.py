"""The outbox: of which documents a hub or a cache is still to be told, and when it is tried."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from pipeline.store import tables as t
from pipeline.store.notices import GIVEN_UP, WAITS
from pipeline.store.upsert import upserted


def ask(
    c: Connection, ways: Iterable[str], documents: Mapping[str, str | None], now: datetime
) -> None:
    """Have ways told of documents (path → ETag, none: gone); one that waits is told once."""
    rows = [
        {
            "way": way,
            "path": path,
            "etag": etag,
            "asked": now,
            "due": now,
            "tries": 0,
            "trouble": "",
        }
        for way in ways
        for path, etag in documents.items()
    ]
    upserted(c, t.push, rows)


def due(c: Connection, way: str, now: datetime, most: int) -> Sequence[Row[Any]]:
    """What is to be tried now, what was tried least first."""
    its = (t.push.c.way == way) & (t.push.c.due <= now)
    order = (t.push.c.tries, t.push.c.asked, t.push.c.path)
    return c.execute(select(t.push).where(its).order_by(*order).limit(most)).all()


def claim(c: Connection, row: Row[Any], now: datetime) -> bool:
    """Take one on oneself: whoever else looks finds it waiting; False if another was first."""
    wait = timedelta(minutes=WAITS[min(row.tries, len(WAITS) - 1)])
    here = _same(row) & (t.push.c.due == row.due)
    taken = update(t.push).where(here).values(due=now + wait, tries=row.tries + 1)
    return bool(c.execute(taken).rowcount)


def free(c: Connection, row: Row[Any]) -> None:
    """Give back what was claimed and not tried."""
    c.execute(update(t.push).where(_same(row)).values(due=row.due, tries=row.tries))


def done(c: Connection, row: Row[Any]) -> None:
    """It was told; what was asked for anew meanwhile stays."""
    c.execute(delete(t.push).where(_same(row)))


def failed(c: Connection, row: Row[Any], now: datetime, why: str) -> bool:
    """It could not be told; whether it is given up."""
    if now - row.asked > GIVEN_UP:
        done(c, row)
        return True
    c.execute(update(t.push).where(_same(row)).values(trouble=why))
    return False


def waiting(c: Connection, way: str) -> int:
    """Of how many documents a way is still to be told."""
    return c.scalar(select(func.count()).where(t.push.c.way == way)) or 0


def _same(row: Row[Any]) -> Any:
    return (t.push.c.way == row.way) & (t.push.c.path == row.path) & (t.push.c.asked == row.asked)
