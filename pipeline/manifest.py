"""The list of public documents, written last."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Row

PATH = "manifest.json"


def listed(public: Path) -> int:
    """How many documents a public folder's manifest lists; 0 where none can be read."""
    try:
        return len(json.loads((public / PATH).read_bytes())["documents"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def manifest(documents: Mapping[str, Row[Any]]) -> bytes:
    """Path, ETag, instant of the last change and size in bytes of every document.

    Single cards are not listed: there may be a million, and their path follows from their key.
    """
    listed = {
        path: {
            "etag": row.etag,
            "changed": row.changed.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "size": row.size,
        }
        for path, row in documents.items()
        if path != PATH
    }
    text = json.dumps({"version": 1, "documents": listed}, indent=0, sort_keys=True)
    return text.encode() + b"\n"
