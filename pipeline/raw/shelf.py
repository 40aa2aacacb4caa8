"""The files of stored answers: appended to, read at a place, mended after a crash."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from pipeline.raw.warc import info_of, members_end

SUFFIX = ".warc.gz"


class Place(NamedTuple):
    """Where a record lies."""

    file: str
    offset: int
    length: int
    """Of the compressed record, in bytes."""


class Shelf:
    """A folder of WARC files by month; a file that is `longest` bytes long is followed by another.

    One process appends; any number may read.
    """

    def __init__(self, folder: Path, software: str, *, longest: int = 64 * 2**20) -> None:
        """Nothing is touched before the first record comes."""
        self.folder = folder
        self._software = software
        self._longest = longest
        self._lock = Lock()

    def append(self, records: Sequence[bytes], now: datetime) -> list[Place]:
        """Write records behind each other; they are with the system when this returns.

        OSError where they cannot be written; the file is then as it was.
        """
        if not records:
            return []
        with self._lock:
            path = self._current(now)
            with path.open("ab") as file:
                start = file.tell()
                first = b"" if start else info_of(path.name, self._software)
                try:
                    file.write(first + b"".join(records))
                    file.flush()
                except OSError:
                    with suppress(OSError):
                        os.truncate(path, start)
                    raise
        return _places(path.name, start + len(first), records)

    def read(self, place: Place) -> bytes:
        """A record's bytes, fewer where the file ends early; OSError where there is no file."""
        with (self.folder / place.file).open("rb") as file:
            file.seek(place.offset)
            return file.read(place.length)

    def has(self, file: str) -> bool:
        """Whether a file is there."""
        return (self.folder / file).exists()

    def files(self) -> list[Path]:
        """Every file, oldest first."""
        return sorted(self.folder.glob(f"*{SUFFIX}"))

    def mend(self, ends: Mapping[str, int]) -> int:
        """Cut a torn record off the last file; how many bytes.

        `ends`: where the last record that the store knows ends, by file.
        """
        with self._lock:
            if not (files := self.files()):
                return 0
            data = files[-1].read_bytes()
            known = ends.get(files[-1].name, 0)
            end = members_end(data, known if known <= len(data) else 0)
            if end < len(data):
                os.truncate(files[-1], end)
            return len(data) - end

    def turn(self, now: datetime) -> None:
        """Begin a new file: nothing is appended to the ones before any more."""
        with self._lock:
            last = self._current(now)
            if last.exists():
                month, number = last.name.removesuffix(SUFFIX).rsplit("-", 1)
                (self.folder / f"{month}-{int(number) + 1:04}{SUFFIX}").touch()

    def _current(self, now: datetime) -> Path:
        """The file to append to."""
        self.folder.mkdir(parents=True, exist_ok=True)
        month = f"{now:%Y-%m}"
        last = max((path.name for path in self.folder.glob(f"{month}-*{SUFFIX}")), default="")
        number = int(last[len(month) + 1 :].removesuffix(SUFFIX)) if last else 1
        path = self.folder / f"{month}-{number:04}{SUFFIX}"
        if last and path.stat().st_size >= self._longest:
            path = self.folder / f"{month}-{number + 1:04}{SUFFIX}"
        return path


def _places(name: str, start: int, records: Sequence[bytes]) -> list[Place]:
    places = []
    for record in records:
        places.append(Place(name, start, len(record)))
        start += len(record)
    return places
