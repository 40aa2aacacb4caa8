"""The real pipe from pages to accepted cards, without a network and without documents."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ParamSpec, TypeVar

from pipeline.accept import Placing
from pipeline.cleaning import Outcome, stories_of
from pipeline.clock import StrictClock
from pipeline.intake import Intake
from pipeline.raw.keeping import Keeping
from pipeline.raw.shelf import Shelf
from pipeline.readers import done
from pipeline.renaming import renamed
from pipeline.settings import Settings
from pipeline.settle import Crawled, settled
from pipeline.store import cards, runs
from pipeline.store.store import FILE, Store, address, engine_for, opened
from pipeline.tally import Tally
from schemas.card import StoryCard
from schemas.crawl import CrawlSummary, ListingSeen, PageSeen, Problem
from schemas.order import Order
from schemas.run import Run
from schemas.source import Source

P = ParamSpec("P")
T = TypeVar("T")
PLACING = Placing(variants=(), recent=timedelta(days=3))
START = datetime(2026, 3, 2, 12, tzinfo=UTC)


@cache
def _empty() -> bytes:
    """A store with nothing in it; made once, because migrations take their time."""
    with TemporaryDirectory() as folder:
        opened(Settings(data=Path(folder))).close()
        return Path(folder, FILE).read_bytes()


_CLEANED: dict[tuple[str, str], Outcome] = {}


def once(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
    """Where all mills have their pages cleaned: the same page of a source no second time."""
    if work is not stories_of:
        return done(work, *args, **kwargs)
    part, source = args
    assert isinstance(part, tuple) and isinstance(source, Source)
    found: Any = [_once(page, source) for page in part]
    return done(lambda: found)


def _once(page: PageSeen, source: Source) -> Outcome:
    key = repr(page), repr(source)
    if key not in _CLEANED:
        (_CLEANED[key],) = stories_of([page], source)
    return _CLEANED[key]


class Mill:
    """A store, and crawls of one source after the other."""

    def __init__(self, folder: Path) -> None:
        """An empty store below `folder`."""
        settings = Settings(data=folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_bytes(_empty())
        self.now = START
        self.store = Store(engine_for(address(settings)), StrictClock(lambda: self.now))
        self.shelf = Shelf(folder / "pages", "test")
        self.declared: dict[str, Source] = {}

    def declare(self, *sources: Source) -> None:
        """From now on these are the sources that have a file."""
        self.declared = {source.slug: source for source in sources}
        renamed(self.store, self.declared)

    def crawl(
        self, source: Source, pages: Iterable[PageSeen], links: Iterable[str] | None = None
    ) -> Run:
        """A run that reads a listing and these pages, an hour after the one before.

        Without `links` the listing names the pages that could be read.
        """
        self.now += timedelta(hours=1)
        pages = list(pages)
        named = [page.url for page in pages if page.problem is None] if links is None else links
        with self.store.writing() as c:
            run, _ = runs.enqueue(c, Order(trigger="manual", source=source.slug), self.now)
        tally = Tally()
        keeping = Keeping(self.store, self.shelf, source.slug, run.id)
        authorities = {slug: declared.authority for slug, declared in self.declared.items()}
        intake = Intake(self.store, source, authorities, run.id, tally, keeping, once)
        intake.take(ListingSeen(url=source.urls[0], status=200, links=tuple(named)))
        for page in pages:
            intake.take(page)
        intake.flush()
        with self.store.writing() as c:
            return settled(c, Crawled(source, run, tally, CrawlSummary()), PLACING, self.now)

    def cards(self, state: str = "live") -> dict[str, StoryCard]:
        """Id → card, of all in a state."""
        with self.store.reading() as c:
            return {card.id: card for card in cards.page_of(c, limit=10_000, state=state)}

    def do(self, work: Callable[..., object], *args: object, **named: object) -> object:
        """Something done in a transaction."""
        with self.store.writing() as c:
            return work(c, *args, **named)

    def close(self) -> None:
        """Let the store go."""
        self.store.close()


def gone(url: str, status: int = 404) -> PageSeen:
    """A page that answers an error."""
    problem = Problem(code="gone" if status in (404, 410) else "http", detail=f"answers {status}")
    return PageSeen(url=url, status=status, problem=problem)


def ids_by_title(mill: Mill) -> Mapping[str, str]:
    """Title → id of the live cards."""
    return {card.title: card_id for card_id, card in mill.cards().items()}
