"""Documents beside themselves in fewer bytes, for servers that send files as they lie."""

import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping
from os import fspath
from pathlib import Path
from types import MappingProxyType

import brotli

from pipeline import files

_LEVEL = 6
"""Of gzip: what `serve` uses, so both send the same bytes."""
_QUALITY = 4
"""Of Brotli: smaller than gzip at about the same cost; beyond, each step doubles the cost."""
_PACKED = (".rss", ".atom", ".json", ".html", ".xml", ".css", ".js", ".svg", ".txt")
_LOOSE = ("cards", "media")
"""Folders of files that are small and a million, or packed by their nature."""
_AT_ONCE = 2
"""A large document takes some 50 ms."""

Packer = Callable[[bytes], bytes]


def gzipped(content: bytes) -> bytes:
    """The same bytes on every machine."""
    return gzip.compress(content, _LEVEL, mtime=0)


def _brotli(content: bytes) -> bytes:
    return bytes(brotli.compress(content, mode=brotli.MODE_TEXT, quality=_QUALITY))


_PACKERS: Mapping[str, Packer] = MappingProxyType({".gz": gzipped, ".br": _brotli})


class Packing:
    """The packed copies of a public folder's documents.

    A document's copies go before it is replaced and come after: a server that finds none sends
    the document itself, so nothing old is ever sent.
    """

    def __init__(self, public: Path) -> None:
        """Nothing is looked at yet."""
        self._public = public
        self._loose = tuple(f"{public / folder}/" for folder in _LOOSE)
        self._waiting: dict[str, None] = {}
        self._looked = False

    def expect(self, paths: Iterable[files.StrPath]) -> None:
        """Note documents that were written."""
        told = (fspath(path) for path in paths)
        self._waiting |= dict.fromkeys(path for path in told if self._packable(path))

    def some(self, limit: int = _AT_ONCE) -> bool:
        """Pack a few documents, at first those that a crash left unpacked; whether more wait.

        PublishError where a copy cannot be written: it is missing until the document is written
        again, or until the next start.
        """
        if not self._looked:
            self._looked = True
            self.expect(self._unpacked())
        batch = [*self._waiting][:limit]
        for path in batch:
            del self._waiting[path]
        with files.Replacement() as written:
            for path in batch:
                _pack(Path(path), written)
        return bool(self._waiting)

    def everything(self) -> None:
        """Pack all that waits."""
        while self.some(64):
            pass

    def _packable(self, path: str) -> bool:
        return path.endswith(_PACKED) and not path.startswith(self._loose)

    def _unpacked(self) -> Iterator[Path]:
        folders = [entry for entry in self._public.glob("*") if entry.name not in _LOOSE]
        for entry in sorted(folders):
            for path in sorted(entry.rglob("*")) if entry.is_dir() else [entry]:
                if path.suffix in _PACKED and not all(c.exists() for c in files.copies(path)):
                    yield path


def _pack(path: Path, written: files.Replacement) -> None:
    """Put a document's copies beside it, where they are smaller."""
    try:
        content = path.read_bytes()
    except OSError:
        return  # removed meanwhile
    for copy in files.copies(path):
        packed = _PACKERS[copy.suffix](content)
        if len(packed) < len(content):
            written.put(copy, packed)
