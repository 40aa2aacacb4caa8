"""A crawl through to the store, against the same Scrapy crawl that parses nothing.

The bar is against Scrapy with its library's defaults, at our concurrency and in the event loop
that it comes with. Our own settings, which leave out much of what Scrapy does for every answer, in
the event loop that our programs run in are shown beside it.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Request, Response

from benchmarks.pages import served
from pipeline.catalogue import Catalogue
from pipeline.loop import run_in_loop
from pipeline.orders import order_for
from pipeline.pipe import Pipe
from pipeline.run import crawled
from pipeline.settings import settings_from
from pipeline.store import runs
from pipeline.store.store import opened
from schemas.crawl import CrawlPlan
from schemas.source import ListingRules, Source
from schemas.types import Rights
from spiders.base import StorySpider
from spiders.job import Job
from spiders.settings import LOOPBACK_CONNECTIONS, settings_for

PAGES = 2_000
ROUNDS = 3


def _source(port: int) -> Source:
    return Source(
        slug="pages",
        name="Pages",
        home=f"http://pages.localhost:{port}/",
        kind="listing",
        language="it",
        delay=0,
        listing=ListingRules(urls=(f"http://pages.localhost:{port}/",), links="h3 a"),
        rights=Rights(text="teaser", images="hotlink"),
    )


class _Idle(StorySpider):
    """Downloads every page and looks at none."""

    name = "idle"

    async def start(self) -> Any:
        port = self.job.source.home
        for n in range(PAGES):
            yield Request(f"{port}n/{n}", callback=self.ignored, dont_filter=True)

    def ignored(self, _response: Response) -> Iterable[Request]:
        return ()


class _Plain(Spider):
    """The same without anything of ours."""

    name = "plain"

    def __init__(self, home: str) -> None:
        super().__init__()
        self._home = home

    async def start(self) -> Any:
        for n in range(PAGES):
            yield Request(f"{self._home}n/{n}", callback=self.ignored, dont_filter=True)

    def ignored(self, _response: Response) -> Iterable[Request]:
        return ()


class _Nothing:
    """A past in which nothing is known."""

    def expect(self, urls: Sequence[str]) -> None:
        return None

    def seen(self, url: str) -> bool:
        return False

    def entry_hash(self, url: str) -> None:
        return None

    def validators(self, url: str) -> None:
        return None

    def due_again(self) -> tuple[str, ...]:
        return ()

    def robots(self, origin: str) -> None:
        return None

    def host(self, host: str) -> None:
        return None


async def _idle(source: Source) -> None:
    plan = CrawlPlan(source=source, user_agent="bench", loopback_only=True)
    job = Job(plan, _Nothing(), lambda _seen: None)
    await AsyncCrawlerRunner(settings_for(job)).create_crawler(_Idle).crawl_async(job)
    assert job.requests >= PAGES, job.requests


async def _scrapy(source: Source) -> None:
    """Scrapy as it comes, but for the reactor, two doors to the outside, and the concurrency."""
    settings = {
        "TWISTED_REACTOR_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "CONCURRENT_REQUESTS": LOOPBACK_CONNECTIONS,
        "CONCURRENT_REQUESTS_PER_DOMAIN": LOOPBACK_CONNECTIONS,
    }
    crawler = AsyncCrawlerRunner(settings).create_crawler(_Plain)
    await crawler.crawl_async(source.home.replace("pages.localhost", "127.0.0.1"))
    assert crawler.stats is not None
    assert crawler.stats.get_value("response_received_count") == PAGES


@contextmanager
def _opened(source: Source, folder: Path) -> Iterator[Pipe]:
    """As each process opens it once, before it crawls."""
    settings = settings_from(data=folder / "data", public=folder / "public", own_sources=False)
    pipe = Pipe(settings, opened(settings), Catalogue(sources={source.slug: source}))
    with pipe.store.writing() as c:
        runs.enqueue(c, order_for(source, "schedule"), pipe.store.clock())
    yield pipe
    pipe.store.close()


async def _to_store(source: Source, pipe: Pipe) -> None:
    claimed = pipe.claim()
    assert claimed is not None
    done = await crawled(pipe, source, *claimed)
    assert len(done.added) == PAGES, (done.outcome, done.reason, len(done.added))


class _Pace(NamedTuple):
    rate: float
    """Pages per second."""
    cost: float
    """CPU milliseconds per page: what a busy machine disturbs least."""


def _pace(
    crawl: Coroutine[Any, Any, None],
    run: Callable[[Coroutine[Any, Any, None]], None] = run_in_loop,
) -> _Pace:
    began, used = time.perf_counter(), time.process_time()
    run(crawl)
    seconds, used = time.perf_counter() - began, time.process_time() - used
    return _Pace(PAGES / seconds, used / PAGES * 1000)


def main() -> None:
    """Print pages per second and CPU of each, and the ratios; medians of interleaved rounds."""
    rounds: list[tuple[_Pace, _Pace, _Pace]] = []
    with served(PAGES) as port:
        source = _source(port)
        for _ in range(ROUNDS):
            plain, tuned = _pace(_scrapy(source), asyncio.run), _pace(_idle(source))
            with tempfile.TemporaryDirectory() as folder, _opened(source, Path(folder)) as pipe:
                rounds.append((plain, tuned, _pace(_to_store(source, pipe))))
    names = (
        "Scrapy's defaults, parsing nothing",
        "our settings, parsing nothing",
        "crawl to store",
    )
    for name, paces in zip(names, zip(*rounds, strict=True), strict=True):
        rate, cost = (median(values) for values in zip(*paces, strict=True))
        print(f"{name:36}{rate:7.0f} pages/s {cost:7.1f} ms of CPU per page")
    bar = median(ours.rate / plain.rate for plain, _, ours in rounds)
    other = median(ours.rate / tuned.rate for _, tuned, ours in rounds)
    print(
        f"pages/s: {bar:.2f} of Scrapy's defaults (bar 0.5, aim 0.6), {other:.2f} of our settings"
    )
    bar = median(plain.cost / ours.cost for plain, _, ours in rounds)
    other = median(tuned.cost / ours.cost for _, tuned, ours in rounds)
    print(f"by CPU:  {bar:.2f} of Scrapy's defaults, {other:.2f} of our settings")


if __name__ == "__main__":
    main()
