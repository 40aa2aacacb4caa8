"""The hosts that are not asked, or not yet."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request

from schemas.stops import stopped
from spiders.failures import NotAsked, Refused
from spiders.job import Job
from spiders.places import host_of, off_limits


class Fence:
    """Refuses hosts that are off limits or asked us to wait, and everything after a halt."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._from_loopback = job.on_loopback
        self._passed = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls(crawler.spider.job)  # type: ignore[union-attr]

    def process_request(self, request: Request) -> None:
        """Let it pass or raise Refused."""
        job = self._job
        if job.halted:
            raise NotAsked("timeout", "the crawl was stopped before its turn")
        host = host_of(request.url)
        reason = off_limits(
            host, from_loopback=self._from_loopback, loopback_only=job.plan.loopback_only
        )
        if reason or (reason := stopped(host, job.plan.stopped)):
            raise Refused("off-limits", reason)
        until = job.host(host).next_allowed
        if until is not None and until > job.clock():
            job.complete = False
            raise NotAsked(
                "blocked", f"{host} is not to be asked before {until:%Y-%m-%d %H:%M} UTC"
            )
        if not request.meta.get("robots"):
            self._count()

    def _count(self) -> None:
        most = self._job.plan.most
        if most is not None and self._passed >= most:
            self._job.complete = False
            raise NotAsked("timeout", f"enough was asked: {most} requests")
        self._passed += 1
