"""What we say when we ask."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request

from spiders.job import Job
from spiders.settings import TIMEOUT

ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, "
    "application/feed+json, application/xml;q=0.9, application/json;q=0.9, */*;q=0.1"
)


class Outgoing:
    """Names us, limits the wait, and asks conditionally (RFC 9110, 13) where an answer is kept."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._languages = f"{job.source.language}, *;q=0.5"

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls(crawler.spider.job)  # type: ignore[union-attr]

    def process_request(self, request: Request) -> None:
        """Fill in the request's headers."""
        plan = self._job.plan
        headers = request.headers
        headers["User-Agent"] = plan.user_agent
        headers["Accept"] = request.meta.get("accept") or ACCEPT
        headers["Accept-Language"] = self._languages
        request.meta["download_timeout"] = min(request.meta.get("patience", TIMEOUT), plan.timeout)
        if request.meta.get("conditional") and not plan.force:
            self._condition(request)

    def _condition(self, request: Request) -> None:
        kept = self._job.known.validators(request.meta["asked"])
        if kept is None:
            return
        if kept.etag:
            request.headers["If-None-Match"] = kept.etag
        if kept.last_modified:
            request.headers["If-Modified-Since"] = kept.last_modified
