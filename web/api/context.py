"""What the routes share."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Annotated, NamedTuple, ParamSpec, TypeVar
from urllib.parse import urlsplit

from anyio import CapacityLimiter, WouldBlock, to_thread
from fastapi import Depends, Request

from pipeline.asking import Archive
from pipeline.settings import Settings
from pipeline.store.store import Store
from schemas.errors import TooSlow
from schemas.source import Source
from web.status import CrawlerStatus

BASE = "/api/v1"
PATIENCE = 2.0
"""Seconds that one question to the archive may take."""
AT_ONCE = 2
"""Such questions that are answered at the same time: feeds are served beside them."""
WAITING = 32
"""Such questions that may wait for their turn."""
P = ParamSpec("P")
T = TypeVar("T")


class Context(NamedTuple):
    """The store, the declared sources, and the ways to the crawler."""

    settings: Settings
    store: Store
    sources: Mapping[str, Source]
    nudge: Callable[[], None]
    """Wakes the crawler; called on the event loop."""
    status: Callable[[], CrawlerStatus]
    documents: Callable[[], int]
    """How many public documents are served."""
    trouble: Callable[[], str]
    """Why the public folder cannot be read; '' where it can."""
    look: Callable[[], object]
    """Has what was just published served; blocks on the disk."""
    closing: asyncio.Event
    """Set when the server is about to end; whoever waits for something stops."""
    now: Callable[[], datetime]
    since: datetime
    """When this process began."""
    patience: float
    """Seconds an editor's action is waited for."""
    askers: CapacityLimiter
    """Those who ask the archive."""

    exporters: CapacityLimiter
    """Those who have a table made: one."""

    async def exporting(self, work: Callable[P, T], *args: P.args, **_: P.kwargs) -> T:
        """Have a table made, in a thread; TooSlow where another one is being made."""
        one = object()
        try:
            self.exporters.acquire_on_behalf_of_nowait(one)
        except WouldBlock:
            raise TooSlow("another table is being made; ask again in a moment") from None
        try:
            return await to_thread.run_sync(work, *args)
        finally:
            self.exporters.release_on_behalf_of(one)

    async def asking(self, work: Callable[P, T], *args: P.args, **_: P.kwargs) -> T:
        """Ask the archive, in a thread; TooSlow where too many wait already."""
        if self.askers.statistics().tasks_waiting >= WAITING:
            raise TooSlow("many are asking just now; ask again in a moment")
        return await to_thread.run_sync(work, *args, limiter=self.askers)

    async def pause(self, seconds: float) -> bool:
        """Wait, unless the server is about to end; whether it is."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.closing.wait(), seconds)
        return self.closing.is_set()

    @property
    def archive(self) -> Archive:
        """The cards, as the documents show them."""
        face = self.settings.public_url.rstrip("/")
        return Archive(self.store, self.sources, lambda path: f"{face}/{path}")

    def href(self, path: str) -> str:
        """The address of an API path, without scheme and host."""
        return f"{urlsplit(self.settings.public_url).path.rstrip('/')}{BASE}{path}"


async def _context(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


Here = Annotated[Context, Depends(_context)]
