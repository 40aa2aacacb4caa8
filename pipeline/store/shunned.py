"""What is left of erased stories: digests by which they are known, and told by nobody."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, select

from pipeline.store import tables as t
from pipeline.store.ledger import url_key
from pipeline.store.upsert import chunks, upserted

_TITLE = 4
"""Words from which a title, with its day, names one story."""
_LONG = 30
"""Hashes in a sketch from which a text is one story's alone."""


def mark(name: str) -> str:
    """The digest that stands for a name."""
    return hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=32).hexdigest()


def marks_of(
    names: Iterable[str], *, title: str, day: date | None, text_hash: str, shingles: int
) -> set[str]:
    """The digests of a story: of its names, of its folded title on its day, of its text.

    `shingles`: how many hashes its sketch has.
    """
    found = {mark(name) for name in names}
    if day is not None and len(title.split()) >= _TITLE:
        found.add(mark(f"title:{day.isoformat()}:{title}"))
    if text_hash and shingles >= _LONG:
        found.add(mark(f"text:{text_hash}"))
    return found


def keep(c: Connection, marks: Mapping[str, datetime]) -> None:
    """Never collect again what has one of these marks; when each was set."""
    rows = [{"mark": mark_, "at": at} for mark_, at in sorted(marks.items())]
    upserted(c, t.erased, rows, ignore=True)


def any_kept(c: Connection) -> bool:
    """Whether anything was ever erased."""
    return c.scalar(_ANY) is not None


_ANY = select(t.erased.c.mark).limit(1)


def known(c: Connection, marks: Iterable[str]) -> set[str]:
    """Those among these marks that are kept."""
    found: set[str] = set()
    for part in chunks(marks):
        found.update(c.scalars(select(t.erased.c.mark).where(t.erased.c.mark.in_(part))))
    return found


def addresses(c: Connection, urls: Sequence[str]) -> set[str]:
    """Those among these addresses that were a story's which was erased."""
    if not urls or not any_kept(c):
        return set()
    marks = {url: mark(url_key(url)) for url in urls}
    found = known(c, marks.values())
    return {url for url, its in marks.items() if its in found}
