"""The spider for XML sitemaps."""

from scrapy.http import Response

from spiders.entries import EntrySpider
from spiders.items.item import Feed
from spiders.items.sitemap import feed_from_sitemap


class SitemapSpider(EntrySpider):
    """Reads sitemaps, those of an index too, and the pages that are new or changed since."""

    name = "sitemap"
    accept = "application/xml, text/xml;q=0.9, application/gzip;q=0.8, */*;q=0.1"

    def feed_in(self, response: Response) -> Feed:
        """The addresses with what the sitemap says of them."""
        return feed_from_sitemap(response.body, response.url, self.job.source)
