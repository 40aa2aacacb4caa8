"""The spider for pages that link to stories."""

from collections.abc import Iterable
from typing import cast

from scrapy.http import Request, Response, TextResponse
from scrapy.utils.response import get_base_url

from schemas.crawl import ListingSeen, Problem
from schemas.extracted import Extracted
from schemas.rules import ListingRules
from spiders.answers import validators_of
from spiders.base import StorySpider
from spiders.job import Job
from spiders.links import Link, links_from
from spiders.paging import numbered


class ListingSpider(StorySpider):
    """Turns pages over until one holds nothing new."""

    name = "listing"

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self._listed: dict[str, Link] = {}

    def read_listing(self, response: Response, seen: ListingSeen) -> Iterable[Request]:
        """Tell its links, ask for the stories that are new or changed, then for the next page."""
        if not isinstance(response, TextResponse) or response.selector.type == "json":
            problem = Problem(code="not-html", detail="something else where a listing page was")
            self.tell(seen.model_copy(update={"problem": problem}))
            return
        links = links_from(response.selector, get_base_url(response), self.job.source)
        urls = tuple(link.url for link in links)
        facts = {"links": urls, "validators": validators_of(response)}
        self.tell(seen.model_copy(update=facts))
        self.job.known.expect(urls)
        fresh = [link for link in links if link.url not in self._listed]
        self._listed |= {link.url: link for link in fresh}
        for link in links:
            if self._young(link) and self.changed(link.url, link.mark):
                yield from self.story_requests(link.url, link.mark)
        dated = [link for link in links if link.published]
        if not dated or self._young(dated[-1]):  # the first ones may be old and pinned
            yield from self._next_page(fresh, **response.cb_kwargs)

    def _young(self, link: Link) -> bool:
        return self.recent(link.published.day if link.published else None)

    def _next_page(self, fresh: list[Link], first: str, page: int, **_: str) -> Iterable[Request]:
        rules = cast(ListingRules, self.job.source.rules)
        unknown = self.job.plan.force or any(not self.job.known.seen(x.url) for x in fresh)
        if fresh and unknown and (url := numbered(rules, first, page + 1)):
            yield self.listing_request(url, first, priority=self.LISTING, page=page + 1)

    def named(self, url: str) -> Extracted | None:
        """The text and the date of its link."""
        link = self._listed.get(url)
        if link is None:
            return None
        said = {"title": link.text, "published": link.published}
        given = {name: "listing" for name, value in said.items() if value}
        return Extracted.model_validate({"url": url, **said, "provenance": given})
