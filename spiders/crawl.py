"""One crawl from start to end; the only door to Scrapy."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.signals import spider_error
from twisted.python.failure import Failure

from schemas.crawl import Aside, CrawlPlan, CrawlSummary, Known, Saved, Sink
from spiders.base import StorySpider
from spiders.heard import Heard
from spiders.job import Job, utc_now
from spiders.middleware.manners import Manners
from spiders.network import Connections
from spiders.quiet import hush
from spiders.settings import settings_for

GRACE = 5.0
"""Seconds a halted crawl has to wind up before it is abandoned."""


async def run_crawl(
    plan: CrawlPlan,
    known: Known,
    sink: Sink,
    saved: Saved | None = None,
    aside: Aside | None = None,
    *,
    clock: Callable[[], datetime] = utc_now,
) -> CrawlSummary:
    """Reads one source; each event goes to `sink` as it happens.

    What is `saved` is not asked for. Pages are read `aside`, in place without it.

    Runs in the caller's asyncio loop, any number at once for different hosts. Ends with
    `complete=False` when `plan.timeout` is over. Cancelling it stops every request. Whatever a
    server does becomes a problem on its event; an error raised here is a bug.
    """
    job = Job(plan, known, sink, clock=clock, saved=saved, aside=aside)
    return await crawled(job, spider_of(plan.source.kind))


async def crawled(job: Job, spider: type[Spider], *args: Any) -> CrawlSummary:
    """Lets a spider work until it is done, its time is over or somebody cancels it."""
    hush()
    crawler = AsyncCrawlerRunner(settings_for(job)).create_crawler(spider)
    crawler.signals = Heard(crawler)

    def stop_on_bug(failure: Failure) -> None:
        job.crash = job.crash or failure.value
        _halt(crawler, job)

    crawler.signals.connect(stop_on_bug, spider_error)
    crawl = asyncio.ensure_future(crawler.crawl_async(job, *args))
    try:
        done, _ = await asyncio.wait({crawl}, timeout=job.plan.timeout)
        if not done:
            await _wound_up(crawler, job, crawl)
    except asyncio.CancelledError:
        await _wound_up(crawler, job, crawl)
        raise
    if job.crash is not None:
        raise job.crash
    if crawl.done() and not crawl.cancelled():
        crawl.result()
    _settle(crawler)
    return CrawlSummary(requests=job.requests, bytes=job.bytes, complete=job.complete)


def spider_of(kind: str) -> type[StorySpider]:
    """The spider class of a kind of source: the one of that name in the module of that name."""
    members = vars(import_module(f"spiders.{kind}")).values()
    return next(
        member
        for member in members
        if isinstance(member, type) and issubclass(member, StorySpider) and member.name == kind
    )


async def _wound_up(crawler: Crawler, job: Job, crawl: "asyncio.Future[None]") -> None:
    _halt(crawler, job)
    await asyncio.wait({crawl}, timeout=GRACE)
    if not crawl.done():
        crawl.cancel()


def _settle(crawler: Crawler) -> None:
    manners = crawler.get_downloader_middleware(Manners)
    assert manners is not None, "named in the settings"
    manners.settle()


def _halt(crawler: Crawler, job: Job) -> None:
    """Make every request, waiting or under way, fail at once, so that the crawl runs dry."""
    job.halted = True
    job.complete = False
    if crawler._engine is None:
        return
    downloader = crawler.engine.downloader
    for slot in downloader.slots.values():
        slot.delay = 0.0
        slot.close()  # forgets the timer it waits for
        downloader._process_queue(slot)
    for handler in downloader.handlers._handlers.values():
        if isinstance(handler, Connections):
            handler.halt()
