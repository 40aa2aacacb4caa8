"""The spider for RSS, Atom and JSON feeds."""

from collections.abc import Iterable
from typing import cast

from scrapy.http import Request, Response

from schemas.crawl import ListingSeen, PageSeen, Problem
from schemas.errors import PageError
from schemas.extracted import Extracted
from schemas.source import FeedRules
from spiders.answers import validators_of
from spiders.base import StorySpider
from spiders.failures import problem_of
from spiders.items import FeedItem, feed_from
from spiders.job import Job
from spiders.links import is_ours, wanted
from spiders.merge import merged

LASTING = frozenset({"gone", "blocked", "robots", "not-html", "redirected-away", "off-limits"})
"""Problems of a page that no later run will see solved: the item then stands for itself."""


class FeedSpider(StorySpider):
    """Takes stories from the feed and, where the source wants it, from their pages too."""

    name = "feed"

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self._pages = cast(FeedRules, job.source.feed).pages
        self._items: dict[str, FeedItem] = {}
        self._unmodified: list[str] = []
        self._feeds_read = 0
        self._waiting: list[tuple[PageSeen, Extracted]] = []
        """Pages that were read before their item."""

    def read_listing(self, response: Response, seen: ListingSeen) -> Iterable[Request]:
        """Tell the feed's items, then ask for the pages of those that are new or changed."""
        try:
            feed = feed_from(response.body, response.url, self.job.source)
        except PageError as error:
            self.tell(seen.model_copy(update={"problem": problem_of(error)}))
            return
        items = {i.url: i for i in reversed(feed.items) if self._wanted(i)}
        items = dict(reversed(items.items()))
        self._feeds_read += 1
        facts = {"links": tuple(items), "validators": validators_of(response)}
        self.tell(seen.model_copy(update=facts))
        for trouble in feed.troubles:
            problem = Problem(code="unreadable", detail=trouble)
            self.tell(PageSeen(url=seen.url, problem=problem))
        self._items |= items
        for item in items.values():
            if self.changed(item.url, item.mark):
                yield from self._story(item)

    def _wanted(self, item: FeedItem) -> bool:
        return wanted(item.url, item.extracted.title or "", self.job.source)

    def _story(self, item: FeedItem) -> Iterable[Request]:
        if self._pages and is_ours(item.url, self.job.source):
            return self.story_requests(item.url, item.mark)
        self.tell(_by_itself(item))
        return ()

    def due(self) -> Iterable[str]:
        """The story pages to re-ask, where pages are read at all."""
        return super().due() if self._pages else ()

    def listing_unmodified(self, first: str) -> None:
        """Remember which feed to ask again should one of its pages have changed."""
        self._unmodified.append(first)

    def listings_read(self) -> None:
        """Tell the stories whose pages waited for their items."""
        waiting, self._waiting = self._waiting, []
        for seen, extracted in waiting:
            if self._feeds_read:
                self._tell_story(seen, extracted)
            else:
                detail = "the page changed, but its feed could not be read again"
                self.story_unreadable(seen, Problem(code="unreachable", detail=detail))

    def story_read(self, seen: PageSeen, extracted: Extracted) -> Iterable[Request]:
        """Tell the story with what its item adds.

        A page alone would give other values than page and item did before. Where the feed was not
        modified it is therefore asked again, for the whole of it.
        """
        if seen.url in self._items or not (self._open_listings or self._unmodified):
            self._tell_story(seen, extracted)
            return
        self._waiting.append((seen, extracted))
        unmodified, self._unmodified = self._unmodified, []
        for url in unmodified:
            yield self.listing_request(url, url, priority=self.FIRST, conditional=False)

    def _tell_story(self, seen: PageSeen, extracted: Extracted) -> None:
        facts: dict[str, object] = {"extracted": extracted}
        if item := self._items.get(seen.url):
            facts = {"extracted": merged(item.extracted, extracted), "entry_hash": item.mark}
        self.tell(seen.model_copy(update=facts))

    def story_unreadable(self, seen: PageSeen, problem: Problem | None) -> Iterable[Request]:
        """Let a new item stand for itself where its page will never be had."""
        item = self._items.get(seen.url)
        lasting = problem is not None and problem.code in LASTING
        if item is not None and lasting and not self.job.known.seen(seen.url):
            self.tell(_by_itself(item))
            return ()
        return super().story_unreadable(seen, problem)


def _by_itself(item: FeedItem) -> PageSeen:
    return PageSeen(url=item.url, extracted=item.extracted, entry_hash=item.mark)
