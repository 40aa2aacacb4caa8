"""The list of public documents, written last."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Row

PATH = "manifest.json"
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def listed(public: Path) -> int:
    """How many documents a public folder's manifest lists; 0 where none can be read."""
    try:
        return len(orjson.loads((public / PATH).read_bytes())["documents"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def names(path: str) -> tuple[str, ...]:
    """The paths a document answers at: that of an index page is its folder's too."""
    folder = path.removesuffix("index.html")
    if folder != path and (not folder or folder.endswith("/")):
        return path, folder
    return (path,)


def manifest(
    documents: Mapping[str, Row[Any, Any, Any, Any]],
    gone: Sequence[str] = (),
    moved: Mapping[str, str] | None = None,
) -> bytes:
    """Path, ETag, instant of the last change and size in bytes of every document.

    `gone`: paths at which nothing is published any more, and clients need not ask again; `moved`:
    former names of channels → the name under which all that they had is published now. Single
    cards are not listed: there may be a million, and their path follows from their key.
    """
    listed = {
        path: _told(etag, changed, size)
        for path, (_, etag, changed, size) in documents.items()
        if path != PATH
    }
    ended = {"gone": list(gone)} if gone else {}
    renamed = {"moved": dict(moved)} if moved else {}
    return orjson.dumps({"version": 1, "documents": listed, **ended, **renamed}, option=_OPTIONS)


@lru_cache(maxsize=8192)
def _told(etag: str, changed: datetime, size: int) -> orjson.Fragment:
    """A document's part, as far in as it stands; most are the same from publish to publish."""
    at = f"{changed.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
    told = orjson.dumps({"changed": at, "etag": etag, "size": size}, option=orjson.OPT_INDENT_2)
    return orjson.Fragment(told.replace(b"\n", b"\n    "))
