"""The ledger: which address or guid leads to which card."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from pipeline.store import tables as t
from pipeline.store.upsert import upserted
from schemas.addresses import alias_key
from schemas.decision import Alias


def led_to(c: Connection, keys: Iterable[str]) -> dict[str, str]:
    """Alias key → card id, for the keys that lead anywhere."""
    wanted = list(keys)
    if not wanted:
        return {}
    rows = c.execute(select(t.alias.c.key, t.alias.c.card).where(t.alias.c.key.in_(wanted)))
    return {row.key: row.card for row in rows}


def minted_at(c: Connection, card: str) -> datetime | None:
    """When a card's id was minted: the first alias learnt."""
    return c.scalar(
        select(t.alias.c.first_seen).where(t.alias.c.card == card).order_by(t.alias.c.first_seen)
    )


def learn(c: Connection, card: str, aliases: Iterable[Alias], at: datetime) -> None:
    """Add aliases; one that already leads somewhere keeps leading there."""
    rows = [{"key": a.key, "card": card, "learnt": a.learnt, "first_seen": at} for a in aliases]
    upserted(c, t.alias, rows, ignore=True)


def aliases_of(c: Connection, card: str) -> list[tuple[str, str, datetime]]:
    """Every alias of a card: key, how it was learnt, when."""
    rows = c.execute(
        select(t.alias.c.key, t.alias.c.learnt, t.alias.c.first_seen)
        .where(t.alias.c.card == card)
        .order_by(t.alias.c.first_seen, t.alias.c.key)
    )
    return [(row.key, row.learnt, row.first_seen) for row in rows]


def url_key(url: str) -> str:
    """The alias key of an address."""
    return "url:" + alias_key(url)


def claim_translations(c: Connection, card: str, translations: Mapping[str, str]) -> None:
    """Note which addresses a card names as its other language versions."""
    rows = [
        {"card": card, "key": url_key(url), "language": language}
        for language, url in translations.items()
    ]
    upserted(c, t.translation, rows)


def twins_of(c: Connection, own_keys: Iterable[str], translations: Iterable[str]) -> set[str]:
    """Ids of cards that these addresses lead to, or that claim one of our keys as translation."""
    claimed = led_to(c, [url_key(url) for url in translations])
    claiming = c.scalars(
        select(t.translation.c.card).where(t.translation.c.key.in_(list(own_keys)))
    )
    return set(claimed.values()) | set(claiming)
