"""robots.txt, asked once a day and obeyed."""

import asyncio
from typing import Self

from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request

from schemas.crawl import Problem, RobotsCopy, RobotsSeen
from spiders.failures import (
    DOWNLOAD_ERRORS,
    NotAsked,
    Refused,
    problem_of,
    problem_of_status,
)
from spiders.job import Job
from spiders.places import origin_of
from spiders.robots import MAX_BODY, Rules, is_unreachable, rules_of
from spiders.settings import MAX_DELAY


class Robots:
    """Refuses what robots.txt forbids; keeps one copy per origin."""

    def __init__(self, crawler: Crawler, job: Job) -> None:
        self._crawler = crawler
        self._job = job
        self._asked: dict[str, asyncio.Task[Rules]] = {}
        self._unread: dict[str, Problem] = {}
        """Origin → why its robots.txt could not be read; it forbids everything until it can."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls(crawler, crawler.spider.job)  # type: ignore[union-attr]

    async def process_request(self, request: Request) -> None:
        """Let it pass or raise Refused."""
        if request.meta.get("robots"):
            return
        origin = origin_of(request.url)
        if origin not in self._asked:
            self._asked[origin] = asyncio.ensure_future(self._rules(origin))
        rules = await self._asked[origin]
        if rules.allow(request.url):
            return
        if (problem := self._unread.get(origin)) is not None:
            raise Refused(
                problem.code,
                f"{origin}/robots.txt cannot be read, so nothing is asked: {problem.detail}",
            )
        raise Refused("robots", f"{origin}/robots.txt forbids this address to {rules.agent}")

    async def _rules(self, origin: str) -> Rules:
        copy = self._job.known.robots(origin)
        if copy is None:
            copy = await self._fetched(origin)
            if not is_unreachable(copy.status):
                self._job.sink(RobotsSeen(copy_=copy))
        rules = rules_of(copy, self._job.plan.user_agent)
        self._slow_down(rules.delay)
        return rules

    async def _fetched(self, origin: str) -> RobotsCopy:
        """The answer of the origin; status 0 where none came."""
        status, body = 0, ""
        try:
            response = await self._crawler.engine.download_async(
                Request(f"{origin}/robots.txt", meta={"robots": True}, dont_filter=True)
            )
        except NotAsked:
            raise
        except DOWNLOAD_ERRORS as error:
            problem = problem_of(error)  # forbids everything, too (RFC 9309, 2.3.1.4)
        else:
            status, body = response.status, response.body[:MAX_BODY].decode("utf-8", "replace")
            problem = problem_of_status(status) if is_unreachable(status) else None
        if problem is not None:
            self._unread[origin] = problem
        return RobotsCopy(origin=origin, fetched=self._job.clock(), status=status, body=body)

    def _slow_down(self, delay: float) -> None:
        throttle = self._crawler.get_extension(AutoThrottle)
        if throttle is None or delay <= throttle.mindelay:
            return
        throttle.mindelay = min(delay, MAX_DELAY)
        downloader = self._crawler.engine.downloader
        downloader._delay = max(downloader._delay, throttle.mindelay)
        for slot in downloader.slots.values():
            slot.delay = max(slot.delay, throttle.mindelay)
