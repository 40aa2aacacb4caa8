"""The manners of a crawl."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from schemas.crawl import HostState, RobotsCopy
from tests.spiders.site import Answer, Memory, Site, listing, newsroom, served, story

pytestmark = pytest.mark.server


async def test_robots_is_asked_once_and_kept(site: Site, memory: Memory) -> None:
    """A second crawl uses the kept copy."""
    await memory.crawl(newsroom(site))
    await memory.crawl(newsroom(site), force=True)
    assert site.asked_for("/robots.txt") == 1


async def test_robots_forbids(site: Site, memory: Memory) -> None:
    """A forbidden page is told as such and never asked for."""
    site.answers["/news"] = listing("/private/uno", "/due")
    await memory.crawl(newsroom(site))
    problem = memory.pages[site.url("/private/uno")].problem
    assert problem is not None and problem.code == "robots"
    assert site.asked_for("/private/uno") == 0


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (500, False), (429, False)]
)
async def test_missing_robots(site: Site, memory: Memory, status: int, allowed: bool) -> None:
    """Without a robots.txt everything is allowed; an unreachable one forbids everything."""
    site.answers["/robots.txt"] = Answer("x", status=status)
    await memory.crawl(newsroom(site))
    assert (memory.listings[0].problem is None) is allowed
    assert bool(memory.copies) is allowed


async def test_robots_behind_a_redirect(site: Site, memory: Memory) -> None:
    """A robots.txt elsewhere counts for the host that points there (RFC 9309, 2.3.1.2)."""
    site.answers["/robots.txt"] = Answer("", status=302, headers={"Location": "/r.txt"})
    site.answers["/r.txt"] = Answer("User-agent: poliflash\nDisallow: /", media_type="text/plain")
    await memory.crawl(newsroom(site))
    problem = memory.listings[0].problem
    assert problem is not None and problem.code == "robots"


async def test_we_say_who_we_are(site: Site, memory: Memory) -> None:
    """Every request names the crawler."""
    await memory.crawl(newsroom(site))
    assert {headers["User-Agent"].split("/")[0] for headers in site.headers} == {"Poliflash"}


@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_is_respected_by_the_next_crawl(
    site: Site, memory: Memory, status: int
) -> None:
    """Nothing is asked of a host before the instant it named."""
    site.answers["/news"] = Answer("x", status=status, headers={"Retry-After": "600"})
    await memory.crawl(newsroom(site))
    site.asked.clear()
    await memory.crawl(newsroom(site), manual=True)
    problem = memory.listings[0].problem
    assert problem is not None and problem.code == "blocked" and "UTC" in problem.detail
    assert site.asked == []


async def test_retry_after_on_a_page_ends_the_crawl(site: Site, memory: Memory) -> None:
    """The other pages are left for another run, which the summary says."""
    paths = [f"/s{n}" for n in range(40)]
    stop = Answer("x", status=429, headers={"Retry-After": "60"})
    site.answers |= {"/news": listing(*paths), **dict.fromkeys(paths, stop)}
    summary = await memory.crawl(newsroom(site))
    assert not summary.complete
    assert len(site.asked) < 20


async def test_blocked_listing_backs_off_and_recovers(site: Site, memory: Memory) -> None:
    """A 403 on the listing counts as a failure; the next good answer forgets it."""
    good = site.answers["/news"]
    site.answers["/news"] = Answer("x", status=403)
    room = newsroom(site, delay=0.01)
    await memory.crawl(room)
    state = memory.hosts["news.localhost"]
    assert state.failures == 1 and state.next_allowed is not None
    memory.hosts["news.localhost"] = state.model_copy(update={"next_allowed": datetime.now(UTC)})
    site.answers["/news"] = good
    await memory.crawl(room)
    assert memory.hosts["news.localhost"].failures == 0


async def test_no_answer_is_a_failure(site: Site, memory: Memory) -> None:
    """A listing that cannot be reached is told so and counted."""
    room = newsroom(site, listing={"urls": ["http://news.localhost:9/news"]})
    memory.copies["http://news.localhost:9"] = RobotsCopy(
        origin="http://news.localhost:9", fetched=datetime.now(UTC), status=404
    )
    await memory.crawl(room)
    problem = memory.listings[0].problem
    assert problem is not None and problem.code == "unreachable"
    assert memory.hosts["news.localhost"].failures == 1


async def test_first_two_requests_of_a_manual_run_are_not_delayed(
    site: Site, memory: Memory
) -> None:
    """An editor gets the listing and the first story at once; the second story waits."""
    await memory.crawl(newsroom(site, delay=0.4), manual=True)
    robots, first, second, third = site.moments
    assert max(first - robots, second - first) < (third - second) / 2


async def test_requests_of_a_scheduled_run_are_delayed(site: Site, memory: Memory) -> None:
    """Without a person waiting, no request follows the one before at once."""
    await memory.crawl(newsroom(site, delay=0.2))
    robots, first, second, third = site.moments
    assert min(first - robots, second - first, third - second) > 0.15


async def test_one_connection_where_there_is_a_delay(site: Site, memory: Memory) -> None:
    """A paced crawl never has two requests under way at a host."""
    for answer in site.answers.values():
        answer.wait = 0.03
    await memory.crawl(newsroom(site, delay=0.01))
    assert site.most_under_way == 1


async def test_several_connections_where_the_newsroom_wishes_no_delay(
    site: Site, memory: Memory
) -> None:
    """A newsroom on this machine may be asked for several pages at once."""
    for answer in site.answers.values():
        answer.wait = 0.03
    await memory.crawl(newsroom(site))
    assert site.most_under_way == 2


async def test_time_runs_out(site: Site, memory: Memory) -> None:
    """A crawl that takes too long ends, and says it is not complete."""
    site.answers["/uno"] = story("Uno", wait=30)
    summary = await memory.crawl(newsroom(site), timeout=0.5)
    assert not summary.complete
    assert site.url("/due") in memory.pages


async def test_slow_page_times_out_without_ending_the_crawl(
    site: Site, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One page that never answers is a problem of its own."""
    monkeypatch.setattr("spiders.middleware.outgoing.TIMEOUT", 0.3)
    site.answers["/uno"] = story("Uno", wait=30)
    summary = await memory.crawl(newsroom(site))
    problem = memory.pages[site.url("/uno")].problem
    assert problem is not None and problem.code == "timeout"
    assert summary.complete


