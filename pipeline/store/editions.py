"""What newsletters' editions hold."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    bindparam,
    delete,
    func,
    select,
    update,
)

from pipeline.store import tables as t
from pipeline.store.edition_tables import edition, edition_item
from pipeline.store.record import card_from
from pipeline.store.upsert import chunks, upserted
from schemas.card import StoryCard

_LATEST = (
    select(edition.c.cut)
    .where(edition.c.variant == bindparam("its_variant"))
    .order_by(edition.c.period.desc())
    .limit(1)
)


def latest(c: Connection, variant: str) -> datetime | None:
    """A variant's last cut-off that is done with."""
    return c.scalar(_LATEST, {"its_variant": variant})


def unmailed(c: Connection, variant: str, until: datetime) -> list[StoryCard]:
    """The cards that a variant released up to `until` and no edition of it has, newest first.

    Not those from before its first cut-off. Of a story that an edition had under another id,
    none.
    """
    first = select(func.min(edition.c.cut)).where(edition.c.variant == variant).scalar_subquery()
    other = t.card.alias()
    # One in the other, not joined: SQLite would read every item of the newsletter for each story.
    its = (edition_item.c.variant == variant) & (edition_item.c.card == other.c.id)
    mailed = select(edition_item.c.card).where(its).correlate(other).exists()
    had = select(other.c.id).where(other.c.story == t.card.c.story, mailed).correlate(t.card)
    joined = t.entry.join(
        t.release, (t.release.c.variant == t.entry.c.variant) & (t.release.c.card == t.entry.c.card)
    ).join(t.card, t.card.c.id == t.entry.c.card)
    rows = c.scalars(
        select(t.card.c.record)
        .select_from(joined)
        .where(t.entry.c.variant == variant, t.entry.c.released.is_(True))
        .where(t.release.c.at > first, t.release.c.at <= until, ~had.exists())
        .order_by(t.release.c.seq.desc())
    )
    return [card_from(record) for record in rows]


def write(c: Connection, row: Mapping[str, Any], cards: Sequence[StoryCard]) -> None:
    """Freeze an edition: these cards in this order, in the words that they have now."""
    upserted(c, edition, [{**row, "stories": len(cards)}], ignore=True)
    items = [
        {
            "variant": row["variant"],
            "period": row["period"],
            "place": place,
            "card": card.id,
            "revision": card.revision,
            "source": card.source,
            "shown": True,
        }
        for place, card in enumerate(cards, start=1)
    ]
    upserted(c, edition_item, items, ignore=True)


def every(c: Connection, variant: str | None = None, most: int | None = None) -> Sequence[Row[Any]]:
    """Editions that have documents, the latest first."""
    query = select(edition).where(edition.c.stories > 0)
    if variant is not None:
        query = query.where(edition.c.variant == variant)
    return c.execute(query.order_by(edition.c.cut.desc(), edition.c.variant).limit(most)).all()


def name_of(variant: str, period: object) -> str:
    """What an edition is marked by."""
    return f"{variant}/{period}"


def named(c: Connection, name: str) -> Row[Any] | None:
    """The edition of a name."""
    variant, _, period = name.rpartition("/")
    return c.execute(select(edition).where(_its(edition, variant, period))).first()


def _its(table: Table, variant: str, period: str) -> ColumnElement[bool]:
    return (table.c.variant == variant) & (table.c.period == period)


def shown(c: Connection, its: Row[Any]) -> list[StoryCard]:
    """The cards of an edition in its order, as they were; without those that were taken out."""
    frozen = (t.revision.c.card == edition_item.c.card) & (
        t.revision.c.revision == edition_item.c.revision
    )
    rows = c.execute(
        select(func.coalesce(t.revision.c.record, t.card.c.record))
        .select_from(
            edition_item.join(t.card, t.card.c.id == edition_item.c.card).outerjoin(
                t.revision, frozen
            )
        )
        .where(_its(edition_item, its.variant, its.period), edition_item.c.shown.is_(True))
        .order_by(edition_item.c.place)
    )
    return [card_from(row[0]) for row in rows]


def holding(c: Connection, cards: Iterable[str]) -> list[Row[Any]]:
    """The places of cards in editions."""
    found: list[Row[Any]] = []
    for part in chunks(cards):
        query = select(edition_item).where(edition_item.c.card.in_(part))
        found += c.execute(query.order_by(edition_item.c.variant, edition_item.c.period)).all()
    return found


def show(c: Connection, item: Row[Any], visible: bool, now: datetime) -> None:
    """Take a card out of an edition, or give it its place back."""
    whole = (item.variant, item.period)
    here = _its(edition_item, *whole) & (edition_item.c.place == item.place)
    c.execute(update(edition_item).where(here).values(shown=visible))
    c.execute(update(edition).where(_its(edition, *whole)).values(updated=now))


def forget(c: Connection, cards: Collection[str]) -> None:
    """Leave nothing of erased cards."""
    for part in chunks(cards):
        c.execute(delete(edition_item).where(edition_item.c.card.in_(part)))


def sources(c: Connection) -> dict[tuple[str, str], list[str]]:
    """(variant, period) → the sources of its cards, in order."""
    where = (edition_item.c.variant, edition_item.c.period, edition_item.c.source)
    found: dict[tuple[str, str], list[str]] = {}
    for row in c.execute(select(*where).distinct().order_by(*where)):
        found.setdefault((row.variant, row.period), []).append(row.source)
    return found


def set_face(c: Connection, variant: str, period: str, face: str) -> None:
    """Note what an edition is rendered under."""
    c.execute(update(edition).where(_its(edition, variant, period)).values(face=face))
