"""What a crawl may ask about the past, answered from the store."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from pipeline.store import pages, shunned
from pipeline.store.ledger import url_key
from schemas.crawl import HostState, RobotsCopy, Validators
from schemas.source import Source

PATIENT = 10
"""Recent pages that a refresh by hand re-asks of a host that is asked slowly: somebody waits."""


class StoreKnown:
    """The `schemas.crawl.Known` of one run, over a connection of its own.

    Of an address it says the same throughout the run, whatever the run itself adds.
    """

    def __init__(
        self,
        connection: Connection,
        source: Source,
        now: datetime,
        *,
        manual: bool,
        news: Callable[[int], None] = lambda _count: None,
    ) -> None:
        """`now` is the run's start: it decides which pages are due again.

        `news` is told how many of the addresses that a listing names were never seen before.
        """
        self._c = connection
        self._rows: dict[str, Mapping[str, Any] | None] = {}
        self._shunned: set[str] = set()
        self._source = source
        self._now = now
        self._manual = manual
        self._news = news

    def expect(self, urls: Sequence[str]) -> None:
        """Look all of these up at once."""
        keys = {url: url_key(url) for url in urls if url not in self._rows}
        found = pages.rows(self._c, keys)
        self._rows |= {url: found.get(key) for url, key in keys.items()}
        unknown = [url for url in keys if not self._rows[url]]
        self._shunned |= shunned.addresses(self._c, unknown)
        self._news(len(unknown))

    def seen(self, url: str) -> bool:
        """Whether this address was read before, or is never to be read."""
        return self._page(url) is not None or url in self._shunned

    def entry_hash(self, url: str) -> str | None:
        """The fingerprint its entry had when the story was last read."""
        row = self._page(url)
        return row["entry_hash"] if row else None

    def validators(self, url: str) -> Validators | None:
        """The validators of the last answer that was stored."""
        row = self._page(url)
        return pages.validators_in(row) if row else None

    def due_again(self) -> Sequence[str]:
        """Story pages to re-ask in this run."""
        slug, most = self._source.slug, PATIENT if self._source.delay else None
        due = pages.due_again(self._c, slug, self._now, manual=self._manual, most=most)
        self.expect(due)
        return due

    def robots(self, origin: str) -> RobotsCopy | None:
        """The kept robots.txt, if it is young enough."""
        return pages.robots_copy(self._c, origin, self._now)

    def host(self, host: str) -> HostState | None:
        """The manners kept for this host."""
        return pages.host_state(self._c, host)

    def _page(self, url: str) -> Mapping[str, Any] | None:
        if url not in self._rows:
            self._rows[url] = row = pages.page(self._c, url)
            if row is None:
                self._shunned |= shunned.addresses(self._c, [url])
        return self._rows[url]
