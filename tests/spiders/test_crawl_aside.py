"""Pages read beside the crawl."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from pipeline.readers import done
from schemas.crawl import CrawlPlan, PageSeen
from spiders.crawl import run_crawl
from tests.spiders.site import Memory, Site, listing, newsroom, story

P = ParamSpec("P")
T = TypeVar("T")


async def test_pages_read_aside_say_the_same(site: Site, memory: Memory) -> None:
    """Reading in other hands changes no event of a crawl."""
    site.answers |= {f"/{n}": story(f"Storia numero {n}") for n in range(30)}
    site.answers["/news"] = listing(*(f"/{n}" for n in range(30)))
    plan = CrawlPlan(source=newsroom(site), user_agent="Poliflash/0.1")
    apart, here = Memory(), Memory()
    with ThreadPoolExecutor(3) as pool:
        await run_crawl(plan, Memory(), apart, aside=pool.submit)
    await run_crawl(plan, Memory(), here)
    assert len(here.pages) == 30
    assert apart.pages == here.pages


async def test_a_page_whose_reader_died_is_read_again(site: Site, memory: Memory) -> None:
    """It counts as unread and keeps no validators; the run goes on with the other pages."""
    site.answers |= {"/uno": story("Uno"), "/due": story("Due")}
    site.answers["/news"] = listing("/uno", "/due")

    def deadly(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        def fail() -> T:
            raise BrokenExecutor

        return done(fail) if args[1] == site.url("/uno") else done(work, *args, **kwargs)

    plan = CrawlPlan(source=newsroom(site), user_agent="Poliflash/0.1")
    await run_crawl(plan, memory, memory, aside=deadly)
    lost, read = (memory.pages[site.url(path)] for path in ("/uno", "/due"))
    assert read.extracted is not None
    assert (lost.extracted, lost.validators, lost.entry_hash) == (None, None, None)
    assert lost.problem is not None
    assert "read again at the next run" in lost.problem.detail


async def test_a_crawl_waits_for_its_readers(site: Site, memory: Memory) -> None:
    """The last page is told before the crawl says that it is complete."""
    site.answers |= {"/uno": story("Uno")}
    site.answers["/news"] = listing("/uno")
    plan = CrawlPlan(source=newsroom(site), user_agent="Poliflash/0.1")
    with ThreadPoolExecutor(1) as pool:
        summary = await run_crawl(plan, memory, memory, aside=pool.submit)
    assert summary.complete
    assert [type(event) for event in memory.events if isinstance(event, PageSeen)] == [PageSeen]
