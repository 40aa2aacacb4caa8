"""Answers that are at hand."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.responsetypes import responsetypes

from schemas.crawl import RawSeen
from spiders.job import Job


class Saved:
    """Gives a kept answer instead of asking for it."""

    def __init__(self, job: Job) -> None:
        self._job = job

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls(crawler.spider.job)  # type: ignore[union-attr]

    def process_request(self, request: Request) -> Response | None:
        """The answer kept for what was asked for, or None to let it pass."""
        saved = self._job.saved
        if saved is None or request.meta.get("robots"):
            return None
        asked = request.meta.get("asked") or request.url
        answer = saved(asked, bool(request.meta.get("listing")))
        return None if answer is None else _response(answer)


def _response(answer: RawSeen) -> Response:
    headers = {name: value for name, value in answer.headers if name.lower() != "content-encoding"}
    kind = responsetypes.from_args(
        headers={b"Content-Type": answer.content_type.encode("latin-1", "replace")},
        url=answer.final,
        body=answer.body,
    )
    return kind(answer.final, status=answer.status, headers=headers, body=answer.body)
