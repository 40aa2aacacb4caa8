"""Crawls of a feed."""

from dataclasses import replace

import pytest

from schemas.crawl import PageSeen
from tests.spiders.site import Answer, Memory, Site, feed_room, rss, story

pytestmark = pytest.mark.server

TITLE = "Un robot impara a potare la vite"


@pytest.fixture
def feed(site: Site) -> Site:
    """The site with a feed of its two stories."""
    site.answers["/feed"] = _feed(site, ("/uno", TITLE), ("/due", "Due storie"))
    return site


def _feed(site: Site, *items: tuple[str, str], tag: str = '"f1"') -> Answer:
    return Answer(rss(site, *items), media_type="application/rss+xml", headers={"ETag": tag})


def _problem(page: PageSeen) -> str | None:
    return page.problem.code if page.problem else None


async def test_page_and_item_are_one_story(feed: Site, memory: Memory) -> None:
    """The story has the feed's title and date and the page's words."""
    await memory.crawl(feed_room(feed))
    said = memory.pages[feed.url("/uno")].extracted
    assert said is not None and said.published is not None
    assert (said.title, said.guid) == (TITLE, "/uno")
    assert said.provenance["title"] == "feed"


async def test_links_are_told_in_the_feeds_order(feed: Site, memory: Memory) -> None:
    """A feed is a listing of its items' addresses."""
    await memory.crawl(feed_room(feed))
    assert memory.listings[0].links == (feed.url("/uno"), feed.url("/due"))


async def test_items_alone(feed: Site, memory: Memory) -> None:
    """Where a source wants no pages, only robots.txt and the feed are asked for."""
    await memory.crawl(feed_room(feed, pages=False))
    assert feed.asked == ["/robots.txt", "/feed"]
    assert set(memory.pages) == {feed.url("/uno"), feed.url("/due")}


WITHOUT_PAGES = [
    ({"uno": 404}, {"GET": 404}, ("gone", False)),
    ({"uno": 404}, {"GET": 200}, (None, True)),
    ({"uno": 200}, {"GET": 200}, (None, True)),
    ({"uno": 403}, {"GET": 403}, None),
]


@pytest.mark.parametrize(("head", "get", "told"), WITHOUT_PAGES, ids=range(len(WITHOUT_PAGES)))
async def test_a_story_that_left_the_feed_is_looked_for(
    feed: Site,
    memory: Memory,
    head: dict[str, int],
    get: dict[str, int],
    told: tuple[str | None, bool] | None,
) -> None:
    """Where pages are not read, only whether it is still there: with HEAD, sure of it with GET."""
    await memory.crawl(feed_room(feed, pages=False))
    memory.due = [feed.url("/uno"), feed.url("/due"), "https://altrove.example.com/uno"]
    feed.answers["/feed"] = _feed(feed, ("/due", "Due storie"), tag='"f2"')
    feed.heads["/uno"] = Answer("x", status=head["uno"])
    feed.answers["/uno"] = Answer("x", status=get["GET"])
    feed.asked.clear()
    await memory.crawl(feed_room(feed, pages=False))
    assert feed.asked == ["/feed", *["/uno"] * (2 if head["uno"] == 404 else 1)]
    seen = memory.pages.get(feed.url("/uno"))
    found = seen and (seen.problem.code if seen.problem else None, seen.not_modified)
    assert found == told


async def test_nothing_is_looked_for_where_the_feed_is_the_same(feed: Site, memory: Memory) -> None:
    """A feed that was not modified names what it named before."""
    await memory.crawl(feed_room(feed, pages=False))
    memory.due = [feed.url("/uno")]
    feed.asked.clear()
    await memory.crawl(feed_room(feed, pages=False))
    assert feed.asked == ["/feed"]


async def test_unchanged_items_are_not_told_again(feed: Site, memory: Memory) -> None:
    """A feed with new validators and the same items gives no story."""
    await memory.crawl(feed_room(feed, pages=False))
    feed.answers["/feed"] = _feed(feed, ("/uno", TITLE), ("/due", "Due storie"), tag='"f2"')
    await memory.crawl(feed_room(feed, pages=False))
    assert memory.listings[0].links and memory.pages == {}


CONTENT = "http://purl.org/rss/1.0/modules/content/"
TOLD = "<p>Il robot pota.</p>"
REWRITTEN = "<p>Il robot non pota.</p>"
BODIES = [
    ("in other markup", False, '<div><p class="x">Il <b>robot</b>  pota.</p></div>', 0),
    ("rewritten", False, REWRITTEN, 1),
    ("rewritten, but its page is read", True, REWRITTEN, 0),
]


@pytest.mark.parametrize(
    ("pages", "after", "told"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES]
)
async def test_a_text_rewritten_in_the_feed(
    feed: Site, memory: Memory, pages: bool, after: str, told: int
) -> None:
    """An item whose text changed is told again where no page would tell of it."""
    for tag, body in (('"f1"', TOLD), ('"f2"', after)):
        text = f'<content:encoded xmlns:content="{CONTENT}"><![CDATA[{body}]]></content:encoded>'
        document = rss(feed, ("/uno", TITLE), extra=text)
        feed.answers["/feed"] = replace(feed.answers["/feed"], body=document, headers={"ETag": tag})
        await memory.crawl(feed_room(feed, pages=pages))
    assert len(memory.pages) == told


