"""The spider for RSS, Atom and JSON feeds."""

from scrapy.http import Response

from spiders.entries import EntrySpider
from spiders.items import Feed, feed_from


class FeedSpider(EntrySpider):
    """Reads a feed in one go: it has no pages."""

    name = "feed"

    def feed_in(self, response: Response) -> Feed:
        """The feed's items."""
        return feed_from(response.body, response.url, self.job.source)
