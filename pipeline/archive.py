"""Stored answers as a replay asks for them, and what it is told of the past."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from pipeline.raw.shelf import Place, Shelf
from pipeline.raw.warc import answer_in
from pipeline.store import cards, pages, raw
from pipeline.store.ledger import url_key
from schemas.crawl import HostState, RawSeen, RobotsCopy, Validators
from schemas.errors import PageError

_OF_AN_ITEM = {"feed", "listing", "text"}
"""What gave the fields of a card that its item alone made."""


class StoredArchive:
    """The `schemas.crawl.Archive` over the store's index and the shelf."""

    def __init__(
        self, connection: Connection, shelf: Shelf, source: str, since: datetime | None = None
    ) -> None:
        """No answer is read before it is asked for; `since`: none that is older."""
        self._c = connection
        self._shelf = shelf
        self._since = since
        self._pages = raw.pages(connection, source, since)

    def page(self, url: str) -> RawSeen | None:
        """The latest answer that can be read."""
        return next(self.listings(url), None) if url_key(url) in self._pages else None

    def listings(self, url: str) -> Iterator[RawSeen]:
        """Every answer that can be read, the latest first."""
        for row in reversed(raw.versions(self._c, url_key(url))):
            if self._since is not None and row.fetched < self._since:
                return
            try:
                yield self._read(row)
            except (OSError, PageError):
                continue  # torn by a crash, or its file was removed: as if never kept

    def _read(self, row: Row[Any]) -> RawSeen:
        found = answer_in(self._shelf.read(Place(row.file, row.offset, row.length)), row.digest)
        about = {"url": row.url, "final": row.final, "listing": row.listing}
        return found.model_copy(update=about)


class AllDue:
    """The `schemas.crawl.Known` of a replay: everything is known, and everything has changed."""

    def __init__(self, connection: Connection, source: str, since: datetime | None = None) -> None:
        """Only `seen` and `due_again` ask the store; `since`: for what was fetched from then on."""
        self._c = connection
        self._source = source
        self._since = since

    def expect(self, urls: Sequence[str]) -> None:
        """Nothing is looked up."""

    def seen(self, url: str) -> bool:
        """False for a story that its item alone made: only such a one does without its page."""
        row = pages.page(self._c, url)
        card = cards.live(self._c, [row["card"]]) if row and row["card"] else {}
        given = {by for found in card.values() for by in found.provenance.values()}
        return not ("feed" in given and given <= _OF_AN_ITEM)

    def entry_hash(self, url: str) -> str | None:  # noqa: ARG002  # the protocol's
        """None that any entry has."""
        return ""

    def validators(self, url: str) -> Validators | None:  # noqa: ARG002  # likewise
        """None."""
        return None

    def due_again(self) -> Sequence[str]:
        """Every story page of the source that is stored."""
        return list(raw.pages(self._c, self._source, self._since).values())

    def robots(self, origin: str) -> RobotsCopy | None:  # noqa: ARG002  # likewise
        """Nobody is asked, so nobody forbids."""
        return None

    def host(self, host: str) -> HostState | None:  # noqa: ARG002  # likewise
        """Nobody is asked."""
        return None
