"""The spider for JSON:API, as Drupal offers it."""

from scrapy.http import Response

from schemas.rules import JsonapiRules
from spiders.entries import EntrySpider
from spiders.items.item import Feed
from spiders.items.jsonapi import feed_from_jsonapi
from spiders.paging import with_defaults


class JsonapiSpider(EntrySpider):
    """Follows `links.next` as long as a page holds something new."""

    name = "jsonapi"
    accept = "application/vnd.api+json"

    def spelt(self, url: str) -> str:
        """Newest first, a page at a time, unless the declared address says otherwise."""
        rules = self.job.source.rules
        assert isinstance(rules, JsonapiRules), "the spider is chosen by the kind"
        return with_defaults(url, {"sort": "-created", "page[limit]": str(rules.limit)})

    def feed_in(self, response: Response) -> Feed:
        """The resources."""
        return feed_from_jsonapi(response.body, response.url, self.job.source)
