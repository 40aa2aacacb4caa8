"""The copies of pictures below the public folder."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import files
from pipeline.store.images import Size

if TYPE_CHECKING:  # what opens pictures is not needed where they are only named
    from pipeline.media.renditions import Rendition

FOLDER = "media"


def path_of(digest: str, width: int, suffix: str) -> str:
    """Where a copy lives: `media/<2 hex>/<digest>-<width>.<suffix>`."""
    return f"{FOLDER}/{digest[:2]}/{digest}-{width}.{suffix}"


def digest_of(made: "Sequence[Rendition]") -> str:
    """The name that the copies of one picture share: other bytes, another name."""
    whole = hashlib.sha256()
    for one in made:
        whole.update(one.content)
    return whole.hexdigest()[:32]


def written(public: Path, made: "Sequence[Rendition]") -> tuple[str, tuple[Size, ...]]:
    """Put copies into the public folder; PublishError where that fails."""
    digest = digest_of(made)
    with files.Replacement() as together:
        for one in made:
            path = public / path_of(digest, one.width, one.suffix)
            if not files.holds(path, one.content):
                together.put(path, one.content)
    sizes = (Size(one.width, one.height, one.suffix, len(one.content)) for one in made)
    return digest, tuple(sizes)


def lying(public: Path, digest: str) -> list[str]:
    """The paths of a picture's copies below the public folder, in order."""
    found = (public / FOLDER / digest[:2]).glob(f"{digest}-*")
    return sorted(path.relative_to(public).as_posix() for path in found)


def digests(public: Path) -> set[str]:
    """Of all pictures that have a copy below the public folder."""
    return {path.name.partition("-")[0] for path in (public / FOLDER).glob("*/*")}


def remove(public: Path, digest: str) -> None:
    """Remove the copies of a picture; PublishError where that fails."""
    for path in lying(public, digest):
        files.remove(public / path)
