"""Redirects, followed within the newsroom."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from schemas.addresses import NotAnAddress, absolute
from schemas.source import Source
from spiders.failures import Refused
from spiders.job import Job
from spiders.places import host_of, same_site

MAX_REDIRECTS = 5
PERMANENT = frozenset({301, 308})
REDIRECTS = PERMANENT | {302, 303, 307}


def stays(source: Source, origin: str, target: str) -> bool:
    """Whether a redirect leads to the same newsroom or to a host the source names."""
    named = {*source.hosts, *source.hosts.values()}
    return same_site(origin, target) or host_of(target) in named


class Redirects:
    """Follows at most five; to another site only for robots.txt and for pictures."""

    def __init__(self, job: Job) -> None:
        self._job = job

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls(crawler.spider.job)  # type: ignore[union-attr]

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The next request, or the answer where it is none; raises Refused."""
        location = response.headers.get("Location") if response.status in REDIRECTS else None
        if not location:
            return response
        target = _target(request.url, location.decode("utf-8", "replace"))
        passed = (*request.meta.get("redirects", ()), request.url)
        if len(passed) > MAX_REDIRECTS:
            return self._too_many(request, response)
        for_good = response.status in PERMANENT and request.meta.get("moved", True)
        if not self._may_follow(request, target):
            raise Refused("redirected-away", _elsewhere(target, for_good=bool(for_good)))
        return request.replace(
            url=target,
            meta={**_carried(request), "redirects": passed, "moved": for_good},
            priority=request.priority + 1,
        )

    def _may_follow(self, request: Request, target: str) -> bool:
        anywhere = request.meta.get("robots") or request.meta.get("picture")
        return bool(anywhere) or stays(self._job.source, request.url, target)

    def _too_many(self, request: Request, response: Response) -> Response:
        if request.meta.get("robots"):
            return response  # counts as "there is none" (RFC 9309, 2.3.1.2)
        raise Refused("http", f"more than {MAX_REDIRECTS} redirects")


def _elsewhere(target: str, *, for_good: bool) -> str:
    if not for_good:
        return f"it now leads to {target}, on another site"
    host = host_of(target)
    return (
        f"it moved for good to {target}, on another site; if that is the same newsroom, write the "
        f"address into the source's urls, or {host} into its hosts"
    )


def _carried(request: Request) -> dict[str, object]:
    """The request's notes without those the downloader left for one host."""
    return {k: v for k, v in request.meta.items() if not k.startswith("download_")}


def _target(url: str, location: str) -> str:
    try:
        return absolute(url, location)
    except NotAnAddress as error:
        raise Refused("http", f"it redirects to something that is {error}") from None
