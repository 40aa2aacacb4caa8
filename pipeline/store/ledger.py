"""The ledger: which address or guid leads to which card."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, case, func, select, update

from pipeline.identify import Lead
from pipeline.store import tables as t
from pipeline.store.upsert import chunks, upserted
from schemas.addresses import alias_key
from schemas.decision import Learnt


def led_to(c: Connection, keys: Iterable[str]) -> dict[str, str]:
    """Alias key → card id, for the keys that lead anywhere."""
    found: dict[str, str] = {}
    for part in chunks(keys):
        rows = c.execute(select(t.alias.c.key, t.alias.c.card).where(t.alias.c.key.in_(part)))
        found.update((row.key, row.card) for row in rows)
    return found


def leads(c: Connection, keys: Iterable[str]) -> dict[str, Lead]:
    """Alias key → where it leads, for the keys that lead anywhere."""
    found: dict[str, Lead] = {}
    for part in chunks(keys):
        rows = c.execute(_OF_KEYS, {"its_keys": part})
        found.update((row.key, Lead(row.card, row.learnt, row.merged)) for row in rows)
    return found


_ALIAS = select(t.alias.c.key, t.alias.c.card, t.alias.c.learnt, t.alias.c.merged)
_OF_KEYS = _ALIAS.where(t.alias.c.key.in_(bindparam("its_keys", expanding=True)))
_ITS_CARDS = t.alias.c.card.in_(bindparam("its_cards", expanding=True))
_OF_CARDS = _ALIAS.where(_ITS_CARDS)


def names(c: Connection, ids: Iterable[str]) -> dict[str, dict[str, Learnt]]:
    """Card → every key that leads to it, and how it was learnt.

    Those of a merged card count as its own still.
    """
    found: dict[str, dict[str, Learnt]] = {}
    for part in chunks(ids):
        for row in c.execute(_OF_CARDS, {"its_cards": part}):
            found.setdefault(row.merged or row.card, {})[row.key] = row.learnt
    return found


def minted(c: Connection, ids: Iterable[str]) -> dict[str, datetime]:
    """Card → when its id was minted: the first alias learnt."""
    found: dict[str, datetime] = {}
    for part in chunks(ids):
        rows = c.execute(_MINTED, {"its_cards": part})
        found.update((row.card, row.at) for row in rows)
    return found


_MINTED = (
    select(t.alias.c.card, func.min(t.alias.c.first_seen).label("at"))
    .where(_ITS_CARDS)
    .group_by(t.alias.c.card)
)


def learn(c: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add aliases; one that already leads somewhere keeps leading there."""
    upserted(c, t.alias, rows, ignore=True)


def give(c: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let names lead to the cards that took them over, as if learnt only now."""
    upserted(c, t.alias, rows)


def merge(c: Connection, card: str, into: str) -> list[str]:
    """Let every name of a card lead to another one; the names."""
    own = t.alias.c.card == card
    keys = list(c.scalars(select(t.alias.c.key).where(own).order_by(t.alias.c.key)))
    c.execute(
        update(t.alias).where(own).values(card=into, merged=func.coalesce(t.alias.c.merged, card))
    )
    return keys


def unmerge(c: Connection, card: str, into: str, keys: Iterable[str]) -> list[str]:
    """Let names lead to the card again that they were of before it was merged; these names.

    `keys`, and what was learnt of the merged card's pages since.
    """
    there = t.alias.c.card == into
    since = c.scalars(select(t.alias.c.key).where(there, t.alias.c.merged == card))
    wanted = sorted({*keys, *since})
    for part in chunks(wanted):
        its = t.alias.c.key.in_(part) & there
        own = case((t.alias.c.merged == card, None), else_=t.alias.c.merged)
        c.execute(update(t.alias).where(its).values(card=card, merged=own))
    return wanted


def split(c: Connection, keys: Iterable[str], card: str) -> dict[str, list[str | None]]:
    """Let names lead to a card because an editor says so; name → how it was known before."""
    before: dict[str, list[str | None]] = {}
    for part in chunks(keys):
        own = t.alias.c.key.in_(part)
        rows = c.execute(select(t.alias.c.key, t.alias.c.learnt, t.alias.c.merged).where(own))
        before.update((row.key, [row.learnt, row.merged]) for row in rows)
        c.execute(update(t.alias).where(own).values(card=card, learnt="editor", merged=None))
    return before


def unsplit(
    c: Connection, card: str, origin: str, names: Mapping[str, Sequence[str | None]]
) -> None:
    """Let the names that were split off, and those learnt since, lead back."""
    for key, (learnt, merged) in names.items():
        own = (t.alias.c.key == key) & (t.alias.c.card == card)
        c.execute(update(t.alias).where(own).values(card=origin, learnt=learnt, merged=merged))
    c.execute(update(t.alias).where(t.alias.c.card == card).values(card=origin))


class AliasRow(NamedTuple):
    """One name of a card."""

    key: str
    learnt: Learnt
    first_seen: datetime
    merged: str | None
    """The merged card of which it was a name."""


def aliases_of(c: Connection, card: str) -> list[AliasRow]:
    """Every alias of a card, the oldest first."""
    rows = c.execute(
        select(t.alias.c.key, t.alias.c.learnt, t.alias.c.first_seen, t.alias.c.merged)
        .where(t.alias.c.card == card)
        .order_by(t.alias.c.first_seen, t.alias.c.key)
    )
    return [AliasRow(*row) for row in rows]


@lru_cache(maxsize=8_192)
def url_key(url: str) -> str:
    """The alias key of an address; each is asked for some times on its way through a run."""
    return "url:" + alias_key(url)


def claim_translations(c: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Note which addresses cards name as their other language versions."""
    upserted(c, t.translation, rows)


def claimants(c: Connection, keys: Iterable[str]) -> dict[str, set[str]]:
    """Key → the cards that name it as one of their translations."""
    found: dict[str, set[str]] = {}
    for part in chunks(keys):
        for row in c.execute(_CLAIMS, {"its_keys": part}):
            found.setdefault(row.key, set()).add(row.card)
    return found


_CLAIMS = select(t.translation.c.key, t.translation.c.card).where(
    t.translation.c.key.in_(bindparam("its_keys", expanding=True))
)
