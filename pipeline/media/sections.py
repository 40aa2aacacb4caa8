"""The stock pictures of sections, which stand in where a story has none."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import get_args

from sqlalchemy import Connection

from pipeline.logs import log
from pipeline.media import copies
from pipeline.media.renditions import renditions
from pipeline.store import copied, images
from schemas.errors import PageError
from schemas.types import Section

PREFIX = "section:"
"""What the store knows a stock picture by, instead of an address."""
_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")

Files = Mapping[Section, tuple[str, Path]]
"""Section → the name of its picture's content, its file."""


def files_in(folder: Path | None) -> Files:
    """The stock pictures in a folder: `<section>.jpg`, `.png` or `.webp`."""
    found: dict[Section, tuple[str, Path]] = {}
    for section in get_args(Section) if folder is not None else ():
        for suffix in _SUFFIXES:
            assert folder is not None, "asked above"
            if (path := folder / f"{section}{suffix}").is_file():
                digest = hashlib.sha256(path.read_bytes()).hexdigest()[:32]
                found.setdefault(section, (f"{PREFIX}{section}:{digest}", path))
    return found


def prepared(
    c: Connection, files: Files, public: Path, now: datetime
) -> dict[Section, images.Found]:
    """The copies of stock pictures, made where they are not there yet.

    One that cannot be used is told in the log and left out. PublishError where a copy cannot be
    written.
    """
    known = images.found(c, [name for name, _ in files.values()])
    ready: dict[Section, images.Found] = {}
    for section, (name, path) in files.items():
        its = known.get(name)
        if its is None or not its.sizes or not _there(public, its):
            its = _made(c, name, path, public, now)
        if its is not None:
            ready[section] = its
    return ready


def _there(public: Path, its: images.Found) -> bool:
    assert its.digest is not None, "copies are known by it"
    return all((public / copies.path_of(its.digest, s.width, s.suffix)).exists() for s in its.sizes)


def _made(c: Connection, name: str, path: Path, public: Path, now: datetime) -> images.Found | None:
    try:
        made = renditions(path.read_bytes())
    except (PageError, OSError) as error:
        log.error("section-picture-unusable", file=str(path), reason=str(error))
        return None
    digest, sizes = copies.written(public, made)
    copied.note(c, digest, sizes, now)
    largest = sizes[0]
    found = images.Found(
        "seen", largest.width, largest.height, largest.bytes, "image/jpeg", digest, sizes
    )
    images.keep(c, name, found)
    return found
