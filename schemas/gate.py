"""What the gate is told about a run, what it remembers, what it says."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from schemas.card import StoryCard
from schemas.crawl import ListingSeen
from schemas.types import Record

COVERED = ("date", "image", "teaser")
"""The fields whose coverage is watched."""


class Coverage(Record):
    """How many of a source's latest cards have what readers miss first."""

    cards: int = 0
    date: int = 0
    image: int = 0
    teaser: int = 0

    def share(self, field: str) -> float:
        """The part of the cards that has `date`, `image` or `teaser`; 0 without cards."""
        return int(getattr(self, field)) / self.cards if self.cards else 0.0


def coverage(cards: Iterable[StoryCard]) -> Coverage:
    """The coverage of some cards; stock pictures count as none."""
    counted = list(cards)
    return Coverage(
        cards=len(counted),
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
    future: int = Field(default=0, ge=0)
    """Stories rejected because their date is in the future."""
    withdrawn: int = Field(default=0, ge=0)
    """Cards whose page is gone, confirmed."""


class History(Record):
    """What the gate remembers of a source's passed runs."""

    passed: bool = False
    """Whether a run ever passed."""
    links: dict[str, tuple[int, ...]] = {}
    """Listing or feed → links recognised on its first page at the latest runs, newest last."""
    coverage: Coverage = Coverage()
    """Of the latest 20 cards at the last passed run."""


class Verdict(Record):
    """Whether what a run found may be published."""

    outcome: Literal["passed", "held", "blocked", "failed"]
    reason: str = ""
    """One line for a person; '' for a run that passed without remark."""
    figures: dict[str, float] = {}
    """What was compared."""
    hold_withdrawals: bool = False
    """Whether the run's withdrawals wait for an editor although the run passed."""
