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
                found.setdefault(section, (f"{images.OURS}{section}:{digest}", path))
    return found


def prepare(c: Connection, files: Files, public: Path, now: datetime) -> None:
    """Make the copies of stock pictures that are not there yet; forget those of others.

    One that cannot be used is told in the log and left out. PublishError where a copy cannot be
    written.
    """
    known = images.ours(c)
    names = {name for name, _ in files.values()}
    images.forget(c, known.keys() - names)
    for name, path in files.values():
        its = known.get(name)
        if its is None or not its.sizes or not _there(public, its):
            _make(c, name, path, public, now)


def _there(public: Path, its: images.Found) -> bool:
    assert its.digest is not None, "copies are known by it"
    return all((public / copies.path_of(its.digest, s.width, s.suffix)).exists() for s in its.sizes)


def _make(c: Connection, name: str, path: Path, public: Path, now: datetime) -> None:
    try:
        made = renditions(path.read_bytes())
    except (PageError, OSError) as error:
        log.error("section-picture-unusable", file=str(path), reason=str(error))
        return
    digest, sizes = copies.written(public, made)
    copied.note(c, digest, sizes, now)
    largest = sizes[0]
    found = images.Found(
        "seen", largest.width, largest.height, largest.bytes, "image/jpeg", digest, sizes
    )
    images.keep(c, name, found)