async def test_changed_item_is_told_again(feed: Site, memory: Memory) -> None:
    """An item with another title is told again, the others are not."""
    await memory.crawl(feed_room(feed))
    feed.answers["/feed"] = _feed(feed, ("/uno", "Corretta"), ("/due", "Due storie"), tag='"f2"')
    feed.answers["/uno"] = story("Uno bis")
    await memory.crawl(feed_room(feed))
    assert list(memory.pages) == [feed.url("/uno")]


async def test_a_correction_in_the_feed_alone_is_told(feed: Site, memory: Memory) -> None:
    """The page did not change: asked with its validators it would answer 304 and hide the item."""
    feed.answers["/uno"] = story("Uno", headers={"ETag": '"u1"'})
    await memory.crawl(feed_room(feed))
    feed.answers["/feed"] = _feed(feed, ("/uno", "Corretta"), ("/due", "Due storie"), tag='"f2"')
    await memory.crawl(feed_room(feed))
    said = memory.pages[feed.url("/uno")].extracted
    assert said is not None and said.title == "Corretta"


async def test_nothing_new(feed: Site, memory: Memory) -> None:
    """A feed answered 304 is the only request."""
    await memory.crawl(feed_room(feed))
    feed.asked.clear()
    await memory.crawl(feed_room(feed))
    assert feed.asked == ["/feed"] and memory.listings[0].not_modified


async def test_page_changed_under_an_unmodified_feed(feed: Site, memory: Memory) -> None:
    """The feed is read again, so that the story keeps what only the feed says."""
    await memory.crawl(feed_room(feed))
    memory.due = [feed.url("/uno")]
    feed.answers["/uno"] = story("Uno, con una riga in più")
    await memory.crawl(feed_room(feed))
    said = memory.pages[feed.url("/uno")].extracted
    assert said is not None and said.title == TITLE and said.guid == "/uno"


async def test_page_changed_whose_feed_is_away(feed: Site, memory: Memory) -> None:
    """Without its feed the story is left as it was, and a later run tries again."""
    await memory.crawl(feed_room(feed))
    memory.due = [feed.url("/uno")]
    feed.answers["/uno"] = story("Uno, con una riga in più")
    original = feed.answers["/feed"]
    feed.answers["/feed"] = Answer("x", status=304)
    await memory.crawl(feed_room(feed))
    feed.answers["/feed"] = original
    assert _problem(memory.pages[feed.url("/uno")]) == "unreachable"


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_new_item_without_a_page_stands_for_itself(
    feed: Site, memory: Memory, status: int
) -> None:
    """A new item whose page will never be had is told from the feed alone."""
    feed.answers["/uno"] = Answer("x", status=status)
    await memory.crawl(feed_room(feed))
    page = memory.pages[feed.url("/uno")]
    assert page.problem is None and page.extracted is not None and page.extracted.title == TITLE


@pytest.mark.parametrize("status", [404, 403])
async def test_known_item_without_its_page_is_told_as_gone(
    feed: Site, memory: Memory, status: int
) -> None:
    """A story that was read before and now has no page is no new story."""
    await memory.crawl(feed_room(feed))
    memory.due = [feed.url("/uno")]
    feed.answers["/uno"] = Answer("x", status=status)
    await memory.crawl(feed_room(feed))
    page = memory.pages[feed.url("/uno")]
    assert page.problem is not None and page.status == status and page.extracted is None


async def test_failing_page_waits_for_the_next_run(feed: Site, memory: Memory) -> None:
    """A page that answers 500 is no reason to publish the item alone."""
    feed.answers["/uno"] = Answer("x", status=500)
    await memory.crawl(feed_room(feed))
    page = memory.pages[feed.url("/uno")]
    assert _problem(page) == "http" and page.extracted is None


@pytest.mark.parametrize(
    ("body", "media_type", "code", "words"),
    [
        ("<!doctype html><title>Torniamo subito</title>", "text/html", "not-a-feed", "Torniamo"),
        ("", "application/rss+xml", "not-a-feed", "empty"),
        ("Service unavailable", "text/plain", "not-a-feed", "plain text"),
        ('{"error": 1}', "application/json", "not-a-feed", "JSON"),
        ('<!DOCTYPE r [<!ENTITY a "b">]><rss/>', "text/xml", "hostile", "entities"),
    ],
)
async def test_something_else_where_the_feed_was(
    feed: Site, memory: Memory, body: str, media_type: str, code: str, words: str
) -> None:
    """What is no feed is told in plain words and gives no story."""
    feed.answers["/feed"] = Answer(body, media_type=media_type)
    await memory.crawl(feed_room(feed))
    problem = memory.listings[0].problem
    assert problem is not None and problem.code == code and words in problem.detail
    assert memory.pages == {}


async def test_empty_feed_is_no_problem(feed: Site, memory: Memory) -> None:
    """A valid feed without items is told with no links."""
    feed.answers["/feed"] = _feed(feed)
    await memory.crawl(feed_room(feed))
    assert memory.listings[0].links == () and memory.listings[0].problem is None
