"""Which cards editors merged and split, and what an undo puts back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, or_, select, update

from pipeline.store import tables as t
from pipeline.store.upsert import chunks

Kind = Literal["merge", "split"]


def note(
    c: Connection,
    kind: Kind,
    card: str,
    other: str,
    *,
    by: str,
    at: datetime,
    why: str,
    detail: Mapping[str, Any],
) -> None:
    """Remember that `card` ended in `other` (a merge) or began out of it (a split)."""
    row = {"kind": kind, "card": card, "other": other, "by": by, "at": at, "why": why}
    c.execute(t.regroup.insert(), [{**row, "detail": json.dumps(detail), "undone": None}])


def undo(c: Connection, row: Row[Any], at: datetime) -> None:
    """Remember that it was undone."""
    c.execute(update(t.regroup).where(t.regroup.c.id == row.id).values(undone=at))


def of_card(c: Connection, card: str) -> Sequence[Row[Any]]:
    """Everything of the kind that befell a card, the oldest first."""
    mine = or_(t.regroup.c.card == card, t.regroup.c.other == card)
    return c.execute(select(t.regroup).where(mine).order_by(t.regroup.c.id)).all()


def known(c: Connection, ids: Iterable[str]) -> set[str]:
    """Those among these cards that ever were merged or split."""
    found: set[str] = set()
    for part in chunks(ids):
        for column in (t.regroup.c.card, t.regroup.c.other):
            found.update(c.scalars(select(column).where(column.in_(part))))
    return found


def survivors(c: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Card → the one it is part of now, for those that were merged or whose split was undone."""
    steps = {card: card for card in ids}
    asked = set(steps)
    while asked:
        found = _one_step(c, asked)
        steps = {card: found.get(last, last) for card, last in steps.items()}
        asked = set(found.values())
    return {card: last for card, last in steps.items() if last != card}


def _one_step(c: Connection, ids: Iterable[str]) -> dict[str, str]:
    latest: dict[str, Row[Any]] = {}
    for part in chunks(ids):
        rows = c.execute(
            select(t.regroup).where(t.regroup.c.card.in_(part)).order_by(t.regroup.c.id)
        )
        latest.update((row.card, row) for row in rows)
    ended = (row for row in latest.values() if (row.kind == "merge") == (row.undone is None))
    return {row.card: row.other for row in ended}


def absorbed(c: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Card → the survivor among `ids` that it is part of now."""
    wanted, found = set(ids), set[str]()
    asked = set(wanted)
    while asked:
        ended = {
            card
            for part in chunks(asked)
            for card in c.scalars(select(t.regroup.c.card).where(t.regroup.c.other.in_(part)))
        }
        asked = ended - found
        found |= asked
    return {card: last for card, last in survivors(c, found).items() if last in wanted}
