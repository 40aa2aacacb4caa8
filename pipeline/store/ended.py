"""Channels that were published once and are no more."""

import json
from collections.abc import Iterable

from sqlalchemy import Connection

from feeds.embed.places import paths_of as embed_paths
from pipeline.store.store import remember, remembered
from schemas.channel import FORMATS

_KEY = "ended channels"


def _keys(c: Connection) -> list[str]:
    found: list[str] = json.loads(remembered(c, _KEY) or "[]")
    return found


def paths_of(key: str) -> list[str]:
    """Where the documents of a variant lie, below the public folder: those that stand alone."""
    return [*(f"feeds/{key}.{suffix}" for suffix in (*FORMATS, "html")), *embed_paths(key)]


def paths(c: Connection) -> list[str]:
    """Where their documents lay, below the public folder."""
    return [path for key in _keys(c) for path in paths_of(key)]


def note(c: Connection, variant: str) -> None:
    """One is no longer declared."""
    remember(c, _KEY, sorted({*_keys(c), variant}))


def forget(c: Connection, variants: Iterable[str]) -> list[str]:
    """Some are declared, perhaps again; which of them had ended."""
    before = _keys(c)
    back = sorted(set(before) & set(variants))
    if back:
        remember(c, _KEY, sorted(set(before) - set(back)))
    return back
