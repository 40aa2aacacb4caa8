"""What the routes share."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Annotated, NamedTuple
from urllib.parse import urlsplit

from fastapi import Depends, Request

from pipeline.settings import Settings
from pipeline.store.store import Store
from schemas.source import Source
from web.status import CrawlerStatus

BASE = "/api/v1"


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

    async def pause(self, seconds: float) -> bool:
        """Wait, unless the server is about to end; whether it is."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.closing.wait(), seconds)
        return self.closing.is_set()

    def href(self, path: str) -> str:
        """The address of an API path, without scheme and host."""
        return f"{urlsplit(self.settings.public_url).path.rstrip('/')}{BASE}{path}"


async def _context(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


Here = Annotated[Context, Depends(_context)]
