"""One visit to a site, by hand: every answer is asked for once, few are."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from pipeline.agent import user_agent
from pipeline.clean import cleaned
from pipeline.settings import Settings
from pipeline.stops import Standing
from schemas.addresses import is_loopback
from schemas.crawl import (
    CrawlPlan,
    HostSeen,
    HostState,
    ListingSeen,
    PageSeen,
    RawSeen,
    RobotsCopy,
    RobotsSeen,
    Saved,
    Seen,
    Validators,
)
from schemas.decision import Cleaned
from schemas.errors import CardError, NotAllowed
from schemas.source import Source
from schemas.types import Record
from spiders.crawl import run_crawl
from spiders.places import host_of, origin_of

_PATIENCE = timedelta(minutes=2)
_ENOUGH = frozenset({429, 503})


class Given(Record):
    """What a source gave."""

    listings: tuple[ListingSeen, ...] = ()
    pages: tuple[PageSeen, ...] = ()
    cards: tuple[Cleaned, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def links(self) -> tuple[str, ...]:
        """The stories that its listings name, each once."""
        return tuple(dict.fromkeys(url for listing in self.listings for url in listing.links))


class Visit:
    """What a visitor knows: nothing of before, everything from the visit itself."""

    def __init__(self, most: int | None, standing: Standing | None = None) -> None:
        """`most`: requests, besides those for robots.txt; `standing`: what hosts asked for."""
        standing = standing or Standing()
        self.most = most
        self.stopped = standing.stopped
        self.answers: dict[str, RawSeen] = {}
        self.copies: dict[str, RobotsCopy] = {}
        self.asked = 0
        self._hosts: dict[str, HostState] = dict(standing.hosts)
        self._new: set[str] = set()
        self._left = 0

    def begin(self, stories: int) -> None:
        """Let the next crawl read so many stories."""
        self._left, self._new = stories, set()

    def expect(self, urls: Sequence[str]) -> None:
        """Nothing is looked up."""

    def seen(self, url: str) -> bool:
        """Whether a story is none of the first few."""
        if url not in self._new and len(self._new) < self._left:
            self._new.add(url)
        return url not in self._new

    def entry_hash(self, url: str) -> str | None:  # noqa: ARG002  # the protocol's
        """Nothing is known of earlier readings."""
        return None

    def validators(self, url: str) -> Validators | None:  # noqa: ARG002  # likewise
        """Nothing is asked conditionally."""
        return None

    def due_again(self) -> Sequence[str]:
        """Nothing is asked again."""
        return ()

    def robots(self, origin: str) -> RobotsCopy | None:
        """The copy read in this visit."""
        return self.copies.get(origin)

    def host(self, host: str) -> HostState | None:
        """What the host asked for in this visit."""
        return self._hosts.get(host)

    def kept(self, url: str, _listing: bool) -> RawSeen | None:
        """The answer an address gave in this visit."""
        return self.answers.get(url)

    def note(self, seen: Seen) -> None:
        """Remember an answer."""
        if isinstance(seen, RobotsSeen):
            self.copies[seen.copy_.origin] = seen.copy_
        elif isinstance(seen, HostSeen):
            if not seen.state.failures:  # a door that is shut says nothing about the next
                self._hosts[seen.state.host] = seen.state
        elif isinstance(seen, ListingSeen) and seen.status in _ENOUGH:
            self.most = self.asked  # whoever is asked too much is asked no more
        elif isinstance(seen, RawSeen):
            self.answers.setdefault(seen.url, seen)

    def robots_of(self, url: str) -> RobotsCopy | None:
        """The robots.txt that binds an address, if it was read."""
        return self.copies.get(origin_of(url))


async def visited(
    settings: Settings,
    source: Source,
    visit: Visit,
    *,
    stories: int,
    saved: Saved | None = None,
    only: str | None = None,
) -> Given:
    """Read a source's listing and its first stories; NotAllowed without a contact."""
    loopback_only = settings.contact is None
    if loopback_only and not all(is_loopback(host_of(url)) for url in source.urls):
        raise NotAllowed(
            "not read: set POLIFLASH_CONTACT to an address newsrooms can write to",
            subject=source.urls[0],
        )
    if visit.asked and not all(is_loopback(host_of(url)) for url in source.urls):
        await asyncio.sleep(source.delay)  # between two crawls as between two requests
    seen: list[Seen] = []

    def heard(event: Seen) -> None:
        seen.append(event)
        visit.note(event)

    plan = CrawlPlan(
        source=source,
        manual=not visit.asked,
        only=only,
        user_agent=user_agent(settings),
        loopback_only=loopback_only,
        timeout=_PATIENCE.total_seconds(),
        most=None if visit.most is None else max(visit.most - visit.asked, 0),
        stopped=visit.stopped,
    )
    visit.begin(stories)
    summary = await run_crawl(plan, visit, heard, saved or visit.kept)
    visit.asked += summary.requests
    return given(source, seen)


def given(source: Source, seen: Sequence[Seen]) -> Given:
    """The events of a crawl as listings, cards and problems."""
    listings = tuple(event for event in seen if isinstance(event, ListingSeen))
    pages = tuple(event for event in seen if isinstance(event, PageSeen))
    problems = [f"{x.url}: {x.problem.detail}" for x in listings if x.problem]
    problems += [f"{x.url}: {x.problem.detail}" for x in pages if x.problem]
    cards: list[Cleaned] = []
    for page in pages:
        if page.extracted is not None and page.problem is None:
            try:
                cards.append(cleaned(page.extracted, source))
            except CardError as error:
                problems.append(str(error))
    return Given(listings=listings, pages=pages, cards=tuple(cards), problems=tuple(problems))
