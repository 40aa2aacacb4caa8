"""What is known of addresses that were asked for: validators, re-ask times, suspicions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from pipeline.decide import SECOND_LOOK
from pipeline.store import tables as t
from pipeline.store.ledger import url_key
from pipeline.store.upsert import chunks, upserted
from schemas.crawl import HostState, RobotsCopy, Validators

LOOKS = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7))
"""After first sight, a scheduled run re-asks a story page at these ages."""
RECENT = timedelta(days=7)
"""A manual refresh re-asks story pages first seen within this time."""
ROBOTS_LIFE = timedelta(hours=24)


def page(c: Connection, url: str) -> Mapping[str, Any] | None:
    """The row of an address."""
    row = c.execute(_BY_KEY, {"its_key": url_key(url)}).mappings().first()
    return dict(row) if row else None


_BY_KEY = select(t.page).where(t.page.c.key == bindparam("its_key"))


def rows(c: Connection, urls: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """Key → the row of each address that was asked for before."""
    found: dict[str, Mapping[str, Any]] = {}
    for part in chunks(map(url_key, urls)):
        known = c.execute(_BY_KEYS, {"its_keys": part}).mappings()
        found.update((row["key"], dict(row)) for row in known)
    return found


_BY_KEYS = select(t.page).where(t.page.c.key.in_(bindparam("its_keys", expanding=True)))


def of_cards(c: Connection, ids: Iterable[str]) -> dict[str, list[Mapping[str, Any]]]:
    """Card → the rows of all its addresses."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for part in chunks(ids):
        for row in c.execute(select(t.page).where(t.page.c.card.in_(part))).mappings():
            found.setdefault(row["card"], []).append(dict(row))
    return found


def noted(
    before: Mapping[str, Any] | None,
    url: str,
    source: str,
    now: datetime,
    *,
    card: str | None = None,
    validators: Validators | None = None,
    entry_hash: str | None = None,
    listing: bool = False,
    gone_since: datetime | None = None,
) -> dict[str, Any]:
    """The row of an address after an answer."""
    first = before["first_seen"] if before else now
    looks = sum(now - first >= age for age in LOOKS)
    following = LOOKS[looks] if looks < len(LOOKS) else None
    next_look = None if listing or following is None else first + following
    return {
        "key": url_key(url),
        "url": url,
        "source": source,
        "card": card or (before["card"] if before else None),
        "listing": listing,
        "etag": validators.etag if validators else None,
        "last_modified": validators.last_modified if validators else None,
        "entry_hash": entry_hash or (before["entry_hash"] if before else None),
        "first_seen": first,
        "fetched": now,
        "next_look": gone_since + SECOND_LOOK if gone_since else next_look,
        "looks": looks,
        "gone_since": gone_since,
    }


def note(c: Connection, all_: Sequence[Mapping[str, Any]]) -> None:
    """Remember answers: in the same transaction as what was made of them."""
    upserted(c, t.page, all_)


def validators_in(row: Mapping[str, Any]) -> Validators | None:
    """The validators of a page's row, if it has any."""
    if not (row["etag"] or row["last_modified"]):
        return None
    return Validators(etag=row["etag"], last_modified=row["last_modified"])


def recheck(c: Connection, source: str, ids: Iterable[str], now: datetime) -> None:
    """Have the pages of these cards asked for again at the next run, without conditions."""
    for part in chunks(ids):
        c.execute(
            update(t.page)
            .where(t.page.c.source == source, t.page.c.card.in_(part))
            .values(etag=None, last_modified=None, entry_hash=None, next_look=now)
        )


def lead(c: Connection, cards: Mapping[str, str]) -> None:
    """Note which cards addresses (url → card) lead to."""
    for url, card in cards.items():
        c.execute(update(t.page).where(t.page.c.key == url_key(url)).values(card=card))


def lead_all(c: Connection, keys: Iterable[str], card: str, now: datetime) -> None:
    """Let addresses lead to a card, and have them asked for at the next run."""
    for part in chunks(keys):
        c.execute(
            update(t.page)
            .where(t.page.c.key.in_(part))
            .values(card=card, etag=None, last_modified=None, entry_hash=None, next_look=now)
        )


def note_listing(
    c: Connection, url: str, source: str, now: datetime, validators: Validators | None
) -> None:
    """Remember a listing of which every story was read."""
    before = page(c, url)
    note(c, [noted(before, url, source, now, validators=validators, listing=True)])


def forget_listing(c: Connection, url: str) -> None:
    """Ask for a listing without conditions next time."""
    c.execute(delete(t.page).where(t.page.c.key == url_key(url), t.page.c.listing.is_(True)))


def due_again(
    c: Connection, source: str, now: datetime, *, manual: bool, most: int | None = None
) -> list[str]:
    """Story pages of a source to re-ask in a run now: first those that are due, newest first.

    By hand, recent ones too, whether due or not; `most` of them, for a host that is asked slowly.
    """
    due = list(c.scalars(_DUE, {"its_source": source, "now": now}))
    if not manual:
        return due
    recent = _OWN.where(t.page.c.first_seen >= now - RECENT).order_by(*_NEWEST).limit(most)
    return list(dict.fromkeys((*due, *c.scalars(recent, {"its_source": source}))))


_OWN = (
    select(t.page.c.url)
    .outerjoin(t.card, t.card.c.id == t.page.c.card)
    .where(t.page.c.source == bindparam("its_source"), t.page.c.listing.is_(False))
)
_NEWEST = (t.card.c.sort_at.desc().nulls_last(), t.page.c.url)  # PostgreSQL has them first
_DUE = _OWN.where(t.page.c.next_look <= bindparam("now")).order_by(*_NEWEST)


def next_suspicion(c: Connection, source: str, now: datetime) -> datetime | None:
    """When the next page of a source that seems gone is to be looked at again.

    One that was to be by `now`, and still is, waits for the source's next turn.
    """
    found: datetime | None = c.scalar(_SUSPECTED, {"its_source": source, "now": now})
    return found


_SUSPECTED = select(func.min(t.page.c.next_look)).where(
    t.page.c.source == bindparam("its_source"),
    t.page.c.gone_since.is_not(None),
    t.page.c.next_look > bindparam("now"),
)


def host_state(c: Connection, host: str) -> HostState | None:
    """The manners kept for a host."""
    row = c.execute(_HOST, {"its_host": host}).mappings().first()
    return HostState.model_validate(dict(row)) if row else None


_HOST = select(t.host).where(t.host.c.host == bindparam("its_host"))


def note_host(c: Connection, state: HostState) -> None:
    """Keep a host's manners."""
    upserted(c, t.host, [state.model_dump()])


def robots_copy(c: Connection, origin: str, now: datetime) -> RobotsCopy | None:
    """The kept robots.txt, if it is young enough (RFC 9309, 2.4)."""
    copy = robots_kept(c, origin)
    return None if copy is None or now - copy.fetched > ROBOTS_LIFE else copy


def robots_kept(c: Connection, origin: str) -> RobotsCopy | None:
    """The robots.txt as last read, of whatever age."""
    row = c.execute(select(t.robots).where(t.robots.c.origin == origin)).mappings().first()
    return RobotsCopy.model_validate(dict(row)) if row else None


def note_robots(c: Connection, copy: RobotsCopy) -> None:
    """Keep a robots.txt."""
    upserted(c, t.robots, [copy.model_dump()])
