"""The public documents in memory, as the manifest lists them."""

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, ValidationError

from feeds.position import subscribable
from pipeline.logs import log
from pipeline.manifest import names
from schemas.types import Instant, Record
from web.document import Document, document

MANIFEST = "manifest.json"
LARGE = 1 << 20
"""Bytes from which a document is read from the disk at each request."""
RARE = ("feeds/archive/",)
"""Folders of documents that few ask for; they are read from the disk too."""


def _below(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\0" in path:
        raise ValueError("not a path below the public folder")
    return path


class Listed(Record):
    """A document as the manifest lists it."""

    etag: str
    changed: Instant
    size: int


class Manifest(Record):
    """The list of public documents, written last by whoever publishes."""

    version: Literal[1]
    documents: dict[Annotated[str, AfterValidator(_below)], Listed]
    gone: frozenset[str] = frozenset()
    """Paths at which something was published once."""
    moved: dict[str, str] = {}
    """Former names of channels → the name now."""


class Shelf:
    """Follows the manifest; what is served is swapped as a whole, and never goes missing halfway.

    A document whose bytes are not those that the manifest tells of is being rewritten: the old
    bytes stay until a later look. Thread-safe.
    """

    def __init__(self, public: Path, public_url: str, hubs: Sequence[str] = ()) -> None:
        """`public_url`: the address everything is reached at, without a slash at the end.

        `hubs`: WebSub hubs, which the headers of subscription documents name.
        """
        self._public = public
        self._url = public_url.rstrip("/")
        self._hubs = tuple(hubs)
        self._prefix = urlsplit(self._url).path
        self._stamp: tuple[int, int, int] | None = None
        self._unsettled = False
        self._held: dict[str, Document] = {}
        self._lock = Lock()
        self.at: Mapping[str, Document] = {}
        """Request path → document, with and without the prefix of the public address."""
        self.rare: Mapping[str, Listed] = {}
        """Paths of the documents that are read from the disk."""
        self.gone: frozenset[str] = frozenset()
        """Paths at which nothing is published any more."""
        self.moved: Mapping[str, str] = {}
        """Former names of channels → the name now."""
        self.filled = False
        """Whether there ever was a manifest."""
        self.trouble = ""
        """Why the manifest cannot be read any more; what is in memory is served on."""

    def __len__(self) -> int:
        return len(self._held) + len(self.rare)

    @property
    def stamp(self) -> str:
        """Another one whenever something was published; '' before the first time."""
        listed = self._held.get(MANIFEST)
        return listed.etag if listed else ""

    def address(self, path: str) -> str:
        """The absolute address of a published path."""
        return f"{self._url}/{path}"

    def document(self, path: str, content: bytes, changed: int) -> Document:
        """The document of these bytes; `changed`: seconds since 1970."""
        hubs = self._hubs if subscribable(path) else ()
        return document(path, content, changed, self.address(path), hubs)

    def serves(self, path: str, etag: str | None) -> bool:
        """Whether readers get the bytes of this ETag at a path, or (`None`) nothing any more.

        What no manifest lists is read from the disk: it is served as soon as it lies there.
        """
        held, rare = self._held.get(path), self.rare.get(path)
        found = held.etag if held else rare.etag if rare else None
        return found == etag or (found is None and not subscribable(path))

    def look(self) -> bool:
        """Load what changed since the last look; whether anything had to be read."""
        with self._lock:
            stamp = _stamp(self._public / MANIFEST)
            if stamp is None and self.filled:
                self.trouble = "the manifest is gone from the public folder"
            if stamp is None or (stamp == self._stamp and not self._unsettled):
                return False
            try:
                content = (self._public / MANIFEST).read_bytes()
                manifest = Manifest.model_validate_json(content)
            except (OSError, ValidationError) as error:
                if stamp != self._stamp:
                    log.warning("manifest_unreadable", reason=str(error).splitlines()[0])
                self._stamp = stamp
                self.trouble = f"the manifest cannot be read: {str(error).splitlines()[0]}"
                return False
            self.trouble = ""
            self._fill(manifest, content)
            self._stamp, self.filled = stamp, True
            return True

    def _fill(self, manifest: Manifest, content: bytes) -> None:
        listed = {p: d for p, d in manifest.documents.items() if p != MANIFEST}
        rare = {p: d for p, d in listed.items() if d.size >= LARGE or p.startswith(RARE)}
        self._unsettled = False
        held = {}
        for path in listed.keys() - rare.keys():
            if (found := self._current(path, listed[path])) is not None:
                held[path] = found
        newest = max((int(d.changed.timestamp()) for d in listed.values()), default=0)
        held[MANIFEST] = self.document(MANIFEST, content, newest)
        self._held, self.rare, self.at = held, rare, self._addressed(held)
        self.gone, self.moved = manifest.gone, manifest.moved

    def _current(self, path: str, listed: Listed) -> Document | None:
        old = self._held.get(path)
        changed = int(listed.changed.timestamp())
        if old and (old.etag, old.changed) == (listed.etag, changed):
            return old
        try:
            content = (self._public / path).read_bytes()
        except OSError as error:
            log.warning("document_unreadable", path=path, reason=error.strerror)
            self._unsettled = True
            return old
        new = self.document(path, content, changed)
        if new.etag == listed.etag:
            return new
        self._unsettled = True
        return old or new  # files are renamed into place: these bytes are whole, only newer

    def _addressed(self, held: Mapping[str, Document]) -> dict[str, Document]:
        found = {}
        for path, its in held.items():
            for name in names(path):
                found[f"/{name}"] = found[f"{self._prefix}/{name}"] = its
        return found


def _stamp(file: Path) -> tuple[int, int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
