"""Crawls of the simulated newsrooms: the events of real ones, without network."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from schemas.crawl import (
    Aside,
    CrawlPlan,
    CrawlSummary,
    HostSeen,
    HostState,
    Known,
    ListingSeen,
    PageSeen,
    Sink,
    Validators,
)
from schemas.extracted import Extracted
from spiders.manners import backed_off, recovered
from spiders.places import host_of
from tests.simulation.newsrooms import NEWSROOMS
from tests.simulation.records import Story
from tests.simulation.site import Answer, Listed, Site
from tests.simulation.year import Year


class Told(NamedTuple):
    """Something that a crawl learnt of a story."""

    story: Story
    url: str
    address: str
    """Where the story is now."""
    status: int
    title: str = ""
    text: tuple[str, ...] = ()


class World:
    """Every newsroom of a year; its `crawl` is a `schemas.crawl.Crawl`."""

    def __init__(self, seed: int, now: Callable[[], datetime]) -> None:
        """`now`: the instant that everything is shown at."""
        self.now = now
        self.year = Year(seed)
        every = self.year.stories.values()
        self.sites = {
            room.slug: Site(room, [s for s in every if s.room == room.slug]) for room in NEWSROOMS
        }
        self.told: list[Told] = []
        """What the crawl under way, or the last one, learnt."""
        self.listed: tuple[Story, ...] = ()
        """What its listing named."""
        self.requests = 0

    async def crawl(
        self, plan: CrawlPlan, known: Known, sink: Sink, *, aside: Aside | None = None
    ) -> CrawlSummary:
        """Read a source as its spider would."""
        del aside  # there are no bytes to be read
        visit = Visit(self, plan, known, sink)
        visit.listing()
        self.told, self.listed = visit.told, visit.listed
        self.requests += visit.requests
        return CrawlSummary(requests=visit.requests)

    def twin(self, story: Story) -> str | None:
        """The address of a story's translation, once it is there."""
        other = self.year.stories[story.twin] if story.twin else None
        if other is None or other.born > self.now() or other.away(self.now()):
            return None
        return self.sites[other.room].address(other, self.now())


class Visit:
    """One crawl under way."""

    def __init__(self, world: World, plan: CrawlPlan, known: Known, sink: Sink) -> None:
        """Nothing was asked yet."""
        self._world, self._plan, self._known, self._sink = world, plan, known, sink
        self._site = world.sites[plan.source.slug]
        self._now = world.now()
        self._url = plan.source.urls[0]
        self._asked: set[str] = set()
        self._unmodified = False
        self.told: list[Told] = []
        self.listed: tuple[Story, ...] = ()
        self.requests = 0

    def listing(self) -> None:
        """Ask for the listing, the stories that are new on it, and those due again."""
        self.requests += 1
        listed = self._site.listing(self._now)
        self._manners(listed)
        kept = self._known.validators(self._url)
        if listed.problem is not None:
            seen = ListingSeen(url=self._url, status=listed.status, problem=listed.problem)
            self._sink(seen)
            return
        self.listed = tuple(story for *_, story in listed.links)
        if listed.etag and kept and kept.etag == listed.etag and not self._plan.force:
            self._unmodified = True
            self._sink(ListingSeen(url=self._url, status=304, not_modified=True))
        else:
            self._read(listed)
        for url in self._due(listed):
            self._page(url, None, whole=False)

    def _read(self, listed: Listed) -> None:
        urls = tuple(url for url, *_ in listed.links)
        validators = Validators(etag=listed.etag) if listed.etag else None
        self._sink(ListingSeen(url=self._url, status=200, links=urls, validators=validators))
        self._known.expect(urls)
        for url, mark, story in listed.links:
            kept = self._known.entry_hash(url)
            if self._known.seen(url) and kept in (None, mark):
                continue
            if self._items_only:
                self._tell(story, url, mark)
            else:
                self._page(url, mark, whole=self._plan.source.kind == "feed")

    @property
    def _items_only(self) -> bool:
        return not getattr(self._plan.source.rules, "pages", True)

    def _due(self, listed: Listed) -> Iterator[str]:
        """Where no pages are read, only those that the feed says it does not name any more."""
        due = self._known.due_again()
        if not self._items_only:
            yield from due
        elif not self._unmodified:
            named = {url for url, *_ in listed.links}
            yield from (url for url in due if url not in named)

    def _page(self, url: str, mark: str | None, *, whole: bool) -> None:
        if url in self._asked:
            return
        self._asked.add(url)
        self.requests += 1
        answer = self._site.page(url, self._now)
        kept = None if whole else self._known.validators(url)
        if answer.problem is not None:
            self._missed(url, answer)
        elif kept and answer.etag and kept.etag == answer.etag:
            self._sink(PageSeen(url=url, status=304, not_modified=True, entry_hash=mark))
        elif self._items_only:
            self._sink(PageSeen(url=url, not_modified=True))
        else:
            assert answer.story is not None, "only a story's page is found"
            self._tell(answer.story, url, mark, answer)

    def _missed(self, url: str, answer: Answer) -> None:
        if answer.story is not None and answer.status in (403, 404, 410):
            address = self._site.address(answer.story, self._now)
            self.told.append(Told(answer.story, url, address, answer.status))
        self._sink(PageSeen(url=url, status=answer.status, problem=answer.problem))

    def _tell(self, story: Story, url: str, mark: str | None, answer: Answer | None = None) -> None:
        said: Extracted = self._site.said(story, self._now, twin=self._world.twin(story))
        version = story.at(self._now).words
        self.told.append(Told(story, url, said.url, 200, version.title, version.paragraphs))
        moved = answer is not None and answer.url != url
        self._sink(
            PageSeen(
                url=url,
                redirects=(url,) if moved else (),
                extracted=said,
                validators=Validators(etag=answer.etag) if answer and answer.etag else None,
                entry_hash=mark,
            )
        )

    def _manners(self, listed: Listed) -> None:
        host = host_of(self._url)
        before = self._known.host(host) or HostState(host=host)
        failed = listed.status in (0, 403) or listed.status >= 500
        after = backed_off(before, self._now, 1.0) if failed else recovered(before, self._now)
        if after != before:
            self._sink(HostSeen(state=after))
