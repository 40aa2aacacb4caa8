"""Public documents that are read from the disk when somebody asks."""

import re
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from pipeline.files import ended
from web.document import Document
from web.shelf import Shelf

KEPT = 64
"""Documents kept in memory after they were asked for."""
_CARD = re.compile(r"cards/([0-9a-f]{2})/\1[0-9a-f]{30}\.json")
_EDITION = re.compile(
    r"feeds/editions/[a-z0-9-]+(?:/[a-z0-9-]+)?/[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.(?:it|en))?"
    r"\.(?:rss|atom|json|html)"
)
_ARCHIVE = re.compile(
    r"feeds/archive/[a-z0-9-]+(?:/[a-z0-9-]+)?(?:\.(?:it|en))?/[1-9][0-9]{0,8}\.(?:rss|atom|json)"
)
_PICTURE = re.compile(r"media/([0-9a-f]{2})/\1[0-9a-f]{30}-[0-9]{1,5}\.(?:jpg|webp)")
"""Copies of pictures: large, and kept by whoever asked, so never in memory here."""
_LISTS = re.compile(
    r"feeds/editions/[a-z0-9-]+(?:/[a-z0-9-]+)?/(?:latest|index)(?:\.(?:it|en))?"
    r"\.(?:rss|atom|json|html)"
)
"""What a newsletter's editions are found by; the manifest names it while it is there."""
_FEED = re.compile(
    r"(?:feeds|embed/v1)/[a-z0-9-]+(?:/[a-z0-9-]+)?(?:\.(?:it|en))?\.(?:rss|atom|json|html)"
)
_PAGE = re.compile(
    r"pages/[a-z0-9-]+(?:/[a-z0-9][a-z0-9_-]*)?(?:\.(?:it|en))?\.(?:json|html|jpe?g|png|webp|svg)"
)
"""Of a page that editors keep; the manifest names it while it is there."""
_Key = tuple[str, int, int]
"""Path, time of the last change in ns, size: other bytes, other key."""


class Rare:
    """Cards, editions, archives and large documents; the latest asked for stay in memory."""

    def __init__(self, public: Path, shelf: Shelf) -> None:
        """`shelf` knows which paths there are besides those of cards, editions and archives."""
        self._public = public
        self._shelf = shelf
        self._lock = Lock()
        self._kept: OrderedDict[_Key, Document] = OrderedDict()

    def knows(self, path: str) -> bool:
        """Whether a path (without leading slash) may lead to a file; no other one is opened."""
        named = (pattern.fullmatch(path) for pattern in (_CARD, _EDITION, _ARCHIVE, _PICTURE))
        return path in self._shelf.rare or any(named)

    def ended(self, path: str) -> bool:
        """Whether a path was a document of a channel or of a page that is no more."""
        patterns = (_FEED, _ARCHIVE, _EDITION, _LISTS, _PAGE)
        named = (pattern.fullmatch(path) for pattern in patterns)
        return any(named) and ended(self._public / path).exists()

    def read(self, path: str) -> Document | None:
        """The document at a known path; `None` where no file lies. Blocks on the disk."""
        file = self._public / path
        try:
            found = file.stat()
            key = (path, found.st_mtime_ns, found.st_size)
            if (kept := self._known(key)) is not None:
                return kept
            content = file.read_bytes()
        except OSError:
            return None
        changed = self._changed(path, found.st_mtime)
        made = self._shelf.document(path, content, changed)
        if _PICTURE.fullmatch(path) is None:
            self._keep(key, made)
        return made

    def _changed(self, path: str, modified: float) -> int:
        listed = self._shelf.rare.get(path)
        return int(listed.changed.timestamp() if listed else modified)

    def _known(self, key: _Key) -> Document | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: _Key, made: Document) -> None:
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
