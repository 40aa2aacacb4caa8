"""What rendering a document gives."""

from collections.abc import Callable
from typing import NamedTuple

from feeds.entry import Entry
from feeds.site import Site
from schemas.channel import Format

ItemWriter = Callable[[Entry, Site, str], bytes]
"""(entry, site, the item's link) → its bytes in one format."""


class ItemKind(NamedTuple):
    """How cards stand in the documents of a format."""

    format: Format
    write: ItemWriter
    joint: bytes
    """What stands between two items."""
    start: bytes
    """Of the least document that holds items: what every document of the format begins with."""
    end: bytes
    probe: bytes
    """An item of ours that shows where items are read; its id is `feeds.check.PROBE`."""


class Written(NamedTuple):
    """An item that was read back."""

    card: str
    content: bytes


class Rendered(NamedTuple):
    """A document in its parts, and the cards that could not be part of it."""

    kind: ItemKind
    start: bytes
    items: tuple[Written, ...]
    end: bytes
    refused: tuple[tuple[str, str], ...] = ()
    """Card id and reason."""

    @property
    def content(self) -> bytes:
        """The whole document."""
        body = self.kind.joint.join([item.content for item in self.items])
        return b"".join((self.start, body, self.end))
