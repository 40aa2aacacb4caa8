"""Channels that are declared no more, and what lies there of them."""

from collections.abc import Container, Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection

from feeds.edition import LATEST, edition_of, html_path, index_path
from pipeline.store import archives, editions, ended, publication
from schemas.channel import FORMATS, Variant

GONE = "gone"
"""The kind of mark on what is to be removed: `<key of a variant>:<number of its archives>`."""


def withdraw(c: Connection, key: str, now: datetime) -> None:
    """Have the documents of a variant that is no longer declared removed; its releases are kept."""
    newest = archives.newest(c, key)
    publication.drop_variant(c, key)
    archives.drop_variant(c, key)
    for path in (*_subscriptions(key), *_lists(c, key)):
        publication.drop_document(c, path)
    ended.note(c, key)
    name = f"{key}:{newest.number if newest is not None else 0}"
    publication.mark_dirty(c, GONE, {name: now})


def declared(c: Connection, keys: Iterable[str]) -> None:
    """Variants that are declared, perhaps again: the editions that they had are shown again."""
    back = ended.forget(c, keys)
    for key in back:
        rows = editions.every(c, key)
        again = {editions.name_of(key, row.period): row.updated for row in rows}
        publication.mark_dirty(c, "edition", again, soften=True)


def paths(c: Connection, gone: Iterable[str], declared_now: Container[str]) -> list[str]:
    """What lies there of variants that are no longer declared, by the names of their marks."""
    found: list[str] = []
    for name in gone:
        key, _, archived = name.rpartition(":")
        if key not in declared_now:
            found += _all(c, key, int(archived))
    return found


def _all(c: Connection, key: str, archived: int) -> Iterator[str]:
    yield from _subscriptions(key)
    yield from _lists(c, key)
    for number in range(1, archived + 1):
        yield from (f"feeds/archive/{key}/{number}.{format_}" for format_ in FORMATS)
    for row in editions.every(c, key):
        its = Variant.model_validate_json(row.declared)
        yield from _every_format(edition_of(its, row.cut))


def _subscriptions(key: str) -> Iterator[str]:
    for suffix in (*FORMATS, "html"):
        yield f"feeds/{key}.{suffix}"


def _lists(c: Connection, key: str) -> Iterator[str]:
    """A newsletter's latest edition, and the list of all."""
    for row in editions.every(c, key, 1):
        its = Variant.model_validate_json(row.declared)
        yield from _every_format(edition_of(its, row.cut, LATEST))
        yield index_path(its)


def _every_format(variant: Variant) -> Iterator[str]:
    yield from (variant.path(format_) for format_ in FORMATS)
    yield html_path(variant)
