"""What is asked of hubs and caches when documents changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from feeds.position import subscribable
from pipeline.push.ways import HUB, PURGE
from pipeline.settings import Settings
from pipeline.store import outbox

Changes = Mapping[str, str | None]
"""Path below the public folder → ETag of its new bytes; none where it is removed."""


class Asking:
    """Has a hub told of subscription documents, a cache of all that changed."""

    def __init__(self, settings: Settings) -> None:
        """What is not set up is not asked."""
        self._hub = settings.hub is not None
        self._purge = settings.purge_url is not None

    def ask(self, c: Connection, changes: Changes, cards: Iterable[str], now: datetime) -> None:
        """Put it into the outbox, in the transaction that notes the documents.

        `cards`: ids of cards that changed in any way, whose documents the manifest does not list.
        """
        if self._hub:
            kept = {path: etag for path, etag in changes.items() if etag and subscribable(path)}
            outbox.ask(c, (HUB,), kept, now)
        if self._purge:
            keys = (card.removeprefix("urn:uuid:").replace("-", "") for card in cards)
            single = dict.fromkeys(f"cards/{key[:2]}/{key}.json" for key in keys)
            outbox.ask(c, (PURGE,), {**single, **changes}, now)
