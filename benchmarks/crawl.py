"""A crawl through to the store, against the same Scrapy crawl that parses nothing."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Request, Response

from benchmarks.pages import served
from pipeline.catalogue import Catalogue
from pipeline.orders import order_for
from pipeline.pipe import Pipe
from pipeline.run import carry_out
from pipeline.settings import settings_from
from pipeline.store import runs
from pipeline.store.store import opened
from schemas.crawl import CrawlPlan
from schemas.source import ListingRules, Source
from schemas.types import Rights
from spiders.base import StorySpider
from spiders.job import Job
from spiders.settings import settings_for

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


class _Nothing:
    """A past in which nothing is known."""

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


async def _whole(source: Source, folder: Path) -> None:
    settings = settings_from(data=folder / "data", public=folder / "public", own_sources=False)
    pipe = Pipe(settings, opened(settings), Catalogue(sources={source.slug: source}))
    with pipe.store.writing() as c:
        runs.enqueue(c, order_for(source, "schedule"), pipe.store.clock())
    claimed = pipe.claim()
    assert claimed is not None
    done = await carry_out(pipe, *claimed)
    assert len(done.added) == PAGES, (done.outcome, done.reason, len(done.added))
    pipe.store.close()


def main() -> None:
    """Print pages per second of both and the ratio."""
    idle: list[float] = []
    whole: list[float] = []
    with served(PAGES) as port:
        source = _source(port)
        for _ in range(ROUNDS):
            began = time.perf_counter()
            asyncio.run(_idle(source))
            idle.append(PAGES / (time.perf_counter() - began))
            with tempfile.TemporaryDirectory() as folder:
                began = time.perf_counter()
                asyncio.run(_whole(source, Path(folder)))
                whole.append(PAGES / (time.perf_counter() - began))
    a, b = statistics.median(idle), statistics.median(whole)
    print(f"Scrapy, parsing nothing      {a:7.0f} pages/s")
    print(f"crawl to store and documents {b:7.0f} pages/s")
    print(f"ratio {b / a:.2f} (bar 0.5, aim 0.6)")


if __name__ == "__main__":
    main()
