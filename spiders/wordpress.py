"""The spider for the REST interface of WordPress."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from scrapy.http import Request, Response
from w3lib.url import add_or_replace_parameter, add_or_replace_parameters

from schemas.crawl import ListingSeen, PageSeen
from schemas.errors import PageError
from schemas.rules import WordpressRules
from spiders.answers import validators_of
from spiders.entries import EntrySpider
from spiders.items.item import Feed, FeedItem
from spiders.items.wordpress import feed_from_wordpress
from spiders.job import Job
from spiders.paging import with_defaults

BRIEF = "id,link,guid,title,date,date_gmt,modified,modified_gmt"
_MARGIN = timedelta(days=1)
"""`modified_after` counts in the site's own zone, which nobody names."""
_MOST = "100"
"""Posts on a page, the most that WordPress allows."""


class WordpressSpider(EntrySpider):
    """Reads what was modified last until it meets what is known.

    The posts modified last are first asked for without their texts (`_fields`). That answer is
    counted and can be answered 304; a site that suddenly lists nothing is told from one with
    nothing new. Only where it names something new or modified, those posts are asked for whole:
    with `modified_after`, or page by page where nothing on it is known.
    """

    name = "wordpress"
    accept = "application/json"

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self._counted: dict[str, ListingSeen | None] = {}
        """Listings read in brief; with what is to be told of one once its posts were read whole."""

    async def start(self) -> Any:
        """What there is, in brief; all of it where nothing is to be compared."""
        for url in dict.fromkeys(self.job.source.urls):
            whole = self.listing_request(url, url, priority=self.FIRST)
            brief = with_defaults(url, {"_fields": BRIEF, **self._order})
            yield whole if self.job.plan.force else whole.replace(url=brief)

    @property
    def _order(self) -> dict[str, str]:
        rules = self.job.source.rules
        assert isinstance(rules, WordpressRules), "the spider is chosen by the kind"
        return {"orderby": "modified", "order": "desc", "per_page": str(rules.per_page)}

    def spelt(self, url: str) -> str:
        """Modified last first, with pictures and terms, unless the address says otherwise."""
        return with_defaults(url, {"_embed": "wp:featuredmedia,wp:term,author", **self._order})

    def feed_in(self, response: Response) -> Feed:
        """The posts; the next number follows, as far as `X-WP-TotalPages` goes."""
        feed = feed_from_wordpress(response.body, response.url, self.job.source)
        total = (response.headers.get("X-WP-TotalPages") or b"").decode("latin-1")
        number = response.cb_kwargs["page"] + 2
        since = "modified_after=" in response.url
        if since or not total.isdecimal() or number > int(total):
            return feed
        url = add_or_replace_parameter(response.cb_kwargs["first"], "page", str(number))
        return feed.model_copy(update={"following": url})

    def read_listing(self, response: Response, seen: ListingSeen) -> Iterable[Request]:
        """Count what there is, then ask for the posts that are new or modified."""
        if not _is_brief(response):
            yield from super().read_listing(response, seen)
            return
        try:
            feed = self.feed_in(response)
        except PageError:
            yield from super().read_listing(response, seen)  # tells the problem
            return
        items = [item for item in feed.items if self._wanted(item)]
        links = tuple(dict.fromkeys(item.url for item in items))
        self.job.known.expect(links)
        due = [item for item in items if self._due(item)]
        told = seen.model_copy(update={"links": links, "validators": validators_of(response)})
        self._named |= set(links)
        self._unmodified.append(seen.url)  # to be read whole should a story's page have changed
        if due:
            self._counted[seen.url] = told
            yield self._whole(seen.url, items, due)
        else:
            super().tell(told)
            self._counted[seen.url] = None

    def _whole(self, url: str, items: Sequence[FeedItem], due: Sequence[FeedItem]) -> Request:
        request = self.listing_request(url, url, priority=self.FIRST, conditional=False)
        moments = [item.dated.instant for item in due if item.dated and item.dated.instant]
        if len(due) == len(items) or len(moments) < len(due):
            return request
        since = f"{min(moments) - _MARGIN:%Y-%m-%dT%H:%M:%S}"
        few = {"modified_after": since, "per_page": _MOST}
        return request.replace(url=add_or_replace_parameters(request.url, few))

    def tell(self, seen: ListingSeen | PageSeen) -> None:
        """Hand an event on, but what a listing counts only once: as it was counted in brief.

        Where its posts could not be read whole, no later 304 may hide them.
        """
        if not isinstance(seen, ListingSeen) or seen.url not in self._counted:
            super().tell(seen)
            return
        if brief := self._counted[seen.url]:
            self._counted[seen.url] = None
            lost = {"validators": None} if seen.problem else {}
            super().tell(brief.model_copy(update=lost))
        if seen.problem is not None:
            super().tell(seen)

    def _keep(self, response: Response, asked: str, *, listing: bool = False) -> None:
        """Keep what tells stories."""
        if not (listing and _is_brief(response)):
            super()._keep(response, asked, listing=listing)


def _is_brief(response: Response) -> bool:
    """Whether the server left the texts away, as it was asked to."""
    asked = response.request.url if response.request else ""
    named = b'"link"' in response.body and b'"content"' not in response.body
    return "_fields=" in asked and named
