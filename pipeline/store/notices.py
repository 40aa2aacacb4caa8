"""Notices: which incident is still to be told, by which way, and when it is tried next."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from pipeline.store import tables as t
from pipeline.store.upsert import upserted
from schemas.incident import Event

WAITS = (1, 5, 15, 60, 360)
"""Minutes until the next try, by tries made; the last one holds on."""
GIVEN_UP = timedelta(days=7)


def ask(c: Connection, incident: str, event: Event, ways: Iterable[str], now: datetime) -> None:
    """Have an event told; asked for twice, it is told once."""
    rows = [
        {
            "incident": incident,
            "event": event,
            "way": way,
            "asked": now,
            "due": now,
            "tries": 0,
            "sent": None,
            "trouble": "",
        }
        for way in ways
    ]
    upserted(c, t.notice, rows, ignore=True)


def due(c: Connection, now: datetime) -> Sequence[Row[Any]]:
    """What is to be tried now, oldest first; an end waits for its beginning."""
    return c.execute(_DUE, {"now": now}).all()


_EARLIER = t.notice.alias()
_UNTOLD = (
    select(_EARLIER.c.incident)
    .where(
        _EARLIER.c.incident == t.notice.c.incident,
        _EARLIER.c.way == t.notice.c.way,
        _EARLIER.c.event == "opened",
        _EARLIER.c.due.is_not(None),
    )
    .exists()
)
_DUE = (
    select(t.notice)
    .where(t.notice.c.due <= bindparam("now"), (t.notice.c.event == "opened") | ~_UNTOLD)
    .order_by(t.notice.c.asked)
)


def claim(c: Connection, notice: Row[Any], now: datetime) -> bool:
    """Take a notice on oneself: whoever else looks finds it waiting; False if another was first."""
    wait = timedelta(minutes=WAITS[min(notice.tries, len(WAITS) - 1)])
    return bool(
        c.execute(
            update(t.notice)
            .where(_same(notice), t.notice.c.due == notice.due)
            .values(due=now + wait, tries=notice.tries + 1)
        ).rowcount
    )


def sent(c: Connection, notice: Row[Any], now: datetime) -> None:
    """It was told."""
    c.execute(update(t.notice).where(_same(notice)).values(due=None, sent=now, trouble=""))


def failed(c: Connection, notice: Row[Any], now: datetime, why: str) -> bool:
    """It could not be told; whether it is given up."""
    lost = bool(now - notice.asked > GIVEN_UP)
    changes: dict[str, Any] = {"trouble": why} | ({"due": None} if lost else {})
    c.execute(update(t.notice).where(_same(notice)).values(**changes))
    return lost


def waiting(c: Connection) -> tuple[int, str]:
    """How many could not be told yet, and why the latest one could not."""
    tried = (t.notice.c.due.is_not(None)) & (t.notice.c.tries > 0)
    count = c.scalar(select(func.count()).where(tried)) or 0
    why = c.scalar(
        select(t.notice.c.trouble).where(tried).order_by(t.notice.c.asked.desc()).limit(1)
    )
    return count, why or ""


def _same(notice: Row[Any]) -> Any:
    return (
        (t.notice.c.incident == notice.incident)
        & (t.notice.c.event == notice.event)
        & (t.notice.c.way == notice.way)
    )
