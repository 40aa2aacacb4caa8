"""The newest cards of a channel."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from pipeline.store import tables as t


def entered(c: Connection, variant: str, limit: int) -> list[tuple[str, None]]:
    """The newest cards (ids) of a variant that dates by no release."""
    found = c.scalars(_NEWEST, {"its_variant": variant, "most": limit})
    return [(card, None) for card in found.all()]


def released(c: Connection, variant: str, limit: int) -> list[tuple[str, datetime]]:
    """The cards (ids) that a variant released last, each with the instant of its release."""
    found = c.execute(_LAST, {"its_variant": variant, "most": limit})
    return [(card, at) for card, at in found.all()]


def pinned(c: Connection) -> set[str]:
    """The cards that an editor pinned, of all channels."""
    return set(c.scalars(_PINNED))


_PINNED = select(t.card.c.id).where(t.PINNED)
_HERE = (t.entry.c.variant == bindparam("its_variant")) & t.entry.c.released.is_(True)
_NEWEST = (
    select(t.entry.c.card)
    .where(_HERE)
    .order_by(t.entry.c.sort_at.desc(), t.entry.c.card.desc())
    .limit(bindparam("most"))
)
"""All of it stands in one index."""
_MINE = (t.release.c.variant == t.entry.c.variant) & (t.release.c.card == t.entry.c.card)
_LAST = (
    select(t.entry.c.card, t.release.c.at)
    .select_from(t.entry.join(t.release, _MINE))
    .where(_HERE)
    .order_by(t.release.c.seq.desc())
    .limit(bindparam("most"))
)
