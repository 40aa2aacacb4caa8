"""Cards that wait: pending for their run's verdict, or held in quarantine; and rejected ones."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from pipeline.store import tables as t
from pipeline.store.record import Version, record_of, version
from pipeline.store.upsert import chunks
from pipeline.text import title_key
from schemas.decision import Decision

_PENDING = t.proposal.c.state == "pending"
_HELD = t.proposal.c.state == "held"
_REJECTED = t.proposal.c.state == "rejected"
_ITS_CARDS = t.proposal.c.card.in_(bindparam("its_cards", expanding=True))


def proposal(
    decision: Decision, run: str, now: datetime, *, action: str | None = None
) -> dict[str, Any]:
    """The row that puts a decided card among the pending ones."""
    card = decision.card
    if card is None:
        raise ValueError("only a decision with a card can be proposed")
    return {
        "card": card.id,
        "run": run,
        "source": card.source,
        "state": "pending",
        "action": action or decision.action,
        "changed": json.dumps(decision.changed),
        "reason": decision.reason,
        "title_key": title_key(card.title),
        "text_hash": decision.text_hash,
        "shingles": json.dumps(decision.shingles),
        "record": record_of(card),
        "at": now,
    }


def propose(c: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put cards among the pending ones; a later word on one that is replaces the earlier one."""
    for part in chunks(row["card"] for row in rows):
        c.execute(_REPLACED, {"its_cards": part})
    if rows:
        c.execute(_NEW, rows)


_REPLACED = delete(t.proposal).where(_ITS_CARDS, _PENDING)
_NEW = t.proposal.insert()


def pending(c: Connection, ids: Iterable[str]) -> dict[str, Version]:
    """Card → what is proposed for it."""
    found: dict[str, Version] = {}
    for part in chunks(ids):
        rows = c.execute(_WAITING, {"its_cards": part})
        found.update((row.card, version(row, row.action)) for row in rows)
    return found


_WAITING = select(t.proposal).where(_ITS_CARDS, _PENDING)


def titled(c: Connection, keys: Iterable[str]) -> set[str]:
    """The cards proposed under one of these folded titles."""
    found: set[str] = set()
    for part in chunks(keys):
        found.update(c.scalars(_TITLED, {"its_keys": part}))
    return found


_TITLED = select(t.proposal.c.card).where(
    t.proposal.c.title_key.in_(bindparam("its_keys", expanding=True)), _PENDING
)


def of_run(c: Connection, run: str) -> Sequence[Row[Any]]:
    """A run's pending proposals in the order they were made."""
    return c.execute(_OF_RUN, {"its_run": run}).all()


_OF_RUN = (
    select(t.proposal)
    .where(t.proposal.c.run == bindparam("its_run"), _PENDING)
    .order_by(t.proposal.c.id)
)


def of_others(c: Connection, run: str) -> set[str]:
    """The cards that are pending for other runs."""
    return set(c.scalars(select(t.proposal.c.card).where(_PENDING, t.proposal.c.run != run)))


def adopt_orphans(c: Connection, source: str, run: str) -> int:
    """Take over what an interrupted run of the same source left pending; how many."""
    return c.execute(_ADOPTED, {"its_source": source, "new_run": run}).rowcount


_ADOPTED = (
    update(t.proposal)
    .where(
        t.proposal.c.source == bindparam("its_source"),
        _PENDING,
        t.proposal.c.run != bindparam("new_run"),
    )
    .values(run=bindparam("new_run"))
)


def hold(c: Connection, run: str, ids: Iterable[str] | None = None) -> None:
    """Move a run's pending proposals (or those of some cards) into quarantine."""
    where = (t.proposal.c.run == run) & _PENDING
    if ids is not None:
        where = where & t.proposal.c.card.in_(list(ids))
    waiting = select(t.proposal.c.card).where(where)
    c.execute(delete(t.proposal).where(_HELD, t.proposal.c.card.in_(waiting)))
    c.execute(update(t.proposal).where(where).values(state="held"))


def supersede(c: Connection, ids: Iterable[str]) -> None:
    """Drop held proposals of cards that a healthy run confirmed."""
    for part in chunks(ids):
        c.execute(_CONFIRMED, {"its_cards": part})


_CONFIRMED = delete(t.proposal).where(_HELD, _ITS_CARDS)


def held(c: Connection, source: str | None = None) -> Sequence[Row[Any]]:
    """What waits in quarantine, oldest first."""
    query = select(t.proposal).where(_HELD).order_by(t.proposal.c.id)
    return c.execute(query.where(t.proposal.c.source == source) if source else query).all()


def gone(c: Connection, source: str) -> bool:
    """Whether withdrawals of a source wait for an editor."""
    mine = _HELD & (t.proposal.c.source == source) & (t.proposal.c.action == "withdrawn")
    return c.scalar(select(t.proposal.c.id).where(mine).limit(1)) is not None


def reject(c: Connection, ids: Iterable[int]) -> None:
    """Take held proposals out of quarantine; what they say is not proposed again."""
    for part in chunks(ids):
        meant = select(t.proposal.c.card).where(t.proposal.c.id.in_(part))
        c.execute(delete(t.proposal).where(_REJECTED, t.proposal.c.card.in_(meant)))
        c.execute(update(t.proposal).where(t.proposal.c.id.in_(part)).values(state="rejected"))


def rejected(c: Connection, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """Card → the proposal for it that an editor rejected last."""
    found: dict[str, Row[Any]] = {}
    for part in chunks(ids):
        rows = c.execute(_REFUSED, {"its_cards": part})
        found.update((row.card, row) for row in rows)
    return found


_REFUSED = select(t.proposal).where(_ITS_CARDS, _REJECTED)


def of_ids(c: Connection, ids: Sequence[int]) -> Sequence[Row[Any]]:
    """These proposals."""
    return c.execute(select(t.proposal).where(t.proposal.c.id.in_(ids))).all()


def rewrite(c: Connection, proposal_id: int, record: str) -> None:
    """Put another version of its card into a proposal."""
    c.execute(update(t.proposal).where(t.proposal.c.id == proposal_id).values(record=record))


def forget(c: Connection, ids: Iterable[str]) -> None:
    """Drop whatever waits for these cards."""
    for part in chunks(ids):
        c.execute(delete(t.proposal).where(t.proposal.c.card.in_(part)))


def drop(c: Connection, ids: Iterable[int]) -> None:
    """Forget proposals that were accepted or rejected."""
    for part in chunks(ids):
        c.execute(_DROPPED, {"its_ids": part})


_DROPPED = delete(t.proposal).where(t.proposal.c.id.in_(bindparam("its_ids", expanding=True)))


def every(c: Connection) -> Sequence[Row[Any]]:
    """Every proposal, pending, held or rejected."""
    return c.execute(select(t.proposal)).all()
