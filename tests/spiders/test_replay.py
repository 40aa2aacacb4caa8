"""Crawls made once more from kept answers."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from scrapy.http import Response

from schemas.crawl import PageSeen, RawSeen, Seen
from schemas.source import Source
from spiders.answers import raw_of
from spiders.replay import run_replay
from tests.spiders.site import (
    Answer,
    Memory,
    feed_room,
    listing,
    newsroom,
    rss,
    served,
    story,
)


class Kept:
    """An archive of what a crawl told, in memory."""

    def __init__(self, raws: list[RawSeen]) -> None:
        self.raws = raws

    def page(self, url: str) -> RawSeen | None:
        """As Archive has it."""
        return next(self.listings(url), None)

    def listings(self, url: str) -> Iterator[RawSeen]:
        """As Archive has it."""
        return (raw for raw in reversed(self.raws) if raw.url == url)


class Everything(Memory):
    """A past in which every address is known and has changed."""

    def expect(self, urls: Sequence[str]) -> None:
        """Nothing is looked up."""

    def seen(self, url: str) -> bool:  # noqa: ARG002  # the protocol's
        """As Known has it."""
        return True

    def entry_hash(self, url: str) -> str | None:  # noqa: ARG002  # likewise
        """As Known has it."""
        return ""


async def replay(source: Source, memory: Memory) -> dict[str, PageSeen]:
    """What a replay of a memory's answers tells, by address."""
    stories = [raw.url for raw in memory.raws if not raw.listing]
    told: list[Seen] = []
    await run_replay(source, Everything(due=stories), Kept(memory.raws), told.append)
    return {event.url: event for event in told if isinstance(event, PageSeen)}


def said(pages: dict[str, PageSeen]) -> dict[str, Any]:
    """What each story says, without the manners of the crawl."""
    return {url: page.extracted for url, page in pages.items() if page.extracted}


async def test_a_listing_is_told_as_it_was() -> None:
    """Listing and story pages give the same stories, redirects and encodings included."""
    answers = {
        "/news": listing("/a", "/b"),
        "/a": story("A", zipped=True),
        "/b": Answer(status=302, headers={"Location": "/c"}),
        "/c": story("C"),
    }
    async with served(answers) as site:
        memory = Memory()
        await memory.crawl(newsroom(site))
        asked = len(site.asked)
        assert said(await replay(newsroom(site), memory)) == said(memory.pages)
        assert len(site.asked) == asked


async def test_an_item_that_left_its_feed_still_counts() -> None:
    """A story keeps what an earlier version of its feed said of it; a later one wins."""
    async with served({}) as site:
        memory = Memory()
        site.answers |= {"/a": story("A"), "/b": story("B"), "/c": story("C")}
        told: dict[str, Any] = {}
        for items in (
            [("/a", "Detta A"), ("/b", "Detta B")],
            [("/b", "Meglio B"), ("/c", "Detta C")],
        ):
            site.answers["/feed"] = Answer(rss(site, *items), media_type="application/rss+xml")
            await memory.crawl(feed_room(site))
            told |= said(memory.pages)
            site.answers["/b"] = story("B", headers={"ETag": '"its second"'})
        found = said(await replay(feed_room(site), memory))
        assert found == told
        titles = [found[site.url(path)].title for path in ("/a", "/b", "/c")]
        assert titles == ["Detta A", "Meglio B", "Detta C"]


async def test_items_without_pages_are_told() -> None:
    """A feed whose pages are not read needs no page."""
    async with served({}) as site:
        body = rss(site, ("/a", "Detta A"))
        site.answers["/feed"] = Answer(body, media_type="application/rss+xml")
        memory = Memory()
        await memory.crawl(feed_room(site, pages=False))
        found = await replay(feed_room(site, pages=False), memory)
        assert said(found) == said(memory.pages) != {}


@pytest.mark.parametrize("kind", ["feed", "listing"])
async def test_a_page_that_is_not_kept_is_named(kind: str) -> None:
    """It is a problem of that page, not a story with less in it."""
    async with served({"/a": story("A")}) as site:
        site.answers["/news"] = listing("/a")
        site.answers["/feed"] = Answer(rss(site, ("/a", "A")), media_type="application/rss+xml")
        source = newsroom(site) if kind == "listing" else feed_room(site)
        memory = Memory()
        await memory.crawl(source)
        memory.raws = [raw for raw in memory.raws if raw.listing]
        (page,) = (await replay(source, memory)).values()
        assert page.extracted is None and page.problem is not None


async def test_nothing_kept_is_no_crash() -> None:
    """Without any answer there is nothing to tell."""
    async with served({}) as site:
        assert await replay(newsroom(site), Memory()) == {}


def test_cookies_and_transport_are_not_kept() -> None:
    """What is kept names no reader and nothing about how the bytes came."""
    headers = {"Set-Cookie": "a=b", "Content-Encoding": "gzip", "Content-Type": "text/html"}
    url = "http://a.example.org/"
    raw = raw_of(Response(url, headers=headers), url, listing=False)
    assert raw.headers == (("Content-Type", "text/html"),)
