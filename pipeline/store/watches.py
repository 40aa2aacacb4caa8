"""What is remembered of channels, and what was released into them since."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from pipeline.store import tables as t
from pipeline.store.record import card_from
from pipeline.store.upsert import upserted
from schemas.card import StoryCard
from schemas.watch import ChannelWatch


def every(c: Connection) -> dict[str, ChannelWatch]:
    """Channel → what is remembered of it."""
    rows = c.execute(select(t.watch))
    return {row.subject: ChannelWatch.model_validate_json(row.record) for row in rows}


def keep(c: Connection, watches: Mapping[str, ChannelWatch]) -> None:
    """Remember channels."""
    rows = [{"subject": name, "record": w.model_dump_json()} for name, w in watches.items()]
    upserted(c, t.watch, rows)


def drop(c: Connection, names: Iterable[str]) -> None:
    """Forget channels."""
    for name in names:
        c.execute(delete(t.watch).where(t.watch.c.subject == name))


def newest(c: Connection, until: datetime) -> int:
    """The number of the latest release before an instant; 0 where there is none."""
    return c.scalar(select(func.max(t.release.c.seq)).where(t.release.c.at < until)) or 0


def released(
    c: Connection, variants: Collection[str], after: int, until: datetime
) -> Iterator[tuple[int, str, StoryCard]]:
    """The releases after a number and before an instant that were news: number, variant, card."""
    news = t.release.c.variant.in_(list(variants)) & t.card.c.history.is_(False)
    rows = c.execute(
        select(t.release.c.seq, t.release.c.variant, t.card.c.record)
        .join(t.card, t.card.c.id == t.release.c.card)
        .where(t.release.c.seq > after, t.release.c.at < until, news)
        .order_by(t.release.c.seq)
    )
    for row in rows:
        yield row.seq, row.variant, card_from(row.record)
