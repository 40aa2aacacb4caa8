"""Which stored answer lies where."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, or_, select, true, update

from pipeline.store import tables as t
from pipeline.store.upsert import chunks, upserted


def note(c: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Remember answers; one that an address gave before is the latest again."""
    upserted(c, t.raw, rows)


def places(c: Connection, digests: Iterable[str]) -> dict[str, tuple[str, int, int]]:
    """Digest → file, offset and length of the record with that content."""
    found: dict[str, tuple[str, int, int]] = {}
    for part in chunks(digests):
        rows = c.execute(_PLACES, {"its_digests": part})
        found.update((digest, (file, offset, length)) for digest, file, offset, length in rows)
    return found


_PLACES = select(t.raw.c.digest, t.raw.c.file, t.raw.c.offset, t.raw.c.length).where(
    t.raw.c.digest.in_(bindparam("its_digests", expanding=True))
)


def versions(c: Connection, key: str) -> Sequence[Row[Any]]:
    """Every answer that an address gave, the one seen last at the end."""
    return c.execute(
        select(t.raw).where(t.raw.c.key == key).order_by(t.raw.c.fetched, t.raw.c.digest)
    ).all()


def pages(c: Connection, source: str, since: datetime | None = None) -> dict[str, str]:
    """Key → address of the story pages of a source that are stored, the one seen last first.

    Of several addresses of one card only the one seen last: a story that moved stays moved.
    `since`: only those seen from then on.
    """
    seen = func.max(t.raw.c.fetched)
    young = true() if since is None else seen >= since
    rows = c.execute(
        select(
            t.raw.c.key, func.min(t.raw.c.url).label("url"), func.min(t.page.c.card).label("card")
        )
        .outerjoin(t.page, t.page.c.key == t.raw.c.key)
        .where(t.raw.c.source == source, t.raw.c.listing.is_(False))
        .group_by(t.raw.c.key)
        .having(young)
        .order_by(seen.desc(), t.raw.c.key)
    ).all()
    latest = {row.card or row.key: row for row in reversed(rows)}
    return {row.key: row.url for row in rows if latest[row.card or row.key] is row}


def sources(c: Connection) -> set[str]:
    """The sources that have stored answers."""
    return set(c.scalars(select(t.raw.c.source).distinct()))


def ends(c: Connection) -> dict[str, int]:
    """File → where its last known record ends."""
    last = func.max(t.raw.c.offset + t.raw.c.length)
    return {row[0]: row[1] for row in c.execute(select(t.raw.c.file, last).group_by(t.raw.c.file))}


def last_seen(c: Connection) -> dict[str, datetime]:
    """File → when the latest of its answers was last given."""
    last = func.max(t.raw.c.fetched)
    return {row[0]: row[1] for row in c.execute(select(t.raw.c.file, last).group_by(t.raw.c.file))}


def needed(c: Connection) -> dict[str, list[Row[Any]]]:
    """File → rows that are the latest of a listing or of a live card's page."""
    newest = (
        select(t.raw.c.key, func.max(t.raw.c.fetched).label("fetched"))
        .group_by(t.raw.c.key)
        .subquery()
    )
    rows = c.execute(
        select(t.raw)
        .join(newest, (newest.c.key == t.raw.c.key) & (newest.c.fetched == t.raw.c.fetched))
        .outerjoin(t.page, t.page.c.key == t.raw.c.key)
        .outerjoin(t.card, t.card.c.id == t.page.c.card)
        .where(or_(t.raw.c.listing, t.card.c.state == "live"))
        .order_by(t.raw.c.file, t.raw.c.offset)
    )
    found: dict[str, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.file, []).append(row)
    return found


def move(c: Connection, moved: Iterable[tuple[str, tuple[str, int, int]]]) -> None:
    """Let every row of these digests name another place."""
    for digest, (file, offset, length) in moved:
        c.execute(
            update(t.raw)
            .where(t.raw.c.digest == digest)
            .values(file=file, offset=offset, length=length)
        )


def forget(c: Connection, file: str) -> int:
    """Drop the rows that name a file; how many."""
    return c.execute(delete(t.raw).where(t.raw.c.file == file)).rowcount


def every(c: Connection) -> Sequence[Row[Any]]:
    """The row of every stored answer."""
    return c.execute(select(t.raw)).all()


def in_file(c: Connection, file: str) -> Sequence[Row[Any]]:
    """The rows that name a file."""
    return c.execute(select(t.raw).where(t.raw.c.file == file).order_by(t.raw.c.offset)).all()


def drop(c: Connection, names: Iterable[tuple[str, str]]) -> None:
    """Forget these answers, by key and digest."""
    for key, digest in names:
        c.execute(delete(t.raw).where(t.raw.c.key == key, t.raw.c.digest == digest))