async def test_cancelled_crawl_stops(site: Site, memory: Memory) -> None:
    """Cancelling the caller's task stops every request and leaves nothing behind."""
    site.answers["/uno"] = story("Uno", wait=30)
    before = asyncio.all_tasks()
    crawl = asyncio.create_task(memory.crawl(newsroom(site)))
    await site.waiting.wait()
    crawl.cancel()
    with pytest.raises(asyncio.CancelledError):
        await crawl
    assert not [t for t in asyncio.all_tasks() - before if "scrapy" in repr(t)]


async def test_crawls_run_side_by_side(site: Site) -> None:
    """Several newsrooms are read at once in one loop."""
    async with served(dict(site.answers)) as other:
        memories = [Memory(), Memory()]
        await asyncio.gather(memories[0].crawl(newsroom(site)), memories[1].crawl(newsroom(other)))
        assert [len(memory.pages) for memory in memories] == [2, 2]


async def test_kept_delay_is_never_below_the_sources(site: Site, memory: Memory) -> None:
    """The throttle's delay is kept for the next run."""
    memory.hosts["news.localhost"] = HostState(host="news.localhost", delay=0.2)
    await memory.crawl(newsroom(site, delay=0.1))
    assert 0.1 <= memory.hosts["news.localhost"].delay <= 0.2


async def test_waiting_host_is_named_with_its_time(site: Site, memory: Memory) -> None:
    """The problem says until when nothing is asked."""
    until = datetime.now(UTC) + timedelta(hours=3)
    memory.hosts["news.localhost"] = HostState(host="news.localhost", next_allowed=until)
    summary = await memory.crawl(newsroom(site))
    problem = memory.listings[0].problem
    assert problem is not None and f"{until:%H:%M}" in problem.detail
    assert summary.requests == 0 and not summary.complete
