"""The copies of pictures that lie in the public folder: made, used, given up."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from pipeline.store import images, publication
from pipeline.store import tables as t
from pipeline.store.images import Size
from pipeline.store.upsert import chunks, upserted

KIND = "media"
"""Of a dirty mark that names copies whose files are to be removed."""


def note(c: Connection, digest: str, sizes: Sequence[Size], now: datetime) -> None:
    """Remember copies that were written, also those that were given up before."""
    row = {"digest": digest, "sizes": json.dumps(sizes), "made": now, "unused_since": None}
    upserted(c, t.copied, [row], keep=("made",))


def known(c: Connection, digests: Iterable[str]) -> set[str]:
    """Those of them that are kept."""
    found: set[str] = set()
    for part in chunks(digests):
        found.update(c.scalars(select(t.copied.c.digest).where(t.copied.c.digest.in_(part))))
    return found


def every(c: Connection) -> Mapping[str, datetime | None]:
    """Digest → since when no live card shows these copies."""
    return {row.digest: row.unused_since for row in c.execute(select(t.copied))}


def sources_of(c: Connection) -> dict[str, set[str]]:
    """Digest → the sources of the live cards that show these copies; without one, not in it."""
    joined = t.image.join(t.image_use, t.image_use.c.url == t.image.c.url).join(
        t.card, t.card.c.id == t.image_use.c.card
    )
    rows = c.execute(
        select(t.image.c.digest, t.card.c.source)
        .select_from(joined)
        .where(t.image.c.digest.is_not(None), t.card.c.state == "live")
        .distinct()
    )
    found: dict[str, set[str]] = {}
    for digest, source in rows:
        found.setdefault(digest, set()).add(source)
    return found


def unused(c: Connection, digests: Collection[str], since: datetime | None) -> None:
    """Note since when copies are not shown; `None`: they are."""
    for part in chunks(digests):
        its = t.copied.c.digest.in_(part)
        c.execute(update(t.copied).where(its).values(unused_since=since))


def drop(c: Connection, digests: Iterable[str], now: datetime) -> None:
    """Give copies up: the next publish shows no card with them, then removes the files."""
    for digest in sorted(digests):
        urls = list(c.scalars(select(t.image.c.url).where(t.image.c.digest == digest)))
        images.show_again(c, urls, now)
        c.execute(update(t.image).where(t.image.c.digest == digest).values(digest=None))
        c.execute(delete(t.copied).where(t.copied.c.digest == digest))
        publication.mark_dirty(c, KIND, {digest: now})
