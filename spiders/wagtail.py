"""The spider for the pages interface of Wagtail."""

from scrapy.http import Response
from w3lib.url import add_or_replace_parameter

from schemas.rules import WagtailRules
from spiders.entries import EntrySpider
from spiders.items.item import Feed
from spiders.items.wagtail import feed_from_wagtail
from spiders.paging import with_defaults


class WagtailSpider(EntrySpider):
    """Moves the offset on until everything is known or `totalCount` is reached."""

    name = "wagtail"
    accept = "application/json"

    @property
    def _limit(self) -> int:
        rules = self.job.source.rules
        assert isinstance(rules, WagtailRules), "the spider is chosen by the kind"
        return rules.limit

    def spelt(self, url: str) -> str:
        """Newest first, a page at a time, unless the declared address says otherwise."""
        return with_defaults(url, {"order": "-first_published_at", "limit": str(self._limit)})

    def feed_in(self, response: Response) -> Feed:
        """The items; the next offset follows."""
        feed, total = feed_from_wagtail(response.body, response.url, self.job.source)
        offset = (response.cb_kwargs["page"] + 1) * self._limit
        if offset >= total:
            return feed
        url = add_or_replace_parameter(response.cb_kwargs["first"], "offset", str(offset))
        return feed.model_copy(update={"following": url})
