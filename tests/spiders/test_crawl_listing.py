"""Crawls of a listing."""

import pytest

from schemas.crawl import (
    CrawlPlan,
    HostSeen,
    HostState,
    ListingSeen,
    PageSeen,
    RobotsSeen,
    Seen,
)
from spiders.crawl import run_crawl
from tests.spiders.site import Answer, Memory, Site, listing, newsroom, story

pytestmark = pytest.mark.server


async def test_new_stories_are_read(site: Site, memory: Memory) -> None:
    """Every story of the listing is fetched, extracted and told with its validators."""
    summary = await memory.crawl(newsroom(site))
    page = memory.pages[site.url("/uno")]
    assert page.extracted is not None and page.extracted.title == "Uno"
    assert page.validators is not None and page.validators.etag == '"Uno"'
    assert (summary.complete, summary.requests) == (True, 4)


async def test_listing_tells_its_links(site: Site, memory: Memory) -> None:
    """The links are told normalised, in order, each once."""
    site.answers["/news"] = listing("/due?utm_source=x", "/uno", "/due", "mailto:a@example.org")
    await memory.crawl(newsroom(site))
    assert memory.listings[0].links == (site.url("/due"), site.url("/uno"))


async def test_nothing_new_costs_one_request_and_parses_nothing(site: Site, memory: Memory) -> None:
    """A listing answered 304 ends the crawl."""
    await memory.crawl(newsroom(site))
    site.asked.clear()
    await memory.crawl(newsroom(site))
    assert site.asked == ["/news"]
    assert memory.listings[0].not_modified and memory.pages == {}


async def test_due_page_is_asked_conditionally(site: Site, memory: Memory) -> None:
    """An unmodified page is told as such, and nothing is extracted."""
    await memory.crawl(newsroom(site))
    memory.due = [site.url("/uno")]
    await memory.crawl(newsroom(site))
    page = memory.pages[site.url("/uno")]
    assert page.not_modified and page.extracted is None


async def test_corrected_page_is_read_though_the_listing_is_the_same(
    site: Site, memory: Memory
) -> None:
    """A due page that changed is extracted again."""
    await memory.crawl(newsroom(site))
    memory.due = [site.url("/uno")]
    site.answers["/uno"] = story("Uno, corretta")
    await memory.crawl(newsroom(site))
    page = memory.pages[site.url("/uno")]
    assert page.extracted is not None and page.extracted.title == "Uno, corretta"


async def test_force_asks_without_validators(site: Site, memory: Memory) -> None:
    """A forced crawl reads the listing in full."""
    await memory.crawl(newsroom(site))
    await memory.crawl(newsroom(site), force=True)
    assert memory.listings[0].links and not memory.listings[0].not_modified


async def test_changed_entry_is_read_again(site: Site, memory: Memory) -> None:
    """A story whose link text changed is asked for again."""
    await memory.crawl(newsroom(site))
    memory.marks[site.url("/due")] = "another mark"
    await memory.crawl(newsroom(site), force=True)
    assert list(memory.pages) == [site.url("/due")]


async def test_single_page_is_read_besides_the_listing(site: Site, memory: Memory) -> None:
    """The one page asked for is read although no listing names it."""
    site.answers["/altra"] = story("Altra")
    await memory.crawl(newsroom(site), only=site.url("/altra"))
    assert memory.pages[site.url("/altra")].problem is None


async def test_single_page_of_another_newsroom_is_refused(site: Site, memory: Memory) -> None:
    """The one page asked for must belong to the source."""
    await memory.crawl(newsroom(site), only="https://www.example.org/a")
    problem = memory.pages["https://www.example.org/a"].problem
    assert problem is not None and problem.code == "off-limits"


PAGED = {
    "/news": listing("/1", "/2"),
    "/news?page=1": listing("/3", "/4"),
    "/news?page=2": listing("/5"),
    "/news?page=3": listing(),
    **{f"/{n}": story(str(n)) for n in range(1, 6)},
}


@pytest.mark.parametrize(
    ("known", "pages"),
    [((), 4), (("/1", "/2"), 1), (("/3", "/4"), 2), (("/1", "/3"), 4)],
)
async def test_paging_stops_at_a_page_without_news(
    site: Site, memory: Memory, known: tuple[str, ...], pages: int
) -> None:
    """Pages are turned until one is empty or holds only known stories."""
    site.answers |= PAGED
    memory.marks = {site.url(path): None for path in known}
    await memory.crawl(newsroom(site, listing={"page_param": "page"}))
    assert len(memory.listings) == pages


