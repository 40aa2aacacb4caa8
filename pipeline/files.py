"""Files that are always whole."""

import hashlib
import os
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Self

from schemas.errors import PublishError

_FLUSHERS = 8
PACKED = (".gz", ".br")
"""Suffixes of the packed copies that may lie beside a document."""
ENDED = ".gone"
"""Suffix of what lies beside the place of a document that ended: servers answer 410 there."""
_BESIDE = (*PACKED, ENDED)
UNFINISHED = ".new"
"""Suffix of a file that is being written, whose name begins with a dot; a kill leaves it."""
StrPath = str | os.PathLike[str]


def etag_of(content: bytes) -> str:
    """The strong entity tag (RFC 9110, 8.8.3) of these bytes, quoted."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


class Replacement:
    """Files to be replaced, each in one step, together, when its `with` block ends well.

    A reader or a crash at any instant meets either all of a file's old bytes or all of its new
    ones. The new bytes of all files are on the disk before the first takes its place; they are
    flushed at the same time, which costs little more than flushing one. A block that fails
    leaves nothing behind.
    """

    def __init__(self) -> None:
        """Nothing yet."""
        self._waiting: dict[str, str] = {}
        self._made: set[str] = set()
        self.replaced: list[str] = []
        """What is in place once the block has ended."""

    def __enter__(self) -> Self:
        """Take files."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Replace, in the order in which they were put; PublishError if that fails."""
        try:
            if kind is None:
                self._commit()
        finally:
            for partial in self._waiting.values():
                with suppress(OSError):
                    os.unlink(partial)

    def put(self, path: StrPath, content: bytes) -> None:
        """Have `content` take the place of a file; PublishError if that fails."""
        place = os.fspath(path)
        folder, name = os.path.split(place)
        partial = os.path.join(folder, f".{name}{UNFINISHED}")
        try:
            if folder not in self._made:
                os.makedirs(folder, exist_ok=True)
                self._made.add(folder)
            self._waiting[place] = partial
            _write(partial, content)
        except OSError as error:
            raise _refused(place, error) from None

    def settle(self) -> None:
        """Replace what was put until now: something outside leads to it. PublishError as ever."""
        self._commit()

    def _commit(self) -> None:
        if not self._waiting:
            return
        place = next(iter(self._waiting))
        try:
            _flush(list(self._waiting.values()))
            for place, partial in self._waiting.items():
                for suffix in _BESIDE:  # of other bytes, or of none
                    _unlink(place + suffix)
                os.replace(partial, place)
                self.replaced.append(place)
            _flush({os.path.dirname(place) for place in self._waiting})
        except OSError as error:
            raise _refused(place, error) from None
        self._waiting.clear()


def replace(path: StrPath, content: bytes) -> None:
    """Put new bytes in the place of the old ones in one step; PublishError if that fails."""
    with Replacement() as one:
        one.put(path, content)


def copies(path: Path) -> tuple[Path, ...]:
    """Where a document's packed copies lie."""
    return tuple(path.with_name(path.name + suffix) for suffix in PACKED)


def remove(path: Path) -> None:
    """Remove a file and its packed copies if they are there; PublishError if that fails."""
    try:
        for file in (*copies(path), path):
            file.unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(f"cannot be removed: {error.strerror}", subject=str(path)) from None


def sweep(folder: Path, leave: Collection[str] = ()) -> int:
    """Remove what a kill left half-written, and how many; PublishError if that fails.

    `leave`: folders at the top that are not looked into. Nobody else may be writing there.
    """
    found = 0
    for place, folders, names in os.walk(folder):
        if Path(place) == folder:
            folders[:] = [name for name in folders if name not in leave]
        for name in names:
            if name.startswith(".") and name.endswith(UNFINISHED):
                remove(Path(place, name))
                found += 1
    return found


def ended(path: Path) -> Path:
    """The file that says of a document that it ended."""
    return path.with_name(path.name + ENDED)


def end(path: Path) -> None:
    """Remove a file for good; PublishError if that fails."""
    replace(ended(path), b"")
    remove(path)


def holds(path: StrPath, content: bytes) -> bool:
    """Whether a file has these very bytes."""
    try:
        if os.stat(path).st_size != len(content):
            return False
        with open(path, "rb") as file:
            return file.read() == content
    except OSError:
        return False


def exists(path: str) -> bool:
    """Whether there is such a file."""
    return os.path.exists(path)


def _write(path: str, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)


def _unlink(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)


def _flush(paths: Collection[str]) -> None:
    parts = [[*islice(paths, start, None, _FLUSHERS)] for start in range(_FLUSHERS)]
    first, *others = [part for part in parts if part]
    asked = [_flushers().submit(_flush_some, part) for part in others]
    try:
        _flush_some(first)
    finally:
        wait(asked)
    for one in asked:
        one.result()


@cache
def _flushers() -> ThreadPoolExecutor:
    """They wait for the disk, not for each other."""
    return ThreadPoolExecutor(_FLUSHERS, "flush")


def _flush_some(paths: Iterable[str]) -> None:
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refused(path: str, error: OSError) -> PublishError:
    why = f"cannot be written: {error.strerror}; the last good one stays"
    return PublishError(why, subject=path)
