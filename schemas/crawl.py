"""The border between crawling and everything else: what a crawl is told, what it tells."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from typing import Literal, ParamSpec, Protocol, TypeVar

from schemas.extracted import Extracted
from schemas.source import Source
from schemas.types import Instant, Record, Url

P = ParamSpec("P")
T = TypeVar("T")
ProblemCode = Literal[
    "robots", "blocked", "gone", "http", "unreachable", "timeout", "too-large", "not-html",
    "not-a-feed", "hostile", "unreadable", "redirected-away", "off-limits",
]  # fmt: skip


class Problem(Record):
    """Why an address gave nothing."""

    code: ProblemCode
    detail: str
    """One line for a person: what happened and, where something can be done, what."""


class Validators(Record):
    """What a server wants to hear at a conditional request (RFC 9110, 13.1)."""

    etag: str | None = None
    last_modified: str | None = None


class HostState(Record):
    """Manners towards one host, kept between runs."""

    host: str
    next_allowed: Instant | None = None
    """No request before this (`Retry-After`, back-off)."""
    delay: float = 0.0
    """Seconds between requests that the throttle last thought right."""
    failures: int = 0
    """Blocked or failed runs in a row."""


class RobotsCopy(Record):
    """A robots.txt as last fetched; kept for 24 hours (RFC 9309, 2.4)."""

    origin: Url
    fetched: Instant
    status: int
    body: str = ""


class Known(Protocol):
    """What a crawl may ask about the past."""

    def expect(self, urls: Sequence[str]) -> None:
        """The addresses that will be asked about next: one look-up is cheaper than many."""

    def seen(self, url: str) -> bool:
        """Whether this address leads to a card (or was refused for good)."""

    def entry_hash(self, url: str) -> str | None:
        """The fingerprint its listing or feed entry had when the story was last read."""

    def validators(self, url: str) -> Validators | None:
        """The validators of the last answer that was stored."""

    def due_again(self) -> Sequence[str]:
        """Story pages to re-ask in this run."""

    def robots(self, origin: str) -> RobotsCopy | None:
        """The kept copy, if it is young enough."""

    def host(self, host: str) -> HostState | None:
        """The manners kept for this host."""


class CrawlPlan(Record):
    """One crawl to be made."""

    source: Source
    manual: bool = False
    """A person waits: the first two requests skip the delay (robots.txt does not count)."""
    only: Url | None = None
    """One story page to read besides the listing, whatever the listing says."""
    force: bool = False
    """Ask without validators."""
    user_agent: str
    loopback_only: bool = False
    """Refuse every other host."""
    timeout: float = 600.0
    """Seconds for the whole crawl."""
    most: int | None = None
    """Requests, besides those for robots.txt, after which nothing more is asked."""
    stopped: dict[str, str] = {}
    """Host → why it is not to be asked any more, nor its subdomains."""


class RobotsSeen(Record):
    """A robots.txt was fetched."""

    copy_: RobotsCopy


class HostSeen(Record):
    """A host's manners changed."""

    state: HostState


class ListingSeen(Record):
    """A listing or feed was asked for."""

    url: Url
    status: int = 0
    """0 where no answer came."""
    not_modified: bool = False
    links: tuple[Url, ...] = ()
    """The story addresses recognised on it (normalised, in order, each once)."""
    validators: Validators | None = None
    age: int | None = None
    """Seconds the answer had lain in a cache on the way (`Age`), where it came from one."""
    moved: Url | None = None
    """Where it is now, if the newsroom said that it moved for good (301, 308)."""
    problem: Problem | None = None


class PageSeen(Record):
    """A story page was asked for, or a feed item taken as it is."""

    url: Url
    """As listed."""
    status: int = 200
    not_modified: bool = False
    redirects: tuple[Url, ...] = ()
    """Addresses passed on the way, `url` first where there were any."""
    extracted: Extracted | None = None
    validators: Validators | None = None
    entry_hash: str | None = None
    problem: Problem | None = None


class RawSeen(Record):
    """What a listing, feed or story page answered, byte by byte; told before what it says."""

    url: Url
    """As asked for."""
    final: Url
    """Where the answer came from, after redirects."""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes
    """Unpacked: without the encodings of the way."""
    listing: bool = False

    @property
    def content_type(self) -> str:
        """As declared, empty where it is not."""
        named = (value for name, value in self.headers if name.lower() == "content-type")
        return next(named, "")


Saved = Callable[[str, bool], RawSeen | None]
"""The answer kept for an address, told whether it is a listing's; then nothing is asked."""
Seen = RobotsSeen | HostSeen | ListingSeen | PageSeen | RawSeen
Sink = Callable[[Seen], None]


class Archive(Protocol):
    """Answers kept from earlier crawls."""

    def page(self, url: str) -> RawSeen | None:
        """The latest kept answer of a story page."""

    def listings(self, url: str) -> Iterable[RawSeen]:
        """Every kept answer of a listing or feed, the latest first."""


class Aside(Protocol):
    """Where a page's bytes are worked on: in place, or beside the crawl."""

    def __call__(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Begin a piece of work: a function of a module, of values, without effects.

        Its result may be BrokenExecutor where the process that was at it died.
        """


class CrawlSummary(Record):
    """How a crawl ended."""

    requests: int = 0
    bytes: int = 0
    complete: bool = True
    """False where time ran out or the crawl was stopped before every page was asked for."""


class Crawl(Protocol):
    """What reads a source: `spiders.crawl.run_crawl`, or a world of a test's own."""

    async def __call__(
        self, plan: CrawlPlan, known: Known, sink: Sink, *, aside: Aside | None = None
    ) -> CrawlSummary:
        """Read it; each event goes to `sink` as it happens."""
