"""How a host is treated, during a crawl and until the next one."""

from collections import Counter
from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from schemas.crawl import HostSeen, HostState
from spiders.failures import BLOCKED, DOWNLOAD_ERRORS, Refused
from spiders.job import Job
from spiders.manners import asked_to_wait, backed_off, recovered, retry_after
from spiders.places import host_of

UNDELAYED = 2
"""Requests of a manual run that skip the delay."""
SLOW_DOWN = frozenset({429, 503})


class Manners:
    """Obeys `Retry-After`, backs off after failures, recovers after success, keeps the delay."""

    def __init__(self, crawler: Crawler, job: Job) -> None:
        self._crawler = crawler
        self._job = job
        self._asked: Counter[str] = Counter()
        self._answered: dict[str, bool] = {}
        """Host → whether one of its listings answered."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls(crawler, crawler.spider.job)  # type: ignore[union-attr]

    def process_request(self, request: Request) -> None:
        """Let the first requests of a manual run go at once."""
        if not self._job.plan.manual or request.meta.get("robots"):
            return
        host = host_of(request.url)
        self._asked[host] += 1
        if self._asked[host] <= UNDELAYED:
            _, slot = self._crawler.engine.downloader._get_slot(request)
            slot.lastseen = 0.0
            slot.close()  # the timer that the request before it left running

    def process_response(self, request: Request, response: Response) -> Response:
        """Take to heart what the status says."""
        host = host_of(request.url)
        if response.status in SLOW_DOWN:
            self._wait(host, response)
        if request.meta.get("listing"):
            self._note(host, response.status not in BLOCKED and response.status < 500)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count a listing that could not be had as a failure."""
        refused = isinstance(exception, Refused) or self._job.halted
        if request.meta.get("listing") and not refused and isinstance(exception, DOWNLOAD_ERRORS):
            self._note(host_of(request.url), answered=False)

    def settle(self) -> None:
        """Tell what changed; called when the crawl has ended."""
        now = self._job.clock()
        for host, answered in self._answered.items():
            state = self._with_delay(self._job.host(host))
            after = recovered(state, now) if answered else self._after_failure(state)
            self._tell(after)

    def _after_failure(self, state: HostState) -> HostState:
        return backed_off(state, self._job.clock(), self._delay)

    @property
    def _delay(self) -> float:
        return max(self._job.source.delay, 1.0) if self._job.paced else 0.0

    def _note(self, host: str, answered: bool) -> None:
        self._answered[host] = self._answered.get(host, False) or answered

    def _wait(self, host: str, response: Response) -> None:
        now = self._job.clock()
        header = (response.headers.get("Retry-After") or b"").decode("latin-1")
        if (until := retry_after(header, now)) is not None and until > now:
            self._tell(asked_to_wait(self._job.host(host), until))

    def _with_delay(self, state: HostState) -> HostState:
        slot = self._crawler.engine.downloader.slots.get(state.host)
        delay = round(slot.delay, 1) if slot and self._job.paced else 0.0
        return state.model_copy(update={"delay": delay})

    def _tell(self, state: HostState) -> None:
        if state != self._job.host(state.host):
            self._job.hosts[state.host] = state
            self._job.sink(HostSeen(state=state))
