"""Which archive holds which cards."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select

from pipeline.store import tables as t
from pipeline.store.record import card_from
from pipeline.store.upsert import chunks, upserted
from schemas.card import StoryCard

_HERE = (t.archived.c.variant == bindparam("its_variant")) & (
    t.archived.c.card == bindparam("its_card")
)


def expect(c: Connection, rows: Iterable[Row[Any]]) -> None:
    """Note released entries; those that an archive holds stay in it."""
    blank = {"number": 0, "revision": 0, "shown": True}
    noted = [{"variant": row.variant, "card": row.card, **blank} for row in rows]
    upserted(c, t.archived, noted, ignore=True)


def waiting(c: Connection, variant: str) -> set[str]:
    """The cards that a variant released and that none of its closed archives holds."""
    return set(c.scalars(_WAITING, {"its_variant": variant}))


_WAITING = select(t.archived.c.card).where(
    t.archived.c.variant == bindparam("its_variant"), t.archived.c.number == 0
)


def entered(c: Connection, variant: str, ids: Iterable[str]) -> list[str]:
    """Which of these cards a variant holds still, in the order of release."""
    found: list[tuple[int, str]] = []
    for part in chunks(ids):
        rows = c.execute(_ENTERED, {"its_variant": variant, "its_cards": part})
        found += [(row.seq, row.card) for row in rows]
    return [card for _, card in sorted(found)]


_ENTERED = (
    select(t.release.c.seq, t.release.c.card)
    .select_from(
        t.release.join(
            t.entry,
            (t.entry.c.variant == t.release.c.variant) & (t.entry.c.card == t.release.c.card),
        )
    )
    .where(
        t.release.c.variant == bindparam("its_variant"),
        t.release.c.card.in_(bindparam("its_cards", expanding=True)),
        t.entry.c.released.is_(True),
    )
)


def newest(c: Connection, variant: str) -> Row[Any] | None:
    """The row of a variant's newest archive."""
    return c.execute(_NEWEST, {"its_variant": variant}).one_or_none()


_NEWEST = (
    select(t.archive)
    .where(t.archive.c.variant == bindparam("its_variant"))
    .order_by(t.archive.c.number.desc())
    .limit(1)
)


def of_variant(c: Connection, variant: str, after: int = 0, limit: int = 100) -> Sequence[Row[Any]]:
    """Archives of a variant, the oldest first, from behind a number."""
    return c.execute(
        select(t.archive)
        .where(t.archive.c.variant == variant, t.archive.c.number > after)
        .order_by(t.archive.c.number)
        .limit(limit)
    ).all()


def held(c: Connection, variant: str, number: int) -> list[tuple[StoryCard, datetime]]:
    """The cards of a closed archive that readers may see, as they were when it was closed.

    Each with the instant of its release.
    """
    frozen = (t.revision.c.card == t.archived.c.card) & (
        t.revision.c.revision == t.archived.c.revision
    )
    mine = (t.release.c.variant == t.archived.c.variant) & (t.release.c.card == t.archived.c.card)
    joined = (
        t.archived.join(t.card, t.card.c.id == t.archived.c.card)
        .join(t.release, mine)
        .outerjoin(t.revision, frozen)
    )
    rows = c.execute(
        select(t.card.c.record, t.revision.c.record.label("frozen"), t.release.c.at)
        .select_from(joined)
        .where(t.archived.c.variant == variant, t.archived.c.number == number)
        .where(t.card.c.state == "live")
    )
    found = [(card_from(row.record), row.frozen, row.at) for row in rows]
    # Without its revision, which an erasure may have taken, a card is shown as it is today.
    return [
        (card_from(frozen) if frozen else card, at) for card, frozen, at in found if card.public
    ]


def releases(c: Connection, variant: str, ids: Iterable[str]) -> dict[str, datetime]:
    """Card → when a variant released it."""
    found: dict[str, datetime] = {}
    for part in chunks(ids):
        rows = c.execute(
            select(t.release.c.card, t.release.c.at).where(
                t.release.c.variant == variant, t.release.c.card.in_(part)
            )
        )
        found.update((row.card, row.at) for row in rows)
    return found


def places(c: Connection, ids: Iterable[str]) -> list[Row[Any]]:
    """The closed archives that hold any of these cards."""
    found: list[Row[Any]] = []
    for part in chunks(ids):
        query = select(t.archived).where(t.archived.c.card.in_(part), t.archived.c.number > 0)
        found += c.execute(query.order_by(t.archived.c.variant, t.archived.c.number)).all()
    return found


def keep(c: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep rows of archives: variant, number, updated, digest."""
    upserted(c, t.archive, rows)


def fill(c: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep where cards are archived: variant, card, number, revision, shown."""
    upserted(c, t.archived, rows)


def leave(c: Connection, variant: str, ids: Iterable[str]) -> None:
    """Expect cards no more: a release brings them back, if there is one."""
    rows = [{"its_variant": variant, "its_card": card} for card in ids]
    if rows:
        c.execute(delete(t.archived).where(_HERE), rows)


def forget(c: Connection, ids: Iterable[str]) -> None:
    """Delete what is noted of erased cards."""
    for part in chunks(ids):
        c.execute(delete(t.archived).where(t.archived.c.card.in_(part)))


def drop_variant(c: Connection, variant: str) -> None:
    """Forget the archives of a variant that is no longer declared."""
    for table in (t.archived, t.archive):
        c.execute(delete(table).where(table.c.variant == variant))
