"""A crawl made once more from kept answers, without a network."""

import asyncio
from collections import deque
from collections.abc import Iterable
from inspect import isawaitable

from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes
from twisted.python.failure import Failure

from schemas.crawl import Archive, CrawlPlan, Known, RawSeen, Sink
from schemas.source import Source
from spiders.base import StorySpider
from spiders.crawl import spider_of
from spiders.failures import Refused
from spiders.job import Job


async def run_replay(source: Source, known: Known, archive: Archive, sink: Sink) -> None:
    """Reads a source as `run_crawl` does, each address answered by the archive.

    Every kept version of a listing is read, the newest first, then the latest of each story page
    that a listing or `known.due_again()` names. A page that is not kept counts as gone.
    """
    plan = CrawlPlan(source=source, force=True, user_agent="replay")
    spider = spider_of(source.kind)(Job(plan, known, sink))
    player = _Player(spider, archive)
    await player.listings()
    await player.stories()


class _Player:
    """Answers a spider's requests."""

    def __init__(self, spider: StorySpider, archive: Archive) -> None:
        self._spider = spider
        self._archive = archive
        self._stories: deque[Request] = deque()

    async def listings(self) -> None:
        """Play every listing, then say that there are no more."""
        waiting: deque[Request] = deque([request async for request in self._spider.start()])
        while waiting:
            for following in await self._listing(waiting.popleft()):
                (waiting if following.meta.get("listing") else self._stories).append(following)
            await asyncio.sleep(0)
        self._spider._open_listings = 0
        self._spider.listings_read()

    async def stories(self) -> None:
        """Play the story pages that the listings named, then all others."""
        await self._played()
        for url in self._spider.due():
            self._stories.extend(self._spider.story_requests(url, None))
            await self._played()

    async def _played(self) -> None:
        while self._stories:
            request = self._stories.popleft()
            kept = self._archive.page(request.cb_kwargs["asked"])
            self._stories.extend(await _answered(request, [kept] if kept else []))
            await asyncio.sleep(0)

    async def _listing(self, request: Request) -> list[Request]:
        kept = list(self._archive.listings(request.cb_kwargs["asked"]))
        # Each answer counts as one listing less under way; the last is not known before the end.
        self._spider._open_listings += max(1, len(kept))
        return await _answered(request, kept)


async def _answered(request: Request, kept: Iterable[RawSeen]) -> list[Request]:
    following: list[Request] = []
    answers = [_response(request, raw) for raw in kept]
    for response in answers:
        said = request.callback(response, **request.cb_kwargs)  # type: ignore[misc]
        following += (await said if isawaitable(said) else said) or ()
    if not answers:
        unstored = Refused("gone", "it is not among the stored pages")
        failure = Failure(unstored)  # type: ignore[no-untyped-call]
        failure.request = request  # type: ignore[attr-defined]
        following += request.errback(failure) or ()  # type: ignore[misc]
    return following


def _response(request: Request, raw: RawSeen) -> Response:
    headers = Headers()
    for name, value in raw.headers:
        headers.appendlist(name, value)
    kind = responsetypes.from_args(headers=headers, url=raw.final, body=raw.body)
    return kind(raw.final, status=raw.status, headers=headers, body=raw.body, request=request)
