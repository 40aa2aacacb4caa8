"""Files that are always whole."""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from schemas.errors import PublishError


def etag_of(content: bytes) -> str:
    """The strong entity tag (RFC 9110, 8.8.3) of these bytes, quoted."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def replace(path: Path, content: bytes) -> None:
    """Put new bytes in the place of the old ones in one step; PublishError if that fails.

    A reader or a crash at any instant meets either all of the old bytes or all of the new.
    """
    partial = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise PublishError(
            f"cannot be written: {error.strerror}; the last good one stays", subject=str(path)
        ) from None


def remove(path: Path) -> None:
    """Remove a file if it is there; PublishError if that fails."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(f"cannot be removed: {error.strerror}", subject=str(path)) from None


def settle(folders: Iterable[Path]) -> None:
    """Make renames in these folders survive a power cut."""
    for folder in sorted(set(folders)):
        with suppress(FileNotFoundError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
