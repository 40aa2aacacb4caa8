"""Which archive holds which cards."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, exists, func, select

from pipeline.recent import make_room
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
    return set(c.scalars(_WAITING, {"its_variants": [variant]}).all())


def waiting_in(c: Connection, variants: Iterable[str]) -> dict[str, set[str]]:
    """The same of many variants at once; where they have very many cards, of the first ones."""
    wanted = set(variants)
    rows = c.execute(_WAITING_IN, {"its_variants": sorted(wanted)}).all()
    found = {variant: set(ids.split(",")) for variant, ids, _ in rows}
    if sum(count for _, _, count in rows) == _AT_ONCE:
        del found[rows[-1][0]]  # of the last one, and of those behind it, there may be more
        return found
    return {variant: found.get(variant, set()) for variant in wanted}


_AT_ONCE = 20_000
"""Cards that are read together."""
_VARIANTS: BindParameter[str] = bindparam("its_variants", expanding=True)
_WAITING = select(t.archived.c.card).where(
    t.archived.c.variant.in_(_VARIANTS), t.archived.c.number == 0
)
_FIRST = (
    _WAITING.add_columns(t.archived.c.variant)
    .order_by(t.archived.c.variant)
    .limit(_AT_ONCE)
    .subquery()
)
_WAITING_IN = (
    select(_FIRST.c.variant, func.aggregate_strings(_FIRST.c.card, ","), func.count())
    .group_by(_FIRST.c.variant)
    .order_by(_FIRST.c.variant)
)
"""A row for each variant: its cards one by one would take longer to fetch than to find."""


def entered(c: Connection, variant: str, ids: Iterable[str]) -> dict[str, datetime]:
    """Which of these cards a variant holds still, with their releases and in their order."""
    found: list[tuple[int, str, datetime]] = []
    for part in chunks(ids):
        rows = c.execute(_ENTERED, {"its_variant": variant, "its_cards": part})
        found += [(seq, card, at) for seq, card, at in rows.all()]
    return {card: at for _, card, at in sorted(found)}


_STILL = exists().where(
    t.entry.c.variant == t.release.c.variant,
    t.entry.c.card == t.release.c.card,
    t.entry.c.released.is_(True),
)
"""Asked of each release: joined, SQLite would begin at all that the variant ever held."""
_ENTERED = select(t.release.c.seq, t.release.c.card, t.release.c.at).where(
    t.release.c.variant == bindparam("its_variant"),
    t.release.c.card.in_(bindparam("its_cards", expanding=True)),
    _STILL,
)


def newest(c: Connection, variant: str) -> Row[Any] | None:
    """The row of a variant's newest archive."""
    return c.execute(_NEWEST, {"its_variant": variant}).one_or_none()


def newest_of(c: Connection, variants: Iterable[str]) -> dict[str, Row[Any]]:
    """Variant → the row of its newest archive, for those that have one."""
    return {row.variant: row for row in c.execute(_NEWEST_OF, {"its_variants": list(variants)})}


_LATEST = t.archive.alias()
_NEWEST_OF = (
    select(t.archive)
    .select_from(t.variant_state.join(t.archive, t.archive.c.variant == t.variant_state.c.variant))
    .where(
        t.variant_state.c.variant.in_(_VARIANTS),
        t.archive.c.number
        == select(func.max(_LATEST.c.number))
        .where(_LATEST.c.variant == t.variant_state.c.variant)
        .scalar_subquery(),
    )
)
"""Begun at the variants: each has thousands of archives, of which only the last is looked at."""
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


class Held:
    """What closed archives hold, as one reading connection sees it.

    A card is in the archives of every channel it belongs to: its records are read once.
    """

    def __init__(self, c: Connection) -> None:
        """Nothing yet."""
        self._c = c
        self._shown: dict[tuple[str, int], StoryCard | None] = {}
        """Card and revision → the card as it was then; None where readers may not see it."""

    def of(self, variant: str, number: int) -> list[tuple[StoryCard, datetime]]:
        """The cards of a closed archive that readers may see, as they were when it was closed.

        Each with the instant of its release.
        """
        its = {"its_variant": variant, "its_number": number}
        places = self._c.execute(_PLACES, its).all()
        rows = [((card, revision), at) for card, revision, at in places]
        make_room(self._shown)
        self._read(its, [key for key, _ in rows if key not in self._shown])
        found = ((self._shown[key], at) for key, at in rows)
        return [(card, at) for card, at in found if card is not None]

    def _read(self, its: dict[str, Any], new: Sequence[tuple[str, int]]) -> None:
        """Without its revision, which an erasure may have taken, a card is shown as it is today."""
        self._shown |= dict.fromkeys(new)
        if not new:
            return
        found = self._c.execute(_FROZEN, its | {"its_cards": [card for card, _ in new]}).all()
        for id_, revision, record, frozen in found:
            card = card_from(record)
            if card.public:
                self._shown[id_, revision] = card_from(frozen) if frozen else card


_MINE = (t.release.c.variant == t.archived.c.variant) & (t.release.c.card == t.archived.c.card)
_IN_IT = (
    (t.archived.c.variant == bindparam("its_variant"))
    & (t.archived.c.number == bindparam("its_number"))
)  # fmt: skip
_PLACES = (
    select(t.archived.c.card, t.archived.c.revision, t.release.c.at)
    .select_from(t.archived.join(t.release, _MINE))
    .where(_IN_IT)
)
_FROZEN = (
    select(
        t.archived.c.card,
        t.archived.c.revision,
        t.card.c.record,
        func.nullif(t.revision.c.record, t.card.c.record).label("frozen"),
    )
    .select_from(
        t.archived.join(t.card, t.card.c.id == t.archived.c.card).outerjoin(
            t.revision,
            (t.revision.c.card == t.archived.c.card)
            & (t.revision.c.revision == t.archived.c.revision),
        )
    )
    .where(_IN_IT, t.card.c.state == "live")
    .where(t.archived.c.card.in_(bindparam("its_cards", expanding=True)))
)


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
