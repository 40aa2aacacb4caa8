"""One crawl in progress."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from schemas.addresses import is_loopback
from schemas.crawl import Aside, CrawlPlan, HostState, Known, Saved, Sink
from schemas.source import Source
from spiders.places import host_of


def utc_now() -> datetime:
    """The present."""
    return datetime.now(UTC)


@dataclass
class Job:
    """What the parts of one crawl share: its plan, what is known, who listens, how far it got."""

    plan: CrawlPlan
    known: Known
    sink: Sink
    clock: Callable[[], datetime] = utc_now
    saved: Saved | None = None
    """Answers that stand for those of the network."""
    aside: Aside | None = None
    """Where pages are read; in place without it."""
    requests: int = 0
    bytes: int = 0
    complete: bool = True
    halted: bool = False
    """No further request is made: time ran out or the crawl was cancelled."""
    crash: BaseException | None = None
    """The first error nobody expected."""
    hosts: dict[str, HostState] = field(default_factory=dict)

    @property
    def source(self) -> Source:
        """The newsroom being read."""
        return self.plan.source

    @property
    def on_loopback(self) -> bool:
        """Whether the newsroom itself is on this machine."""
        return all(is_loopback(host_of(url)) for url in self.source.urls)

    @property
    def start_delay(self) -> float:
        """Seconds between two requests: the source's, or what the throttle last thought right."""
        kept = [self.host(host_of(url)).delay for url in self.source.urls]
        return max([self.source.delay, *kept]) if self.paced else 0.0

    @property
    def paced(self) -> bool:
        """Whether requests are spaced; only a newsroom on this machine may wish otherwise."""
        return self.source.delay > 0 or not self.on_loopback

    def host(self, host: str) -> HostState:
        """The manners towards a host as they stand."""
        if host not in self.hosts:
            self.hosts[host] = self.known.host(host) or HostState(host=host)
        return self.hosts[host]
