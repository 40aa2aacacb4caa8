"""The ledger: which address or guid leads to which card."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from pipeline.store import tables as t
from pipeline.store.upsert import chunks, upserted
from schemas.addresses import alias_key


def led_to(c: Connection, keys: Iterable[str]) -> dict[str, str]:
    """Alias key → card id, for the keys that lead anywhere."""
    found: dict[str, str] = {}
    for part in chunks(keys):
        rows = c.execute(select(t.alias.c.key, t.alias.c.card).where(t.alias.c.key.in_(part)))
        found.update((row.key, row.card) for row in rows)
    return found


def minted(c: Connection, ids: Iterable[str]) -> dict[str, datetime]:
    """Card → when its id was minted: the first alias learnt."""
    found: dict[str, datetime] = {}
    for part in chunks(ids):
        rows = c.execute(
            select(t.alias.c.card, func.min(t.alias.c.first_seen).label("at"))
            .where(t.alias.c.card.in_(part))
            .group_by(t.alias.c.card)
        )
        found.update((row.card, row.at) for row in rows)
    return found


def learn(c: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add aliases; one that already leads somewhere keeps leading there."""
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


def claim_translations(c: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Note which addresses cards name as their other language versions."""
    upserted(c, t.translation, rows)


def claimants(c: Connection, keys: Iterable[str]) -> dict[str, set[str]]:
    """Key → the cards that name it as one of their translations."""
    found: dict[str, set[str]] = {}
    for part in chunks(keys):
        rows = c.execute(
            select(t.translation.c.key, t.translation.c.card).where(t.translation.c.key.in_(part))
        )
        for row in rows:
            found.setdefault(row.key, set()).add(row.card)
    return found
