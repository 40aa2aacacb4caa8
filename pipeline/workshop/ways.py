"""The ways in which a site can be read, found with a few requests."""

import re
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

import orjson

from pipeline.settings import Settings
from pipeline.workshop.judging import Way, judged
from pipeline.workshop.visit import Given, Visit, visited
from schemas.addresses import canonical
from schemas.crawl import RawSeen
from schemas.errors import PageError
from schemas.source import Source
from schemas.types import Record, Rights
from spiders.places import host_of, origin_of
from spiders.robots import rules_of
from spiders.scout.doors import Doors, doors_of, is_feed, sitemaps_in
from spiders.scout.repeats import repeats

MOST = 15
"""Requests of one visit, robots.txt included."""
STORIES = 2
"""Story pages that are read for each way."""
_USUAL = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/feed.json")
_NEWS = re.compile(
    r"news|notizi|stori|article|articol|post|press|comunicat|blog|magazine", re.IGNORECASE
)
_SELECTORS = 2
"""Selectors of links that are tried on a page."""
_NO_LINKS = "a[href='about:nothing']"
_EVERYTHING = Rights(text="teaser", images="hotlink")


class Found(Record):
    """What a visit to a site came to."""

    url: str
    name: str
    language: str
    robots: str
    """What robots.txt says about the address, in a person's words."""
    ways: tuple[Way, ...] = ()
    """The best first."""
    page: Given = Given()
    """The card that the address itself gives, where it is a story's page."""
    problems: tuple[str, ...] = ()
    asked: int = 0
    answers: dict[str, RawSeen] = {}

    @property
    def best(self) -> Way | None:
        """The way to read the site, if there is any."""
        return self.ways[0] if self.ways and self.ways[0].score > 0 else None


async def explored(settings: Settings, url: str, visit: Visit) -> Found:
    """Try every way of reading the site at an address; raises NotAllowed, NotAnAddress."""
    address = canonical(url)
    home = await visited(settings, _page(address, address), visit, stories=0)
    answer = visit.answers.get(address)
    robots = _robots(visit, address)
    if answer is None:
        return Found(
            url=address, name="", language="en", robots=robots, problems=home.problems,
            asked=visit.asked,
        )  # fmt: skip
    doors = _doors(answer)
    site = _Site(settings, answer, doors, visit)
    tried = [way async for way in site.ways()]
    page = Given()
    if not is_feed(answer.body) and not _homely(address):
        page = await visited(settings, _page(address, address), visit, stories=0, only=address)
    return Found(
        url=address,
        name=doors.name or host_of(address),
        language=doors.language or site.language,
        robots=robots,
        ways=judged(tried),
        page=page.model_copy(update={"listings": ()}),
        asked=visit.asked,
        answers=visit.answers,
    )


def _homely(address: str) -> bool:
    return urlsplit(address).path in ("", "/")


def _doors(answer: RawSeen) -> Doors:
    if is_feed(answer.body):
        return Doors()
    try:
        return doors_of(answer.body, answer.final)
    except PageError:
        return Doors()


def _robots(visit: Visit, address: str) -> str:
    copy = visit.robots_of(address)
    if copy is None:
        return "could not be read: nothing is asked until it can"
    rules = rules_of(copy, "Poliflash/1")
    word = "allows it" if rules.allow(address) else f"forbids it to {rules.agent}"
    wish = f", {rules.delay:g} s between requests" if rules.delay else ""
    return f"{word} (answered {copy.status}{wish})"


def _source(home: str, language: str, kind: str, rules: dict[str, Any]) -> Source:
    whole = {
        "slug": "tried",
        "name": host_of(home),
        "home": f"{origin_of(home)}/",
        "kind": kind,
        "language": language,
        kind: rules,
        "rights": _EVERYTHING,
    }
    return Source.model_validate(whole)


def _page(home: str, address: str) -> Source:
    """A source of which nothing but one page is read."""
    return _source(home, "en", "listing", {"urls": (address,), "links": _NO_LINKS})


class _Site:
    """A site whose first page was read."""

    def __init__(self, settings: Settings, first: RawSeen, doors: Doors, visit: Visit) -> None:
        self._settings = settings
        self._first = first
        self._doors = doors
        self._visit = visit
        self._origin = origin_of(first.final)
        self.language = doors.language or "en"

    async def ways(self) -> AsyncIterator[Way]:
        """Every way that leads to something, the cheapest to ask for first."""
        if is_feed(self._first.body):
            yield await self._way("feed", {"urls": (self._first.url,)}, "the address is a feed")
            return
        for css in self._selectors():
            rules = {"urls": (self._first.url,), "links": css}
            yield await self._way("listing", rules, "links that repeat on the page")
        wordpress = [way async for way in self._wordpress()]
        feeds = [way async for way in self._feeds()]
        for way in (*wordpress, *feeds):
            yield way
        async for way in self._more():
            yield way

    def _selectors(self) -> Iterable[str]:
        source = _page(self._first.final, self._first.final)
        found = repeats(self._first.body, self._first.final, source)
        return [repeat.css for repeat in found[:_SELECTORS]]

    async def _way(self, kind: str, rules: dict[str, Any], why: str) -> Way:
        source = _source(self._first.final, self.language, kind, rules)
        found = await visited(self._settings, source, self._visit, stories=STORIES)
        return Way(source=source, given=found, why=why)

    async def _feeds(self) -> AsyncIterator[Way]:
        if self._doors.feeds:
            for feed in self._doors.feeds[:2]:
                yield await self._way("feed", {"urls": (feed,)}, "the page announces it")
            return
        for feed in await self._answering(_USUAL):
            yield await self._way("feed", {"urls": (feed,)}, "found at a usual address")

    async def _answering(self, paths: Sequence[str]) -> list[str]:
        """The first of the usual addresses at which there is a feed."""
        for path in paths:
            address = self._origin + path
            rules = {"urls": (address,), "pages": False}
            source = _source(self._first.final, self.language, "feed", rules)
            await visited(self._settings, source, self._visit, stories=0)
            answer = self._visit.answers.get(address)
            if answer is not None and is_feed(answer.body):
                return [address]
        return []

    async def _wordpress(self) -> AsyncIterator[Way]:
        if posts := self._doors.wordpress:
            rules = {"urls": (posts,), "max_pages": 1}
            yield await self._way("wordpress", rules, "WordPress offers its interface")

    async def _more(self) -> AsyncIterator[Way]:
        """JSON:API and sitemaps."""
        if self._doors.drupal:
            for collection in await self._collections():
                rules = {"urls": (collection,), "max_pages": 1}
                yield await self._way("jsonapi", rules, "Drupal offers JSON:API")
        named = sitemaps_in(self._visit.robots_of(self._first.final))
        for sitemap in named[:2] or (f"{self._origin}/sitemap.xml",):
            why = "robots.txt names it" if named else "found at the usual address"
            yield await self._way("sitemap", {"urls": (sitemap,), "max_parts": 1}, why)

    async def _collections(self) -> list[str]:
        """The collection of nodes that its name says to be news."""
        index = f"{self._origin}/jsonapi"
        await visited(self._settings, _page(index, index), self._visit, stories=0)
        answer = self._visit.answers.get(index)
        try:
            links = orjson.loads(answer.body)["links"] if answer else {}
        except (ValueError, KeyError, TypeError):
            return []
        nodes = [name for name in links if str(name).startswith("node--") and _NEWS.search(name)]
        return [f"{index}/{name.replace('--', '/')}" for name in nodes[:1]]
