"""Every row that tells of a card: counted, or gone."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    delete,
    func,
    or_,
    select,
    true,
    update,
)

from pipeline.store import erasure
from pipeline.store import tables as t
from pipeline.store.upsert import chunks
from schemas.order import Order
from schemas.run import Item, Run

_OF_CARD: dict[str, Table] = {
    "aliases": t.alias,
    "revisions": t.revision,
    "waiting versions": t.proposal,
    "places in channels": t.entry,
    "releases": t.release,
    "links to translations": t.translation,
    "pages known": t.page,
}
_LISTS = ("added", "updated", "duplicates", "held", "withdrawn", "rejected", "problems")
_NOTHING = Item(url="", why="erased")


def keys(c: Connection, ids: Collection[str]) -> set[str]:
    """Every name and address of cards."""
    found: set[str] = set()
    for table in (t.alias, t.page):
        found.update(c.scalars(select(table.c.key).where(table.c.card.in_(ids))))
    return found


def counted(c: Connection, ids: Collection[str]) -> dict[str, int]:
    """What there is of cards → how many."""
    found = {
        what: c.scalar(select(func.count()).select_from(table).where(table.c.card.in_(ids))) or 0
        for what, table in _OF_CARD.items()
    }
    return {**found, "receipts that name it": len(_receipts(c, ids))}


def answers(c: Connection, names: Collection[str], sources: Collection[str]) -> list[Row[Any]]:
    """The stored answers of addresses, and every stored listing of sources."""
    rows: list[Row[Any]] = []
    for part in chunks(names):
        rows += c.execute(select(t.raw).where(t.raw.c.key.in_(part))).all()
    listings = t.raw.c.listing & t.raw.c.source.in_(sources)
    return [*rows, *c.execute(select(t.raw).where(listings)).all()]


def forget(c: Connection, ids: Collection[str]) -> None:
    """Delete every row of cards; in receipts and orders nothing of them stays but their id."""
    for row in _receipts(c, ids):
        _cleanse(c, row, ids)
    for card in ids:
        erasure.wipe_sketch(c, card)
    erasure.expunged(c)
    for table in (*_OF_CARD.values(), t.regroup):
        c.execute(delete(table).where(table.c.card.in_(ids), _gone(table, ids)))
    c.execute(delete(t.regroup).where(t.regroup.c.other.in_(ids)))
    c.execute(delete(t.card).where(t.card.c.id.in_(ids)))


def _gone(table: Table, ids: Collection[str]) -> ColumnElement[bool]:
    """A release of a story that has other cards stays: what was mailed is not mailed again."""
    if table is not t.release:
        return true()
    others = select(t.card.c.story).where(t.card.c.id.not_in(ids))
    return t.release.c.story.not_in(others)


def naming(c: Connection, urls: Collection[str]) -> set[str]:
    """The cards that name any of these addresses, or once did."""
    named = [t.revision.c.record.contains(url, autoescape=True) for url in urls]
    return set(c.scalars(select(t.revision.c.card).where(or_(*named)).distinct()))


def _receipts(c: Connection, ids: Collection[str]) -> list[Row[Any]]:
    named = (column.contains(card) for card in ids for column in (t.run.c.receipt, t.run.c.order))
    done = t.run.c.state == "done"
    return list(c.execute(select(t.run).where(done, or_(*named))).all())


def _cleanse(c: Connection, row: Row[Any], ids: Collection[str]) -> None:
    run, order = Run.model_validate_json(row.receipt), Order.model_validate_json(row.order)
    changes: dict[str, Any] = {
        name: tuple(_NOTHING if item.card in ids else item for item in getattr(run, name))
        for name in _LISTS
    }
    if run.replayed is not None:
        left = tuple(change for change in run.replayed.changes if change.card not in ids)
        changes["replayed"] = run.replayed.model_copy(update={"changes": left})
    if order.action is not None and order.action.target in ids:
        changes["reason"] = order.action.name
        order = order.model_copy(
            update={"action": order.action.model_copy(update={"fields": {}, "why": ""})}
        )
    receipt = run.model_copy(update=changes).model_dump_json()
    values = {"receipt": receipt, "order": order.model_dump_json()}
    c.execute(update(t.run).where(t.run.c.id == row.id).values(values))
