"""The spider that those of all kinds build on."""

import asyncio
from collections.abc import Iterable
from concurrent.futures import BrokenExecutor
from datetime import date
from typing import Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from schemas.crawl import ListingSeen, PageSeen, Problem, Validators
from schemas.errors import PageError
from schemas.extracted import Extracted
from spiders.answers import age_of, charset_of, is_pdf, not_html, raw_of, validators_of
from spiders.extract import extract
from spiders.failures import GONE, NotAsked, problem_of, problem_of_status
from spiders.job import Job
from spiders.links import address_of, is_file, is_ours
from spiders.places import host_of


class StorySpider(Spider):
    """Reads listings of one kind, then the story pages they lead to, then those due again."""

    name = "story"
    accept: str | None = None
    """The media types its listings come in, where not the usual ones."""

    FIRST, ONLY, STORY, LISTING, AGAIN = 5, 4, 3, 1, -1
    """Priorities: an editor waits for new stories, not for the listing's tenth page."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job
        self._asked: set[str] = set()
        self._open_listings = 0
        self._listing_answered = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """As Scrapy builds it."""
        return super().from_crawler(crawler, *args, **kwargs)

    async def start(self) -> Any:
        """The listings' first pages; everything else follows from their answers."""
        for url in dict.fromkeys(self.job.source.urls):
            yield self.listing_request(url, url, priority=self.FIRST)

    # Asking

    def listing_request(
        self, url: str, first: str, *, priority: int, page: int = 0, conditional: bool = True
    ) -> Request:
        """A request for a listing or feed; `first` is the address its source declares."""
        self._open_listings += 1
        return Request(
            self.spelt(url),
            callback=self.listing_answered,
            errback=self.listing_failed,
            cb_kwargs={"asked": url, "first": first, "page": page},
            meta={
                "listing": True,
                "conditional": conditional,
                "asked": url,
                "accept": self.accept,
            },
            priority=priority,
            dont_filter=True,
        )

    def spelt(self, url: str) -> str:
        """A listing's address as it is asked for; by the other one it is known and declared."""
        return url

    def story_requests(
        self, url: str, mark: str | None, *, priority: int = STORY, whole: bool = False
    ) -> Iterable[Request]:
        """The request for a story page, unless this crawl asked for it before.

        `whole`: without conditions, because its entry says something new that a 304 would hide.
        """
        if url in self._asked:
            return
        self._asked.add(url)
        yield Request(
            url,
            method="HEAD" if is_file(url) else "GET",
            callback=self.story_answered,
            errback=self.story_failed,
            cb_kwargs={"asked": url, "mark": mark},
            meta={"conditional": not whole and self.job.known.seen(url), "asked": url},
            priority=priority,
            dont_filter=True,
        )

    def changed(self, url: str, mark: str) -> bool:
        """Whether a story is new, or its entry differs from the one it was last read with."""
        if not self.job.known.seen(url):
            return True
        kept = self.job.known.entry_hash(url)
        return kept is not None and kept != mark

    def recent(self, day: date | None) -> bool:
        """Whether a story of that day is young enough to be read; one without a day is."""
        limit = self.job.source.rules.max_age
        return day is None or limit is None or day >= (self.job.clock() - limit).date()

    def following(self) -> Iterable[Request]:
        """After each listing: the page an editor asked for. After the last: the pages due again."""
        self._open_listings -= 1
        yield from self._only()
        if self._open_listings:
            return
        self.listings_read()
        if self._listing_answered:
            for url in self.due():
                yield from self.story_requests(url, None, priority=self.AGAIN)

    def _only(self) -> Iterable[Request]:
        source, only = self.job.source, self.job.plan.only
        url = address_of(only, only, source) if only else None
        if url is None or url in self._asked:
            return
        if is_ours(url, source):
            yield from self.story_requests(url, None, priority=self.ONLY)
            return
        self._asked.add(url)
        detail = f"it is no page of {source.name}"
        self.tell(PageSeen(url=url, status=0, problem=Problem(code="off-limits", detail=detail)))

    def due(self) -> Iterable[str]:
        """The story pages to re-ask."""
        return self.job.known.due_again()

    def listings_read(self) -> None:
        """Called when no listing is under way any more."""

    # Listings

    def listing_answered(
        self, response: Response, asked: str, first: str, **_: int
    ) -> Iterable[Request]:
        """A listing's answer, of whatever status."""
        moved = response.url if response.meta.get("moved") else None
        seen = ListingSeen(url=asked, status=response.status, age=age_of(response), moved=moved)
        problem = self._refusal(response)
        self._listing_answered = self._listing_answered or problem is None
        if problem is not None:
            self.tell(seen.model_copy(update={"problem": problem}))
        elif response.status == 304:
            self.tell(seen.model_copy(update={"not_modified": True}))
            self.listing_unmodified(first)
        else:
            self._keep(response, asked, listing=True)
            yield from self.read_listing(response, seen)
        yield from self.following()

    def listing_failed(self, failure: Failure) -> Iterable[Request]:
        """No answer came."""
        asked = failure.request.cb_kwargs["asked"]  # type: ignore[attr-defined]
        self.tell(ListingSeen(url=asked, problem=self.problem(failure)))
        yield from self.following()

    def read_listing(self, response: Response, seen: ListingSeen) -> Iterable[Request]:
        """Tell what a listing holds and ask for what is new on it."""
        raise NotImplementedError

    def listing_unmodified(self, first: str) -> None:
        """Called for a listing that has nothing new."""

    # Stories

    async def story_answered(
        self, response: Response, asked: str, mark: str | None
    ) -> Iterable[Request]:
        """A story page's answer, of whatever status."""
        seen = PageSeen(
            url=asked,
            status=response.status,
            redirects=tuple(response.meta.get("redirects", ())),
            entry_hash=mark,
        )
        if response.status == 304:
            self.tell(seen.model_copy(update={"not_modified": True}))
            return ()
        if is_pdf(response):
            return self.release_read(seen, validators_of(response))
        request = response.request
        if request and request.method == "HEAD" and response.status not in GONE:
            return [request.replace(method="GET")]  # not all servers know HEAD
        problem = self._refusal(response) or not_html(response)
        if problem is not None:
            return self.story_unreadable(seen, problem)
        self._keep(response, asked)
        try:
            extracted = await self._extracted(response)
        except PageError as error:
            return self.story_unreadable(seen, problem_of(error))
        facts = {"extracted": extracted, "validators": validators_of(response)}
        return self.story_read(seen.model_copy(update=facts), extracted)

    async def _extracted(self, response: Response) -> Extracted:
        """What a page says; PageError."""
        charset, source = charset_of(response), self.job.source
        if self.job.aside is None:
            return extract(response.body, response.url, charset=charset, source=source)
        work = self.job.aside(extract, response.body, response.url, charset=charset, source=source)
        try:
            return work.result() if work.done() else await asyncio.wrap_future(work)
        except BrokenExecutor:
            raise PageError(
                "the process that read the page ended; it is read again at the next run",
                subject=response.url,
            ) from None

    def story_failed(self, failure: Failure) -> Iterable[Request]:
        """No answer came; what was left for another run is no event."""
        if isinstance(failure.value, NotAsked):
            return ()
        request: Request = failure.request  # type: ignore[attr-defined]
        seen = PageSeen(
            url=request.cb_kwargs["asked"],
            status=0,
            redirects=tuple(request.meta.get("redirects", ())),
            entry_hash=request.cb_kwargs["mark"],
        )
        return self.story_unreadable(seen, self.problem(failure))

    def story_read(self, seen: PageSeen, extracted: Extracted) -> Iterable[Request]:
        """Tell what a story page says."""
        told = seen.extracted is extracted
        self.tell(seen if told else seen.model_copy(update={"extracted": extracted}))
        return ()

    def release_read(self, seen: PageSeen, validators: Validators | None) -> Iterable[Request]:
        """Tell a PDF by what its listing says of it; a known one stays as it was told."""
        named = self.named(seen.url)
        if named is not None and named.title:
            release = named.model_copy(update={"kind": "release", "body": None})
            seen = seen.model_copy(update={"extracted": release, "validators": validators})
        elif self.job.known.seen(seen.url):
            seen = seen.model_copy(update={"not_modified": True, "validators": validators})
        else:
            problem = Problem(code="not-html", detail="it is a PDF that no listing gives a title")
            return self.story_unreadable(seen, problem)
        self.tell(seen)
        return ()

    def named(self, url: str) -> Extracted | None:  # noqa: ARG002  # for the kinds to answer
        """What a listing of this crawl says of a story."""
        return None

    def story_unreadable(self, seen: PageSeen, problem: Problem | None) -> Iterable[Request]:
        """Tell that a story page gave nothing; its entry counts as unread."""
        self.tell(seen.model_copy(update={"problem": problem, "entry_hash": None}))
        return ()

    def problem(self, failure: Failure) -> Problem:
        """The reason in a person's words; an error nobody expected goes on to end the crawl."""
        error = failure.value
        assert error is not None, "a failure has an error"
        problem = problem_of(error)
        if problem is None:
            self.job.crash = self.job.crash or error
            raise RuntimeError("an unexpected error") from error  # ends the crawl
        return problem

    def _refusal(self, response: Response) -> Problem | None:
        """What the status says against reading the answer, with the pause it asks for."""
        problem = problem_of_status(response.status)
        until = self.job.host(host_of(response.url)).next_allowed
        if problem is None or until is None or until <= self.job.clock():
            return problem
        detail = f"{problem.detail}; not to be asked before {until:%Y-%m-%d %H:%M} UTC"
        return problem.model_copy(update={"detail": detail})

    def _keep(self, response: Response, asked: str, *, listing: bool = False) -> None:
        if response.status == 200:
            self.job.sink(raw_of(response, asked, listing=listing))

    def tell(self, seen: ListingSeen | PageSeen) -> None:
        """Hand an event to whoever listens."""
        self.job.sink(seen)
