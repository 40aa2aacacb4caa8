"""Incidents, from their first sight to the telling of their end."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from pipeline.store import tables as t
from schemas.incident import Audience, Incident, Kind, State, Trouble

AGAIN = timedelta(days=1)
"""What comes back within this time must stay a while before it is told again."""
_RIPE: dict[Kind, int] = {"failed": 2}
"""How often a trouble is found before it is told, where once is not enough: a newsroom that is
away for a moment is no news."""
_RIPE_AGAIN = 3


def noted(c: Connection, trouble: Trouble, now: datetime) -> None:
    """Remember that something is wrong: a new incident, or one more sight of the open one."""
    its = (t.incident.c.subject == trouble.subject) & (t.incident.c.kind == trouble.kind)
    values = {"reason": trouble.reason, "figures": json.dumps(trouble.figures), "seen": now}
    known = c.execute(
        update(t.incident)
        .where(its, t.incident.c.closed.is_(None))
        .values(times=t.incident.c.times + 1, **values)
    ).rowcount
    if known:
        return
    lately = c.scalar(select(t.incident.c.id).where(its, t.incident.c.closed > now - AGAIN))
    row = {
        **trouble.model_dump(exclude={"figures"}),
        **values,
        "id": uuid4().hex,
        "state": "fresh",
        "opened": now,
        "times": 1,
        "ripe": _RIPE_AGAIN if lately else _RIPE.get(trouble.kind, 1),
        "closed": None,
        "ending": "",
    }
    c.execute(t.incident.insert(), [row])


def ended(
    c: Connection,
    subject: str,
    now: datetime,
    *,
    kinds: Collection[Kind] | None = None,
    ending: str = "",
) -> None:
    """Close a subject's open incidents, of some kinds or all; untold ones are never told."""
    open_ = (t.incident.c.subject == subject) & t.incident.c.closed.is_(None)
    if kinds is not None:
        open_ = open_ & t.incident.c.kind.in_(list(kinds))
    for before, after in (("told", "ended"), ("fresh", "over")):
        c.execute(
            update(t.incident)
            .where(open_, t.incident.c.state == before)
            .values(state=after, closed=now, ending=ending)
        )


_OPEN = (
    select(t.incident)
    .where(t.incident.c.state.in_(("fresh", "told")))
    .order_by(t.incident.c.opened)
)
_OPEN_OF = (
    select(t.incident)
    .where(t.incident.c.subject == bindparam("its_subject"), t.incident.c.closed.is_(None))
    .order_by(t.incident.c.opened)
)
"""Built once: every run asks it."""


def current(
    c: Connection, *, subject: str | None = None, audience: Audience | None = None
) -> list[Incident]:
    """What is wrong now, oldest first."""
    rows = c.execute(_OPEN if subject is None else _OPEN_OF, {"its_subject": subject})
    found = [incident_from(row) for row in rows]
    return [one for one in found if audience in (None, one.audience)]


def latest(c: Connection, limit: int) -> list[Incident]:
    """Incidents, open or not, newest first."""
    newest = select(t.incident).order_by(t.incident.c.opened.desc()).limit(limit)
    return [incident_from(row) for row in c.execute(newest)]


def untold(c: Connection) -> list[Incident]:
    """Those of which somebody is to be told now: that they began, or that they are over."""
    return [incident_from(row) for row in c.execute(_UNTOLD)]


_RIPEN = (t.incident.c.state == "fresh") & (t.incident.c.times >= t.incident.c.ripe)
_UNTOLD = (
    select(t.incident).where((t.incident.c.state == "ended") | _RIPEN).order_by(t.incident.c.opened)
)


def mark(c: Connection, incident: str, state: State) -> None:
    """Note what of an incident is told."""
    c.execute(update(t.incident).where(t.incident.c.id == incident).values(state=state))


def of_ids(c: Connection, ids: Collection[str]) -> dict[str, Incident]:
    """These incidents."""
    rows = c.execute(select(t.incident).where(t.incident.c.id.in_(list(ids))))
    return {row.id: incident_from(row) for row in rows}


def forget_before(c: Connection, moment: datetime) -> None:
    """Delete what was closed before a moment, with its notices."""
    old: Sequence[str] = c.scalars(
        select(t.incident.c.id).where(t.incident.c.state == "over", t.incident.c.closed < moment)
    ).all()
    for incident in old:
        c.execute(delete(t.notice).where(t.notice.c.incident == incident))
        c.execute(delete(t.incident).where(t.incident.c.id == incident))


def incident_from(row: Row[Any]) -> Incident:
    """The incident in a row."""
    values = dict(row._mapping)  # SQLAlchemy's public name for it
    return Incident.model_validate({**values, "figures": json.loads(row.figures)})
