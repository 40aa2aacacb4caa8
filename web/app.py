"""The web application: public documents first, the API for the rest."""

import asyncio
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit

from anyio import CapacityLimiter, to_thread

from pipeline.clock import system_now
from pipeline.logs import log
from pipeline.settings import Settings
from pipeline.site import site_of
from pipeline.store.store import Store
from schemas.source import Source
from web.api.app import api_app
from web.api.context import AT_ONCE, Context
from web.document import Document
from web.embed import PATH as FRAGMENTS
from web.embed import Fragments
from web.public import App, Receive, Scope, Send, answered, elsewhere
from web.query import QueryFeeds
from web.rare import Rare
from web.shelf import Shelf
from web.status import CrawlerStatus

EVERY = 0.25
"""Seconds between two looks at the manifest."""
_QUERY = re.compile(r"/feeds/query\.(?:rss|atom|json)")
_DYNAMIC = re.compile(r"/(?:api(?:/.*)?|healthz|bot|feeds/explain/.+)")


class WebApp:
    """An ASGI app; `reload` has it serve what was just published."""

    def __init__(
        self,
        shelf: Shelf,
        rare: Rare,
        api: App,
        queries: App,
        fragments: App,
        prefix: str,
        closing: asyncio.Event,
    ) -> None:
        """Use `create_app` instead."""
        self._shelf = shelf
        self._rare = rare
        self._api = api
        self._queries = queries
        self._fragments = fragments
        self._prefix = prefix
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()
        self.closing = closing
        """Set when the server is about to end."""

    @property
    def documents(self) -> int:
        """How many public documents are served, single cards not counted."""
        return len(self._shelf)

    @property
    def trouble(self) -> str:
        """Why the public folder cannot be read; '' where it can."""
        return self._shelf.trouble

    def reload(self) -> None:
        """Have the manifest looked at now, from any thread.

        Returns at once while the server runs; before and after, when all is loaded.
        """
        if self._loop is None:
            self._shelf.look()
        else:
            self._loop.call_soon_threadsafe(self._wake.set)

    def serves(self, path: str, etag: str | None) -> bool:
        """Whether readers get the bytes of this ETag at a path, or (`None`) nothing any more."""
        return self._shelf.serves(path, etag)

    def held(self, path: str) -> Document | None:
        """The document in memory that a request path leads to."""
        return self._shelf.at.get(path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if scope["type"] != "http":
            await self._live(scope, receive, send)
            return
        found = self.held(scope["path"])
        if found is not None:
            await answered(found, scope, send)
            return
        path = self._within(scope["path"])
        if _QUERY.fullmatch(path):
            await self._queries({**scope, "path": path}, receive, send)
        elif path == FRAGMENTS:
            await self._fragments({**scope, "path": path}, receive, send)
        elif _DYNAMIC.fullmatch(path):
            await self._api({**scope, "path": path, "raw_path": path.encode()}, receive, send)
        else:
            await elsewhere(self._shelf, self._rare, path[1:], scope, send)

    def _within(self, path: str) -> str:
        """The path without the prefix of the public address."""
        if self._prefix and path.startswith(f"{self._prefix}/"):
            return path[len(self._prefix) :]
        return path

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Follow the manifest from the server's start to its end."""
        if scope["type"] != "lifespan":
            return
        await receive()
        self._loop = asyncio.get_running_loop()
        watch = self._loop.create_task(self._follow())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._loop = None
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch
        await send({"type": "lifespan.shutdown.complete"})

    async def _follow(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), EVERY)
            self._wake.clear()
            try:
                await to_thread.run_sync(self._shelf.look)
            except Exception:  # noqa: BLE001  # what is in memory is served on; the next look may do
                log.exception("manifest-look-failed")


def create_app(
    settings: Settings,
    store: Store,
    sources: Mapping[str, Source],
    *,
    nudge: Callable[[], None],
    status: Callable[[], CrawlerStatus],
    patience: float = 10.0,
    now: Callable[[], datetime] = system_now,
) -> WebApp:
    """The app over a public folder and a store; it serves at once what lies in the folder.

    `nudge` wakes the crawler and is called on the event loop; `patience`: seconds that a request
    waits for an editor's action.
    """
    site = site_of(settings)
    shelf = Shelf(settings.public, settings.public_url, site.hubs)
    shelf.look()
    closing = asyncio.Event()
    context = Context(
        settings=settings,
        store=store,
        sources=sources,
        nudge=nudge,
        status=status,
        documents=lambda: len(shelf),
        trouble=lambda: shelf.trouble,
        look=shelf.look,
        closing=closing,
        now=now,
        since=now(),
        patience=patience,
        askers=CapacityLimiter(AT_ONCE),
        exporters=CapacityLimiter(1),
    )
    prefix = urlsplit(settings.public_url).path.rstrip("/")
    unannounced = site.model_copy(update={"hubs": ()})  # no hub is told that an answer changed
    queries = QueryFeeds(context, unannounced, lambda: shelf.stamp)
    rare, fragments = Rare(settings.public, shelf), Fragments(shelf, settings.templates)
    return WebApp(shelf, rare, api_app(context), queries, fragments, prefix, closing)
