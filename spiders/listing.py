"""The spider for pages that link to stories."""

from collections.abc import Iterable
from typing import cast

from scrapy.http import Request, Response, TextResponse
from scrapy.utils.response import get_base_url
from w3lib.url import add_or_replace_parameter

from schemas.crawl import ListingSeen, Problem
from schemas.source import ListingRules
from spiders.answers import validators_of
from spiders.base import StorySpider
from spiders.job import Job
from spiders.links import Link, links_from


class ListingSpider(StorySpider):
    """Turns pages over until one holds nothing new."""

    name = "listing"

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self._listed: set[str] = set()

    def read_listing(self, response: Response, seen: ListingSeen) -> Iterable[Request]:
        """Tell its links, ask for the stories that are new or changed, then for the next page."""
        if not isinstance(response, TextResponse):
            problem = Problem(code="not-html", detail="something else where a listing page was")
            self.tell(seen.model_copy(update={"problem": problem}))
            return
        links = links_from(response.selector, get_base_url(response), self.job.source)
        facts = {"links": tuple(x.url for x in links), "validators": validators_of(response)}
        self.tell(seen.model_copy(update=facts))
        for link in links:
            if self.changed(link.url, link.mark):
                yield from self.story_requests(link.url, link.mark)
        yield from self._next_page(links, **response.cb_kwargs)

    def _next_page(
        self, links: tuple[Link, ...], first: str, page: int, **_: str
    ) -> Iterable[Request]:
        rules = cast(ListingRules, self.job.source.listing)
        fresh = {link.url for link in links} - self._listed
        self._listed |= fresh
        if not self.job.plan.force:
            fresh = {url for url in fresh if not self.job.known.seen(url)}
        if fresh and rules.page_param and page + 1 < rules.max_pages:
            number = str(rules.first_page + page + 1)
            url = add_or_replace_parameter(first, rules.page_param, number)
            yield self.listing_request(url, first, priority=self.LISTING, page=page + 1)
