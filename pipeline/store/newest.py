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
    return [(card, at) for card, at in rows.all()]


def pinned(c: Connection) -> set[str]:
    """The cards that an editor pinned, of all channels."""
    return set(c.scalars(_PINNED))


_PINNED = select(t.card.c.id).where(t.PINNED)


def _newest(*order: ColumnElement[Any]) -> Select[Any]:
    joined = t.entry.join(
        t.release, (t.release.c.variant == t.entry.c.variant) & (t.release.c.card == t.entry.c.card)
    ).join(t.card, t.card.c.id == t.entry.c.card)
    return (
        select(t.card.c.id, t.release.c.at)
        .select_from(joined)
        .where(t.entry.c.variant == bindparam("its_variant"), t.entry.c.released.is_(True))
        .order_by(*order)
        .limit(bindparam("most"))
    )


_NEWEST = {
    True: _newest(t.release.c.seq.desc()),
    False: _newest(t.entry.c.sort_at.desc(), t.entry.c.card.desc()),
}
