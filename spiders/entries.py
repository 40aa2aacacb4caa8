"""The spider for listings that tell a story themselves, not only where it is."""

from collections.abc import Iterable

from scrapy.http import Request, Response

from schemas.crawl import ListingSeen, PageSeen, Problem
from schemas.errors import PageError
from schemas.extracted import Extracted
from spiders.answers import validators_of
from spiders.base import StorySpider
from spiders.failures import GONE, problem_of, problem_of_status
from spiders.items.item import Feed, FeedItem
from spiders.job import Job
from spiders.links import is_file, is_ours, is_passage, wanted
from spiders.merge import merged

LASTING = frozenset({"gone", "blocked", "robots", "not-html", "redirected-away", "off-limits"})
"""Problems of a page that no later run will see solved: the item then stands for itself."""


class EntrySpider(StorySpider):
    """Takes stories from the items and, where the source wants it, from their pages too."""

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self._pages = bool(getattr(job.source.rules, "pages", True))
        self._items: dict[str, FeedItem] = {}
        self._unmodified: list[str] = []
        self._named: set[str] = set()
        """The stories that a listing of this crawl names."""
        self._untold = False
        """Whether a listing did not say what it names, because nothing on it changed."""
        self._feeds_read = 0
        self._parts_left = int(getattr(job.source.rules, "max_parts", 0))
        self._waiting: list[tuple[PageSeen, Extracted]] = []
        """Pages that were read before their item."""

    def feed_in(self, response: Response) -> Feed:
        """What a listing tells; raises PageError."""
        raise NotImplementedError

    def read_listing(self, response: Response, seen: ListingSeen) -> Iterable[Request]:
        """Tell the items, then ask for the pages of those that are new or changed."""
        try:
            feed = self.feed_in(response)
        except PageError as error:
            self.tell(seen.model_copy(update={"problem": problem_of(error)}))
            return
        items = {i.url: i for i in reversed(feed.items) if self._wanted(i)}
        items = dict(reversed(items.items()))
        self._feeds_read += 1
        kept = None if feed.parts else validators_of(response)  # else a 304 would hide its parts
        self._named |= set(items)
        links = tuple(dict.fromkeys((*items, *feed.parts)))
        self.tell(seen.model_copy(update={"links": links, "validators": kept}))
        self.job.known.expect(links)
        for trouble in feed.troubles:
            problem = Problem(code="unreadable", detail=trouble)
            self.tell(PageSeen(url=seen.url, problem=problem))
        due = [i for i in items.values() if self._due(i)]
        self._items |= {url: item for url, item in items.items() if url not in self._items}
        for item in due:
            yield from self._story(item)
        yield from self._parts(feed)
        if (due or self.job.plan.force) and feed.items and self._young(feed.items[-1]):
            yield from self._next_page(feed, **response.cb_kwargs)

    def _parts(self, feed: Feed) -> Iterable[Request]:
        for url in feed.parts:
            if url not in self._asked and self._parts_left and is_ours(url, self.job.source):
                self._parts_left -= 1
                self._asked.add(url)
                yield self.listing_request(url, url, priority=self.LISTING)

    def _next_page(self, feed: Feed, first: str, page: int, **_: str) -> Iterable[Request]:
        most = getattr(self.job.source.rules, "max_pages", 1)
        url = feed.following if page + 1 < most else None
        if url is not None and url not in self._asked and is_ours(url, self.job.source):
            self._asked.add(url)
            yield self.listing_request(url, first, priority=self.LISTING, page=page + 1)

    def _due(self, item: FeedItem) -> bool:
        """Whether an item is new or changed, young enough and not met in this crawl before."""
        met = item.url in self._items
        return not met and self._young(item) and self.changed(item.url, item.mark)

    def _young(self, item: FeedItem) -> bool:
        date = item.dated or item.extracted.published
        return self.recent(date.day if date else None)

    def _wanted(self, item: FeedItem) -> bool:
        return wanted(item.url, item.extracted.title or "", self.job.source)

    def named(self, url: str) -> Extracted | None:
        """The item."""
        item = self._items.get(url)
        return item.extracted if item else None

    def _story(self, item: FeedItem) -> Iterable[Request]:
        if self._pages and not is_passage(item.url) and is_ours(item.url, self.job.source):
            return self.story_requests(item.url, item.mark, whole=True)
        self.tell(_by_itself(item))
        return ()

    def due(self) -> Iterable[str]:
        """The story pages to re-ask; where none are read, those that no listing names any more.

        A story that its listing still tells, or told when it last changed, is not withdrawn.
        """
        source = self.job.source
        due = [url for url in super().due() if not is_passage(url) and is_ours(url, source)]
        if self._pages:
            return due
        return [] if self._untold else [url for url in due if url not in self._named]

    def story_requests(
        self, url: str, mark: str | None, *, priority: int = StorySpider.STORY, whole: bool = False
    ) -> Iterable[Request]:
        """The request for a story page; only whether it is there, where pages are not read."""
        asked = super().story_requests(url, mark, priority=priority, whole=whole)
        if self._pages or priority != self.AGAIN:
            return asked
        return [one.replace(method="HEAD", callback=self.still_there) for one in asked]

    def still_there(self, response: Response, asked: str, **_: str | None) -> Iterable[Request]:
        """Tell whether a story's page is gone; a refusal says nothing of a page never read."""
        problem = problem_of_status(response.status)
        gone = problem if response.status in GONE else None
        if gone and response.request and response.request.method == "HEAD":
            return [response.request.replace(method="GET")]  # not all servers know HEAD
        seen = PageSeen(url=asked, status=response.status, problem=gone)
        if problem is None:
            kept = None if response.status == 304 else validators_of(response)
            seen = seen.model_copy(update={"not_modified": True, "validators": kept})
        if gone or problem is None:
            self.tell(seen)
        return ()

    def listing_unmodified(self, first: str) -> None:
        """Remember which feed to ask again should one of its pages have changed."""
        self._unmodified.append(first)
        self._untold = True

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
        if (
            item is not None
            and item.extracted.title
            and lasting
            and not self.job.known.seen(seen.url)
        ):
            self.tell(_by_itself(item))
            return ()
        return super().story_unreadable(seen, problem)


def _by_itself(item: FeedItem) -> PageSeen:
    said = item.extracted
    if is_file(item.url):
        said = said.model_copy(update={"kind": "release"})
    return PageSeen(url=item.url, extracted=said, entry_hash=item.mark)
