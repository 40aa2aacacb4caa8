"""Channels that are declared no more, and what lies there of them."""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from feeds.edition import LATEST, edition_of, html_path, index_path
from feeds.moved import moved
from pipeline import files
from pipeline.store import archives, editions, ended, publication
from schemas.channel import FORMATS, Variant

GONE = "gone"
"""The kind of mark on what is to be removed: `<key of a variant>:<number of its archives>`."""


def withdraw(c: Connection, key: str, now: datetime, moved: Container[str]) -> None:
    """Have the documents of a variant that is no longer declared removed; its releases are kept.

    `moved`: the former names of channels; what is published under another name has not ended.
    """
    remove_later(c, key, now)
    publication.drop_variant(c, key)
    archives.drop_variant(c, key)
    if key.partition(".")[0] not in moved:
        ended.note(c, key)


def remove_later(c: Connection, key: str, now: datetime) -> None:
    """Have the next publish remove what lies there of a variant."""
    newest = archives.newest(c, key)
    for path in (*ended.paths_of(key), *_lists(c, key, key)):
        publication.drop_document(c, path)
    name = f"{key}:{newest.number if newest is not None else 0}"
    publication.mark_dirty(c, GONE, {name: now})


def declared(c: Connection, keys: Iterable[str]) -> None:
    """Variants that are declared, perhaps again: the editions that they had are shown again."""
    back = ended.forget(c, keys)
    for key in back:
        rows = editions.every(c, key)
        again = {editions.name_of(key, row.period): row.updated for row in rows}
        publication.mark_dirty(c, "edition", again, soften=True)


def paths(
    c: Connection, gone: Iterable[str], declared_now: Container[str], names: Mapping[str, str]
) -> list[str]:
    """What lies there of variants that are no longer declared, by the names of their marks.

    `names`: former name of a channel → name.
    """
    found: list[str] = []
    for mark in gone:
        key, _, archived = mark.rpartition(":")
        if key not in declared_now:
            name, dot, language = key.partition(".")
            now = f"{names.get(name, name)}{dot}{language}"
            found += _all(c, key, now, int(archived))
    return found


def remove(public: Path, path: str, names: Mapping[str, str]) -> None:
    """Remove a file; beside its place it is said that it ended, unless it moved. PublishError."""
    if moved(path, names) is None:
        files.end(public / path)
    else:
        files.remove(public / path)
        files.remove(files.ended(public / path))


def _all(c: Connection, key: str, now: str, archived: int) -> Iterator[str]:
    """`now`: the key that its editions have in the store."""
    yield from ended.paths_of(key)
    yield from _lists(c, key, now)
    for number in range(1, archived + 1):
        yield from (f"feeds/archive/{key}/{number}.{format_}" for format_ in FORMATS)
    for row in editions.every(c, now):
        yield from _every_format(edition_of(_declared(row, key), row.cut))


def _declared(row: Row[Any], key: str) -> Variant:
    """The newsletter of an edition, under the name that it had in a key."""
    its = Variant.model_validate_json(row.declared)
    name = {"name": key.partition(".")[0]}
    return its.model_copy(update={"channel": its.channel.model_copy(update=name)})


def _lists(c: Connection, key: str, now: str) -> Iterator[str]:
    """A newsletter's latest edition, and the list of all."""
    for row in editions.every(c, now, 1):
        its = _declared(row, key)
        yield from _every_format(edition_of(its, row.cut, LATEST))
        yield index_path(its)


def _every_format(variant: Variant) -> Iterator[str]:
    yield from (variant.path(format_) for format_ in FORMATS)
    yield html_path(variant)
