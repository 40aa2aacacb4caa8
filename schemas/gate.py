"""What the gate is told about a run, what it remembers, what it says."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from schemas.card import StoryCard
from schemas.crawl import ListingSeen
from schemas.rhythm import Rhythm
from schemas.types import Instant, Record

COVERED = ("title", "date", "image", "teaser")
"""The fields whose coverage is watched."""


class Coverage(Record):
    """How many of a source's latest cards have what readers miss first."""

    cards: int = 0
    title: int = 0
    """Titles that differ: a card without one is none, but a broken site gives all the same."""
    date: int = 0
    image: int = 0
    teaser: int = 0

    def share(self, field: str) -> float:
        """The part of the cards that has one of `COVERED`; 0 without cards."""
        return int(getattr(self, field)) / self.cards if self.cards else 0.0


def coverage(cards: Iterable[StoryCard]) -> Coverage:
    """The coverage of some cards; stock pictures count as none."""
    counted = list(cards)
    return Coverage(
        cards=len(counted),
        title=len({card.title for card in counted}),
        date=sum(card.published is not None for card in counted),
        image=sum(card.image is not None and not card.image.fallback for card in counted),
        teaser=sum(bool(card.teaser) for card in counted),
    )


class RunFacts(Record):
    """What a crawl came to, before anything of it is public."""

    kind: str
    """The source's."""
    listings: tuple[ListingSeen, ...] = ()
    """The first page of each listing, or each feed."""
    titles: tuple[str, ...] = ()
    """Of the cards this run made or changed."""
    latest: Coverage = Coverage()
    """Of the source's latest 20 cards, this run's among them."""
    read: int = Field(default=0, ge=0)
    """Story pages and feed items that gave a card or were not modified."""
    refused: int = Field(default=0, ge=0)
    """Story pages that robots.txt or the server forbids."""
    unread: int = Field(default=0, ge=0)
    """Story pages that gave nothing for another reason."""
    untitled: int = Field(default=0, ge=0)
    """Stories rejected because their page gives no title."""
    future: int = Field(default=0, ge=0)
    """Stories rejected because their date is in the future."""
    withdrawn: int = Field(default=0, ge=0)
    """Cards whose page is gone, confirmed."""
    fresh: int = Field(default=0, ge=0)
    """Cards that were not known before."""
    at: Instant | None = None
    """When the run ended; without it nothing is said or learnt of the source's rhythm."""
    every: timedelta = timedelta(hours=2)
    """How often the source is run."""


class Measure(Record):
    """What a run came to, as far as the next ones are measured by it."""

    links: dict[str, int] = {}
    """Listing or feed → links recognised on its first page; only those that answered."""
    coverage: Coverage = Coverage()


def _several(value: Any) -> Any:
    return (value,) if isinstance(value, dict | Coverage) else value  # stores kept one before


class History(Record):
    """What the gate remembers of a source's passed runs; bounded, whatever their number."""

    passed: bool = False
    """Whether a run ever passed."""
    links: dict[str, tuple[int, ...]] = {}
    """Listing or feed → links recognised on its first page at the latest runs, newest last."""
    coverage: Annotated[tuple[Coverage, ...], BeforeValidator(_several)] = ()
    """Of the source's latest 20 cards, taken each time that it had 20 new ones, newest last."""
    fresh: int = 0
    """New cards since coverage was last taken."""
    rhythm: Rhythm = Rhythm()
    held: Measure | None = None
    """Of the latest run, where it was held: an editor who accepts it makes it the measure."""
    figures: dict[str, float] = {}
    """Of the latest verdict."""


class Verdict(Record):
    """Whether what a run found may be published."""

    outcome: Literal["passed", "quiet", "held", "blocked", "failed"]
    """`quiet`: passed, but nothing new came for longer than the source's history explains."""
    reason: str = ""
    """One line for a person; '' for a run that passed without remark."""
    figures: dict[str, float] = {}
    """What was compared."""
    hold_withdrawals: bool = False
    """Whether the run's withdrawals wait for an editor although the run passed."""

    @property
    def passes(self) -> bool:
        """Whether what the run found is published."""
        return self.outcome in ("passed", "quiet")
