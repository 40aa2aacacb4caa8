"""A document's place in the history of its channel (RFC 5005, section 4)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from feeds.site import Site
from schemas.channel import Format, Variant

_SUBSCRIPTION = re.compile(
    r"feeds/(?!archive/|query\.|editions/.+/(?:index|\d{4}-\d\d-\d\d)\.).+\.(?:rss|atom|json)"
)


class Position(NamedTuple):
    """The subscription document, or one of the archives before it.

    Archives count from 1, the oldest: what is added later moves none of them.
    """

    number: int = 0
    """0: the subscription document."""
    before: int = 0
    """The archive that holds what came before; 0: there is none."""
    closed: bool = False
    """An archive that is full; it has a successor, and its cards stay as they are."""
    frozen: bool = False
    """An edition of a newsletter."""

    @property
    def lasting(self) -> bool:
        """Whether it names neither hub nor version of the program: both may change."""
        return self.number > 0 or self.frozen

    def path(self, variant: Variant, format_: Format) -> str:
        """The document's path below the public folder."""
        return archive_path(variant, self.number, format_) if self.number else variant.path(format_)

    def address(self, variant: Variant, format_: Format, site: Site) -> str:
        """The address the document is served at."""
        return site.address(self.path(variant, format_))

    def links(self, variant: Variant, format_: Format, site: Site) -> Iterator[tuple[str, str]]:
        """Relation and address of the documents around it."""

        def archive(number: int) -> str:
            return site.address(archive_path(variant, number, format_))

        if self.number:
            yield "current", site.self_link(variant, format_)
        if self.before:
            yield "prev-archive", archive(self.before)
        if self.closed:
            yield "next-archive", archive(self.number + 1)


ALONE = Position()
"""A subscription document that holds everything."""
FROZEN = Position(frozen=True)
"""An edition."""


def archive_at(number: int, *, closed: bool) -> Position:
    """The place of an archive."""
    return Position(number, number - 1, closed)


def archive_path(variant: Variant, number: int, format_: Format) -> str:
    """`feeds/archive/stories.it/1.rss`."""
    return f"feeds/archive/{variant.key}/{number}.{format_}"


def subscribable(path: str) -> bool:
    """Whether a published path is a subscription document's, which names the hubs.

    Archives and dated editions stay as they are; nobody tells of a changed query.
    """
    return _SUBSCRIPTION.fullmatch(path) is not None
