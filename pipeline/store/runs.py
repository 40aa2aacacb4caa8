"""Runs: asked for, claimed, finished."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, func, select, update

from pipeline.store import tables as t
from schemas.order import Order
from schemas.run import Run

MANUAL, ACTION, SCHEDULED, PICTURES = 0, 1, 5, 9
"""Priorities: lower is claimed first."""
_PRIORITIES = {"manual": MANUAL, "schedule": SCHEDULED, "pictures": PICTURES}
ATTEMPTS = 3
"""How often a run is started before it counts as crashed for good."""


def enqueue(c: Connection, order: Order, now: datetime) -> tuple[Run, bool]:
    """Queue a run; a request equal to one that is still *queued* folds into it.

    The run, and whether it is a new one. A running one is never folded into: what it has read
    may be older than the wish.
    """
    body = order.model_dump_json()
    same = c.execute(_SAME, {"its_order": body}).first()
    if same is not None:
        return _run(same), False
    run = Run(
        id=uuid4().hex,
        source=order.source,
        trigger=order.trigger,
        url=order.url,
        requested=now,
    )
    priority = _PRIORITIES.get(order.trigger, ACTION)
    row = {
        "id": run.id,
        "source": order.source,
        "host": order.host,
        "trigger": order.trigger,
        "priority": priority,
        "state": "queued",
        "outcome": None,
        "requested": now,
        "attempt": 0,
        "order": body,
        "receipt": run.model_dump_json(),
    }
    c.execute(_NEW, [row])
    return run, True


_SAME = select(t.run).where(t.run.c.state == "queued", t.run.c.order == bindparam("its_order"))
_NEW = t.run.insert()


def claim(c: Connection, now: datetime) -> tuple[Run, Order] | None:
    """The most urgent queued run whose host no running run is at; it is running from now on."""
    row = c.execute(_URGENT).first()
    if row is None:
        return None
    run = _run(row).model_copy(
        update={"state": "running", "started": now, "attempt": row.attempt + 1}
    )
    _write(c, run)
    return run, Order.model_validate_json(row.order)


_BUSY = select(t.run.c.host).where(t.run.c.state == "running", t.run.c.host != "")
_URGENT = (
    select(t.run)
    .where(t.run.c.state == "queued", t.run.c.host.not_in(_BUSY))
    .order_by(t.run.c.priority, t.run.c.requested)
    .limit(1)
)


def finish(c: Connection, run: Run) -> None:
    """Write the receipt of a run that is done."""
    _write(c, run)


def progress(c: Connection, run: Run) -> None:
    """Write what is known so far of a run under way."""
    _write(c, run)


def reopen_interrupted(c: Connection, now: datetime) -> list[Run]:
    """Queue every run that a dead crawler left running; those tried too often are crashed.

    Returns the ones given up.
    """
    lost: list[Run] = []
    for row in c.execute(select(t.run).where(t.run.c.state == "running")).all():
        run = _run(row)
        if row.attempt >= ATTEMPTS:
            reason = f"the crawler died {row.attempt} times during this run; see its log"
            done = {"state": "done", "outcome": "crashed", "finished": now, "reason": reason}
            lost.append(run.model_copy(update=done))
            _write(c, lost[-1])
        else:
            _write(c, run.model_copy(update={"state": "queued"}))
    return lost


def cancel(c: Connection, run_id: str, now: datetime) -> bool:
    """Take back a queued run; False if it is already running or done."""
    row = c.execute(select(t.run).where(t.run.c.id == run_id, t.run.c.state == "queued")).first()
    if row is None:
        return False
    done = {"state": "done", "outcome": "cancelled", "finished": now}
    _write(c, _run(row).model_copy(update=done))
    return True


def run_of(c: Connection, run_id: str) -> Run | None:
    """A run, whatever its state."""
    row = c.execute(select(t.run).where(t.run.c.id == run_id)).first()
    return _run(row) if row else None


def recent(
    c: Connection, *, source: str | None = None, limit: int = 50, before: datetime | None = None
) -> list[Run]:
    """The latest runs, newest first."""
    query = select(t.run).order_by(t.run.c.requested.desc()).limit(limit)
    if source is not None:
        query = query.where(t.run.c.source == source)
    if before is not None:
        query = query.where(t.run.c.requested < before)
    return [_run(row) for row in c.execute(query)]


def waiting(c: Connection) -> int:
    """How many runs are queued or running."""
    return c.scalar(_WAITING) or 0


def any_queued(c: Connection) -> bool:
    """Whether a run waits to be claimed."""
    return c.scalar(_QUEUED) is not None


def any_waits(c: Connection) -> bool:
    """Whether a run waits that pictures are to give way to."""
    return c.scalar(_WAITS) is not None


def pictures_open(c: Connection) -> bool:
    """Whether a look at pictures waits or is under way."""
    return c.scalar(_PICTURES) is not None


def under_way(c: Connection) -> Collection[str]:
    """Sources with a queued or running run."""
    return set(c.scalars(_UNDER_WAY))


_OPEN = t.run.c.state.in_(("queued", "running"))
"""Found in the index, where what is not done would be looked for among all runs there ever were."""
_WAITING = select(func.count()).select_from(t.run).where(_OPEN)
_QUEUED = select(t.run.c.id).where(t.run.c.state == "queued").limit(1)
_WAITS = _QUEUED.where(t.run.c.priority < PICTURES)
_PICTURES = select(t.run.c.id).where(_OPEN, t.run.c.priority == PICTURES).limit(1)
_UNDER_WAY = select(t.run.c.source).where(_OPEN)


def compact(c: Connection, since: datetime | None, before: datetime) -> int:
    """Take the lists off the receipts of finished runs requested in a span; how many."""
    done = select(t.run).where(t.run.c.state == "done", t.run.c.requested < before)
    if since is not None:
        done = done.where(t.run.c.requested >= since)
    compacted = [_run(row).compact() for row in c.execute(done)]
    for run in compacted:
        _write(c, run)
    return len(compacted)


def _write(c: Connection, run: Run) -> None:
    row = {name: getattr(run, name) for name in ("state", "outcome", "attempt")}
    c.execute(_CHANGE, {"its_id": run.id, "receipt": run.model_dump_json(), **row})


_CHANGE = (
    update(t.run)
    .where(t.run.c.id == bindparam("its_id"))
    .values({name: bindparam(name) for name in ("state", "outcome", "attempt", "receipt")})
)


def _run(row: Row[Any]) -> Run:
    return Run.model_validate(json.loads(row.receipt) | {"state": row.state})