async def test_paging_stops_where_pages_repeat(site: Site, memory: Memory) -> None:
    """A site that answers every number with its last page is not turned over for ever."""
    site.answers |= {**PAGED, "/news?page=1": PAGED["/news"]}
    await memory.crawl(newsroom(site, listing={"page_param": "page"}))
    assert len(memory.listings) == 2


async def test_paging_has_a_limit(site: Site, memory: Memory) -> None:
    """No more than `max_pages` are read."""
    site.answers |= PAGED
    await memory.crawl(newsroom(site, listing={"page_param": "page", "max_pages": 2}))
    assert len(memory.listings) == 2


@pytest.mark.parametrize(
    ("patterns", "links"),
    [
        ({"include": ["/u"]}, ["/uno"]),
        ({"exclude": ["Storia /uno"]}, ["/due"]),
        ({"include": ["Storia"], "exclude": ["due"]}, ["/uno"]),
    ],
)
async def test_patterns_choose_links(
    site: Site, memory: Memory, patterns: dict[str, list[str]], links: list[str]
) -> None:
    """Include and exclude patterns are searched in address and link text."""
    await memory.crawl(newsroom(site, **patterns))
    assert memory.listings[0].links == tuple(site.url(path) for path in links)


async def test_links_to_other_newsrooms_are_left_out(site: Site, memory: Memory) -> None:
    """A listing's link to another site is no story of this source."""
    site.answers["/news"] = listing("/uno", "https://www.example.org/fuori")
    await memory.crawl(newsroom(site))
    assert memory.listings[0].links == (site.url("/uno"),)


@pytest.mark.parametrize(
    ("headers", "age"),
    [({}, None), ({"Age": "0"}, None), ({"Age": "3600"}, 3600), ({"X-Cache": "HIT"}, 0)],
)
async def test_age_of_a_cached_listing(
    site: Site, memory: Memory, headers: dict[str, str], age: int | None
) -> None:
    """A listing out of a cache on the way is told with its age."""
    site.answers["/news"] = listing("/uno", headers=headers)
    await memory.crawl(newsroom(site))
    assert memory.listings[0].age == age


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer("x", status=403), "blocked"),
        (Answer("x", status=404), "gone"),
        (Answer("x", status=410), "gone"),
        (Answer("x", status=500), "http"),
        (Answer("x", status=418), "http"),
        (Answer("PK", media_type="application/zip"), "not-html"),
        (Answer("x", status=302, headers={"Location": "/due/"}), "gone"),
        (Answer("x", status=302, headers={"Location": "javascript:alert(1)"}), "http"),
    ],
)
async def test_unreadable_page(site: Site, memory: Memory, answer: Answer, code: str) -> None:
    """A page that gives nothing is told with its reason, and the others go on."""
    site.answers["/uno"] = answer
    await memory.crawl(newsroom(site))
    problem = memory.pages[site.url("/uno")].problem
    assert problem is not None and problem.code == code
    assert memory.pages[site.url("/due")].problem is None


async def test_unread_page_keeps_no_mark(site: Site, memory: Memory) -> None:
    """A page that failed counts as unread, so that a later run asks again."""
    site.answers["/uno"] = Answer("x", status=500)
    await memory.crawl(newsroom(site))
    assert memory.pages[site.url("/uno")].entry_hash is None


async def test_host_alias_is_resolved_before_asking(site: Site, memory: Memory) -> None:
    """A link to an alias of the host is asked for at the host itself."""
    site.answers["/news"] = listing(f"http://vecchio.localhost:{site.port}/uno")
    aliases = {"vecchio.localhost": "news.localhost"}
    await memory.crawl(newsroom(site, hosts=aliases))
    assert list(memory.pages) == [site.url("/uno")]


@pytest.mark.parametrize("kind", [RobotsSeen, ListingSeen, PageSeen, HostSeen])
async def test_error_of_the_listener_ends_the_crawl_and_is_raised(
    site: Site, memory: Memory, kind: type[Seen]
) -> None:
    """An error in whoever listens is not swallowed, wherever the event comes from."""
    memory.hosts["news.localhost"] = HostState(host="news.localhost", failures=1)

    def broken(event: Seen) -> None:
        if isinstance(event, kind):
            raise LookupError("the store is away")

    plan = CrawlPlan(source=newsroom(site), user_agent="Poliflash/0.1")
    with pytest.raises(LookupError):
        await run_crawl(plan, memory, broken)
