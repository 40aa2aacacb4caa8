"""The spider for pages that hold several stories, or another one at every visit."""

from scrapy.http import Response

from schemas.rules import DigestRules
from spiders.answers import charset_of
from spiders.entries import EntrySpider
from spiders.items.digest import feed_from_page
from spiders.items.item import Feed
from spiders.paging import numbered


class DigestSpider(EntrySpider):
    """Takes the stories out of the pages themselves."""

    name = "digest"

    def feed_in(self, response: Response) -> Feed:
        """The page's items; the page of the next number follows."""
        source, first = self.job.source, response.cb_kwargs["first"]
        feed = feed_from_page(response.body, charset_of(response), response.url, first, source)
        rules = source.rules
        assert isinstance(rules, DigestRules), "the spider is chosen by the kind"
        if first not in rules.urls:
            return feed
        following = numbered(rules, first, response.cb_kwargs["page"] + 1)
        return feed.model_copy(update={"following": following})
