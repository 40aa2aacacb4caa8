"""The cards' pictures: which card shows which, what was found of them, which are due."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from pipeline.store import publication
from pipeline.store import tables as t
from pipeline.store.upsert import chunks, upserted
from schemas.card import StoryCard

State = Literal["new", "seen", "refused", "gone", "failed"]
OURS = "section:"
"""How the names of stock pictures begin, which are no addresses: `section:<section>:<content>`."""
LONGEST = 2000
"""Characters of an address."""


class Size(NamedTuple):
    """One copy."""

    width: int
    height: int
    suffix: str
    bytes: int


class Found(NamedTuple):
    """What is known of a picture."""

    state: State
    width: int | None
    height: int | None
    bytes: int | None
    media_type: str | None
    digest: str | None
    sizes: tuple[Size, ...]


def note(c: Connection, cards: Iterable[StoryCard], now: datetime) -> None:
    """Remember which pictures cards show.

    Those never seen before are due at once, and so are those that may be copied since.
    """
    shown = [(card, card.image.url if card.image else "") for card in cards]
    fit = [(card, url) for card, url in shown if url and len(url) <= LONGEST]
    without = [card.id for card, url in shown if not url]
    if without:
        forget_uses(c, without)
    upserted(c, t.image_use, [{"card": card.id, "url": url} for card, url in fit])
    upserted(c, t.image, [_new(card.source, url, now) for card, url in fit], ignore=True)
    want_copies(c, (url for card, url in fit if card.rights.images == "copy"), now)


def showing(c: Connection, digests: Iterable[str]) -> list[str]:
    """The addresses of the pictures that these copies were made of."""
    found: list[str] = []
    for part in chunks(digests):
        found += c.scalars(select(t.image.c.url).where(t.image.c.digest.in_(part)))
    return found


def want_copies(c: Connection, urls: Iterable[str], now: datetime) -> None:
    """Have those looked at that were measured, and not copied although they are not too large."""
    for part in chunks(urls):
        its = (t.image.c.url.in_(part), t.image.c.digest.is_(None))
        measured = (t.image.c.state == "seen", t.image.c.why == "")
        c.execute(update(t.image).where(*its, *measured).values(next_look=now))


def _new(source: str, url: str, now: datetime) -> dict[str, Any]:
    return {
        "url": url,
        "source": source,
        "host": urlsplit(url).hostname or "",
        "state": "new",
        "why": "",
        "looks": 0,
        "next_look": now,
    }


def forget_uses(c: Connection, cards: Iterable[str]) -> None:
    """Cards that show no picture any more."""
    for part in chunks(cards):
        c.execute(delete(t.image_use).where(t.image_use.c.card.in_(part)))


def forget(c: Connection, urls: Iterable[str]) -> None:
    """Pictures that no card shows, and of which nothing is to be known any more."""
    for part in chunks(urls):
        c.execute(delete(t.image).where(t.image.c.url.in_(part)))


def uses(c: Connection, cards: Iterable[str]) -> dict[str, str]:
    """Card → the address of its picture, of cards that are gone, too."""
    shown: dict[str, str] = {}
    for part in chunks(cards):
        rows = c.execute(select(t.image_use).where(t.image_use.c.card.in_(part)))
        shown.update((row.card, row.url) for row in rows)
    return shown


def found(c: Connection, urls: Iterable[str]) -> dict[str, Found]:
    """Address → what is known of the picture."""
    known: dict[str, Found] = {}
    for part in chunks(urls):
        for row in c.execute(_FOUND, {"its_urls": part}):
            sizes = tuple(Size(*size) for size in json.loads(row.sizes)) if row.sizes else ()
            known[row.url] = Found(*row[1:7], sizes)
    return known


_FOUND = (
    select(
        *(t.image.c.url, t.image.c.state, t.image.c.width, t.image.c.height, t.image.c.bytes),
        *(t.image.c.media_type, t.image.c.digest, t.copied.c.sizes),
    )
    .select_from(t.image.outerjoin(t.copied, t.copied.c.digest == t.image.c.digest))
    .where(t.image.c.url.in_(bindparam("its_urls", expanding=True)))
)


def why(c: Connection, url: str) -> str:
    """Why a picture is not shown, or not copied; '' where there is no reason to be told."""
    return c.scalar(select(t.image.c.why).where(t.image.c.url == url)) or ""


def ours(c: Connection) -> dict[str, Found]:
    """Name → the stock pictures of sections."""
    names = select(t.image.c.url).where(t.image.c.url.startswith(OURS))
    return found(c, list(c.scalars(names)))


def keep(c: Connection, name: str, its: Found) -> None:
    """Remember a picture of our own, under a name that is no address: it is never asked for."""
    facts = {field: getattr(its, field) for field in Found._fields if field != "sizes"}
    rest = {"source": "", "host": "", "why": "", "looks": 0, "next_look": None}
    upserted(c, t.image, [{"url": name, **rest, **facts}])


def next_due(c: Connection, now: datetime) -> tuple[str, str] | None:
    """The source and the host of the picture that has waited longest, if one is due."""
    row = c.execute(_NEXT, {"now": now}).first()
    return (row[0], row[1]) if row else None


_NEXT = (
    select(t.image.c.source, t.image.c.host)
    .where(t.image.c.next_look <= bindparam("now"))
    .order_by(t.image.c.next_look)
    .limit(1)
)


def due(c: Connection, source: str, host: str, now: datetime, most: int) -> Sequence[Row[Any]]:
    """The rows that are due, new ones first."""
    return c.execute(
        select(t.image)
        .where(t.image.c.source == source, t.image.c.host == host, t.image.c.next_look <= now)
        .order_by(t.image.c.looks, t.image.c.next_look.desc(), t.image.c.url)
        .limit(most)
    ).all()


def put_off(c: Connection, source: str, host: str, why: str, until: datetime | None) -> None:
    """Have no picture of a source at a host asked for before an instant (`None`: ever)."""
    of_it = (t.image.c.source == source, t.image.c.host == host)
    c.execute(update(t.image).where(*of_it).values(next_look=until, why=why))


def wait(c: Connection, urls: Iterable[str], until: datetime) -> None:
    """Have pictures looked at no sooner, or, from a past instant on, at once."""
    for part in chunks(urls):
        c.execute(update(t.image).where(t.image.c.url.in_(part)).values(next_look=until))


class User(NamedTuple):
    """A card that shows a picture."""

    card: str
    source: str
    updated: datetime
    state: str


def users(c: Connection, urls: Iterable[str]) -> dict[str, list[User]]:
    """Address → the cards that show it."""
    known: dict[str, list[User]] = {}
    joined = t.image_use.join(t.card, t.card.c.id == t.image_use.c.card)
    columns = (t.image_use.c.url, t.card.c.id.label("card"), t.card.c.source, t.card.c.updated)
    for part in chunks(urls):
        query = select(*columns, t.card.c.state).select_from(joined)
        for row in c.execute(query.where(t.image_use.c.url.in_(part)).order_by(t.card.c.id)):
            known.setdefault(row.url, []).append(User(*row[1:]))
    return known


def write(c: Connection, url: str, values: Mapping[str, Any]) -> None:
    """Change what is known of a picture."""
    c.execute(update(t.image).where(t.image.c.url == url).values(**values))


def show_again(c: Connection, urls: Iterable[str], now: datetime) -> None:
    """Have everything rendered anew that shows these pictures; no card counts as changed."""
    its = {row.card: row.updated for rows in users(c, urls).values() for row in rows}
    dirty: dict[str, datetime] = {}
    for card, variants in publication.variants_with(c, its).items():
        for variant in variants:
            dirty[variant] = max(dirty.get(variant, its[card]), its[card])
    publication.mark_dirty(c, "variant", dirty, soften=True)
    publication.mark_dirty(c, "card", dict.fromkeys(its, now), soften=True)
