"""The connections: names of this machine lead to it, public names never into private networks."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any, cast

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from scrapy.core.downloader.handlers import _aiohttp
from scrapy.core.downloader.handlers._base_streaming import BaseStreamingDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from schemas.addresses import is_loopback
from spiders.failures import InternalAddress, NotAsked
from spiders.job import Job
from spiders.places import is_internal

DRIP = 8.0
"""Seconds that any body may take from its first byte."""
SLOWEST = 16 * 2**10
"""Bytes a second that buy it more time."""


class Resolver(AbstractResolver):
    """Names to addresses: `*.localhost` here (RFC 6761, 6.3), all others by the system."""

    def __init__(self) -> None:
        self._system = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name; raises InternalAddress where one of them is private."""
        if is_loopback(host):
            return [_local(host, port)]
        found = await self._system.resolve(host, port, family)
        inside = [result["host"] for result in found if is_internal(result["host"])]
        if inside:
            raise InternalAddress(f"{host} leads to {inside[0]}, inside a private network")
        return found

    async def close(self) -> None:
        """Let go of the system's resolver."""
        await self._system.close()


def _local(host: str, port: int) -> ResolveResult:
    return ResolveResult(
        hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0
    )


class Connections(_aiohttp.AiohttpDownloadHandler):
    """Scrapy's aiohttp handler with our resolver, a shared TLS context and a way to stop."""

    experimental = False  # pinned to one Scrapy series and covered by tests: no warning per crawl

    def __init__(self, crawler: Crawler) -> None:
        # The parent would load the system's certificates for every crawl (25-65 ms).
        BaseStreamingDownloadHandler.__init__(self, crawler)
        self._job: Job = crawler.spider.job  # type: ignore[union-attr]
        self._running: set[asyncio.Task[Any]] = set()
        # True = verified against the system's authorities, in aiohttp's one shared context.
        self._ssl_context = cast(Any, True)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=self._pool_size_total,
                limit_per_host=self._pool_size_per_host,
                resolver=Resolver(),
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            response_class=_aiohttp._ClientResponse,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
        )

    @staticmethod
    async def _iter_body_chunks(response: _aiohttp._ClientResponse) -> AsyncIterator[bytes]:
        """The body as it comes, as long as it comes fast enough; raises TimeoutError."""
        loop, body, got = asyncio.get_running_loop(), response.content.iter_any(), 0
        start = loop.time()
        while True:
            try:
                async with asyncio.timeout_at(start + DRIP + got / SLOWEST):
                    chunk = await anext(body)
            except StopAsyncIteration:
                return
            got += len(chunk)
            yield chunk

    async def download_request(self, request: Request) -> Response:
        """The answer; counted, and given up at once when the crawl is halted."""
        if self._job.halted:
            raise NotAsked("timeout", "the crawl was stopped before its turn")
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._running.add(task)
        self._job.requests += 1
        try:
            response = await super().download_request(request)
        except asyncio.CancelledError:
            if not self._job.halted:
                raise
            task.uncancel()
            raise NotAsked("timeout", "the crawl was stopped while waiting for it") from None
        finally:
            self._running.discard(task)
        self._job.bytes += len(response.body)
        return response

    def halt(self) -> None:
        """Give up every request under way."""
        for task in self._running:
            task.cancel()
