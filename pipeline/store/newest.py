"""The newest cards of a channel."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select

from pipeline.store import tables as t


def entries(
    c: Connection, variant: str, limit: int, *, by_release: bool
) -> list[tuple[str, datetime]]:
    """The newest released cards (ids) of a variant, each with the instant of its release."""
    rows = c.execute(_NEWEST[by_release], {"its_variant": variant, "most": limit})
    return [(row[0], row[1]) for row in rows]


def pinned(
    c: Connection, variant: str, limit: int, *, by_release: bool
) -> list[tuple[str, datetime]]:
    """Those of the newest that an editor may have pinned."""
    rows = c.execute(_PINNED[by_release], {"its_variant": variant, "most": limit})
    return [(row[0], row[1]) for row in rows]


def _newest(*order: ColumnElement[Any]) -> Select[Any]:
    joined = t.entry.join(
        t.release, (t.release.c.variant == t.entry.c.variant) & (t.release.c.card == t.entry.c.card)
    ).join(t.card, t.card.c.id == t.entry.c.card)
    return (
        select(t.card.c.id, t.release.c.at, t.release.c.seq, t.entry.c.sort_at)
        .select_from(joined)
        .where(t.entry.c.variant == bindparam("its_variant"), t.entry.c.released.is_(True))
        .order_by(*order)
        .limit(bindparam("most"))
    )


def _with_pin(newest: Select[Any], by_release: bool) -> Select[Any]:
    all_ = newest.subquery()
    marked = t.card.c.record.like('%"pinned":true%')
    joined = all_.join(t.card, t.card.c.id == all_.c.id)
    order = (all_.c.seq.desc(),) if by_release else (all_.c.sort_at.desc(), all_.c.id.desc())
    return select(all_).select_from(joined).where(marked).order_by(*order)


_NEWEST = {
    True: _newest(t.release.c.seq.desc()),
    False: _newest(t.entry.c.sort_at.desc(), t.entry.c.card.desc()),
}
_PINNED = {by_release: _with_pin(newest, by_release) for by_release, newest in _NEWEST.items()}
