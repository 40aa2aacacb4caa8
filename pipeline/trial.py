"""A source or an address read without storing anything."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from pipeline.agent import user_agent
from pipeline.clean import cleaned
from pipeline.settings import Settings
from schemas.addresses import canonical, is_loopback
from schemas.crawl import (
    CrawlPlan,
    HostState,
    ListingSeen,
    PageSeen,
    RobotsCopy,
    Seen,
    Validators,
)
from schemas.decision import Cleaned
from schemas.errors import CardError, NotAllowed
from schemas.source import FeedRules, ListingRules, Source
from schemas.types import Record, Rights
from spiders.crawl import run_crawl

_PATIENCE = timedelta(minutes=2)


class _Forgetful:
    """A past in which nothing is known; after `pages` new stories everything is."""

    def __init__(self, pages: int) -> None:
        self._left = pages
        self._asked: set[str] = set()

    def seen(self, url: str) -> bool:
        if url not in self._asked and len(self._asked) < self._left:
            self._asked.add(url)
        return url not in self._asked

    def entry_hash(self, url: str) -> str | None:  # noqa: ARG002  # the protocol's
        return None

    def validators(self, url: str) -> Validators | None:  # noqa: ARG002  # likewise
        return None

    def due_again(self) -> Sequence[str]:
        return ()

    def robots(self, origin: str) -> RobotsCopy | None:  # noqa: ARG002  # likewise
        return None

    def host(self, host: str) -> HostState | None:  # noqa: ARG002  # likewise
        return None


class Trial(Record):
    """What a source or an address gave."""

    listings: tuple[ListingSeen, ...] = ()
    cards: tuple[Cleaned, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether there is a card with a title and nothing went wrong."""
        return bool(self.cards) and not self.problems

    def lines(self) -> Iterator[str]:
        """What was found, for a person."""
        for listing in self.listings:
            if listing.problem is None:
                yield f"{listing.url}: {listing.status}, {len(listing.links)} stories"
        for card in self.cards:
            yield ""
            yield from _card_lines(card)
        for problem in self.problems:
            yield f"! {problem}"


def _card_lines(card: Cleaned) -> Iterator[str]:
    published = card.published
    when = (published.instant or published.day) if published else "no date"
    shown = {
        "title": card.title,
        "teaser": card.teaser,
        "published": when,
        "language": card.language,
        "image": card.image.url if card.image else None,
        "authors": ", ".join(author.name for author in card.authors),
        "section": card.section,
        "topics": ", ".join(mark.topic for mark in card.topics),
        "url": card.url,
    }
    for field, value in shown.items():
        by = card.provenance.get(field)
        yield f"{field + ':':<11}{value or '–'}" + (f"   [{by}]" if by else "")


async def trial(settings: Settings, source: Source, pages: int) -> Trial:
    """Read a source's listing and up to `pages` stories; NotAllowed without a contact."""
    return await _read(settings, source, _Forgetful(pages), None)


async def tried(settings: Settings, url: str) -> Trial:
    """Read an address as a feed or, where it is none, as a story page."""
    address = canonical(url)
    as_feed = Source(
        slug="tried",
        name="tried",
        home=address,
        kind="feed",
        language="en",
        feed=FeedRules(urls=(address,), pages=False),
        rights=_EVERYTHING,
    )
    found = await _read(settings, as_feed, _Forgetful(5), None)
    if found.cards:
        return found
    as_page = as_feed.model_copy(
        update={
            "kind": "listing",
            "feed": None,
            "listing": ListingRules(urls=(address,), links="a[href='about:nothing']"),
        }
    )
    page = await _read(settings, as_page, _Forgetful(0), address)
    return page.model_copy(update={"listings": ()})


_EVERYTHING = Rights(text="teaser", images="hotlink")


async def _read(settings: Settings, source: Source, known: _Forgetful, only: str | None) -> Trial:
    loopback_only = settings.contact is None
    if loopback_only and not all(is_loopback(_host(url)) for url in source.urls):
        raise NotAllowed(
            "not read: set POLIFLASH_CONTACT to an address newsrooms can write to",
            subject=source.urls[0],
        )
    seen: list[Seen] = []
    plan = CrawlPlan(
        source=source,
        manual=True,
        only=only,
        user_agent=user_agent(settings),
        loopback_only=loopback_only,
        timeout=_PATIENCE.total_seconds(),
    )
    await run_crawl(plan, known, seen.append)
    return _trial(source, seen, only)


def _trial(source: Source, seen: Sequence[Seen], only: str | None) -> Trial:
    listings = tuple(event for event in seen if isinstance(event, ListingSeen))
    problems = [f"{x.url}: {x.problem.detail}" for x in listings if x.problem]
    cards: list[Cleaned] = []
    for event in seen:
        if not isinstance(event, PageSeen):
            continue
        if event.problem is not None:
            problems.append(f"{event.url}: {event.problem.detail}")
        elif event.extracted is not None:
            try:
                cards.append(cleaned(event.extracted, source))
            except CardError as error:
                problems.append(str(error))
    if not cards and not problems and only is None:
        problems.append(f"{source.urls[0]}: no story was recognised; look at the link selector")
    return Trial(listings=listings, cards=tuple(cards), problems=tuple(problems))


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
