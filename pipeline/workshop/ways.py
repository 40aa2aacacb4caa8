"""The ways in which a site can be read, found with a few requests."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from pipeline.settings import Settings
from pipeline.workshop.judging import Way, judged
from pipeline.workshop.visit import Given, Visit, visited
from schemas.addresses import canonical, is_loopback
from schemas.crawl import RawSeen
from schemas.errors import PageError
from schemas.source import Source
from schemas.types import Record, Rights
from spiders.linked import JSON_LD
from spiders.places import host_of, origin_of
from spiders.robots import rules_of
from spiders.scout.blocks import told_in_blocks
from spiders.scout.doors import Doors, doors_of, is_feed, linked_on, sitemaps_in
from spiders.scout.interfaces import BUNDLES, JSONAPI, WAGTAIL, collections_in, wagtail_rules
from spiders.scout.repeats import repeats

MOST = 25
"""Requests of one visit, besides those for robots.txt."""
STORIES = 2
"""Story pages that are read for each way."""
FEEDS = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/feed.json")
"""Where feeds usually are."""
SITEMAPS = ("/news-sitemap.xml", "/sitemap.xml")
"""Where sitemaps usually are."""
_FEEDS = 2
"""Announced feeds that are tried."""
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
    vain: tuple[str, ...] = ()
    """Usual addresses that were asked for in vain."""
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
        told = visit.robots_of(address) is not None and "forbids" in robots
        problems = () if told else home.problems
        return Found(
            url=address, name="", language="en", robots=robots, problems=problems, asked=visit.asked
        )
    doors = _doors(answer)
    site = _Site(settings, answer, doors, visit)
    tried = await site.ways()
    page = Given()
    if not is_feed(answer.body) and not _homely(address):
        page = await visited(settings, _page(address, address), visit, stories=0, only=address)
        if tried and not any(card.published for card in page.cards):
            page = Given()  # a listing, which is no story
    return Found(
        url=address,
        name=doors.name or host_of(address),
        language=doors.language or site.language,
        robots=robots,
        ways=judged(tried),
        page=page.model_copy(update={"listings": ()}),
        vain=tuple(site.vain),
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
        return "could not be read"
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
    if is_loopback(host_of(home)):
        whole["delay"] = 0
    return Source.model_validate(whole)


def _page(home: str, address: str) -> Source:
    """A source of which nothing but one page is read."""
    return _source(home, "en", "listing", {"urls": (address,), "links": _NO_LINKS})


class Guess(Record):
    """A way of reading a site that may be there."""

    kind: str
    rules: dict[str, Any]
    why: str
    announced: bool = True
    """False for a usual address at which there may be nothing."""


class _Site:
    """A site whose first page was read."""

    def __init__(self, settings: Settings, first: RawSeen, doors: Doors, visit: Visit) -> None:
        self._settings = settings
        self._first = first
        self._doors = doors
        self._visit = visit
        self._origin = origin_of(first.final)
        self._tried: list[Way] = []
        self.language = doors.language or "en"
        self.vain: list[str] = []
        """Usual addresses at which there is nothing, each with what it answered."""

    async def ways(self) -> list[Way]:
        """Every way that leads to something: what the page shows, feeds, interfaces, sitemaps."""
        if is_feed(self._first.body):
            await self._try(_guess("feed", self._first.url, "the address is a feed"))
            return self._tried
        for guess in self._on_the_page():
            await self._try(guess)
        await self._feeds()
        await self._wordpress()
        await self._wagtail()
        await self._drupal()
        await self._sitemaps()
        return self._tried

    def _on_the_page(self) -> Iterator[Guess]:
        address, html = self._first.url, self._first.body
        page = _page(self._first.final, self._first.final)
        for repeat in repeats(html, self._first.final, page)[:_SELECTORS]:
            yield _guess("listing", address, "links that repeat on the page", links=repeat.css)
        if linked_on(html, self._first.final):
            yield _guess("listing", address, "stories that its JSON-LD lists", links=JSON_LD)
        if css := told_in_blocks(html, self._first.final):
            yield _guess("digest", address, "stories told on the page itself", items=css)

    async def _try(self, guess: Guess) -> bool:
        """Whether the guess leads to stories; one that nobody announced and fails is no way."""
        source = _source(self._first.final, self.language, guess.kind, guess.rules)
        found = await visited(self._settings, source, self._visit, stories=STORIES)
        if found.links or guess.announced:
            self._tried.append(Way(source=source, given=found, why=guess.why))
        else:
            self._missed(source.urls[0], found)
        return bool(found.links)

    def _missed(self, address: str, found: Given) -> None:
        said = [str(seen.status) if seen.status else "no answer" for seen in found.listings]
        other = "something else" if found.listings and found.listings[0].status == 200 else ""
        self.vain.append(f"{urlsplit(address).path} ({other or ''.join(said[:1]) or 'not asked'})")

    async def _asked(self, path: str) -> RawSeen | None:
        """What the site answers at a usual address."""
        address = self._origin + path
        found = await visited(self._settings, _page(address, address), self._visit, stories=0)
        answer = self._visit.answers.get(address)
        if answer is None:
            self._missed(address, found)
        return answer

    async def _feeds(self) -> None:
        """Those that the page announces; where none is one, the usual addresses up to a feed."""
        announced = [
            await self._try(_guess("feed", feed, "the page announces it"))
            for feed in self._doors.feeds[:_FEEDS]
        ]
        if any(announced):
            return
        for path in FEEDS:
            address = self._origin + path
            if address in self._doors.feeds:
                continue
            why = "found at a usual address"
            if await self._try(_guess("feed", address, why, announced=False)):
                return

    async def _wordpress(self) -> None:
        posts, said = self._doors.wordpress, bool(self._doors.wordpress)
        address = posts or f"{self._origin}/wp-json/wp/v2/posts"
        why = "WordPress offers its interface"
        await self._try(_guess("wordpress", address, why, announced=said, max_pages=1))

    async def _wagtail(self) -> None:
        """Not where the page is another system's."""
        if self._doors.wordpress or self._doors.drupal:
            return
        known = [url for way in self._tried for url in way.given.links]
        for path in WAGTAIL:
            answer = await self._asked(path)
            if rules := wagtail_rules(answer, known):
                guess = Guess(kind="wagtail", rules=rules, why="Wagtail offers its interface")
                if await self._try(guess):
                    return

    async def _drupal(self) -> None:
        if self._doors.wordpress:
            return
        index = await self._asked(JSONAPI)
        named = collections_in(index)
        for path in named or (BUNDLES if self._doors.drupal else ()):
            why = "Drupal offers JSON:API"
            address, announced = self._origin + path, bool(named)
            guess = _guess("jsonapi", address, why, announced=announced, max_pages=1)
            if await self._try(guess):
                return

    async def _sitemaps(self) -> None:
        """Those that robots.txt names, else the usual one; news sitemaps first."""
        named = sitemaps_in(self._visit.robots_of(self._first.final))
        news = sorted(named, key=lambda address: "news" not in address)
        for address in news[:2]:
            await self._try(_guess("sitemap", address, "robots.txt names it", max_parts=1))
        for path in () if named else SITEMAPS:
            why = "found at a usual address"
            guess = _guess("sitemap", self._origin + path, why, announced=False, max_parts=1)
            if await self._try(guess):
                return


def _guess(kind: str, address: str, why: str, *, announced: bool = True, **rules: Any) -> Guess:
    return Guess(kind=kind, rules={"urls": (address,), **rules}, why=why, announced=announced)
