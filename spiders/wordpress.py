"""The spider for the REST interface of WordPress."""

from scrapy.http import Response
from w3lib.url import add_or_replace_parameter

from schemas.rules import WordpressRules
from spiders.entries import EntrySpider
from spiders.items.item import Feed
from spiders.items.wordpress import feed_from_wordpress
from spiders.paging import with_defaults


class WordpressSpider(EntrySpider):
    """Reads what was modified last until it meets what is known.

    The first page is asked for as it is, not with `modified_after`: so it can be answered 304, and
    a site that suddenly lists nothing is told from one with nothing new.
    """

    name = "wordpress"
    accept = "application/json"

    def spelt(self, url: str) -> str:
        """Modified last first, with pictures and terms, unless the address says otherwise."""
        rules = self.job.source.rules
        assert isinstance(rules, WordpressRules), "the spider is chosen by the kind"
        order = {"orderby": "modified", "order": "desc", "per_page": str(rules.per_page)}
        return with_defaults(url, {"_embed": "wp:featuredmedia,wp:term,author", **order})

    def feed_in(self, response: Response) -> Feed:
        """The posts; the next number follows, as far as `X-WP-TotalPages` goes."""
        feed = feed_from_wordpress(response.body, response.url, self.job.source)
        total = (response.headers.get("X-WP-TotalPages") or b"").decode("latin-1")
        number = response.cb_kwargs["page"] + 2
        if not total.isdecimal() or number > int(total):
            return feed
        url = add_or_replace_parameter(response.cb_kwargs["first"], "page", str(number))
        return feed.model_copy(update={"following": url})
