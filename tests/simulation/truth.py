"""What must have come of everything that the crawls of the year were told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.simulation.crawl import Told
from tests.simulation.records import Story

_SECOND_LOOK = timedelta(minutes=10)


@dataclass
class Expected:
    """One story in one language, as its card must be."""

    language: str
    story: Story
    """The copy that leads."""
    first: datetime
    """When it was first told in a run that passed."""
    updated: datetime
    """When what readers see was last told anew."""
    title: str
    text: tuple[str, ...]
    news: bool
    """Whether it came after its newsroom's first run."""
    urls: set[str] = field(default_factory=set)
    """Every address it was told at."""
    rooms: set[str] = field(default_factory=set)
    """Every newsroom's version that was told."""
    proper: datetime | None = None
    """When its own newsroom told it: only that knows of translations."""
    suspected: datetime | None = None
    withdrawn: datetime | None = None
    back: bool = False
    """Whether it was told again after it was withdrawn."""


class Truth:
    """Fed with what each passed run told."""

    def __init__(self, languages: Mapping[str, str], authorities: Mapping[str, int]) -> None:
        """By source, its language and which of two copies leads."""
        self._languages = languages
        self._authorities = authorities
        self._known: set[str] = set()
        self._told: set[str] = set()
        """The stories that were read, by their keys."""
        self.cards: dict[tuple[str, str], Expected] = {}
        self.untold: dict[str, Story] = {}
        """Stories that were listed in a run that passed and never read."""

    def passed(
        self, source: str, told: Sequence[Told], listed: Iterable[Story], now: datetime
    ) -> None:
        """A run passed."""
        news = source in self._known
        self._known.add(source)
        for one in told:
            if one.status == 200:
                self._read(one, news=news, now=now)
            else:
                self._missing(one, now)
        self.untold |= {story.key: story for story in listed}
        for key in self._told & self.untold.keys():
            del self.untold[key]

    def _read(self, one: Told, *, news: bool, now: datetime) -> None:
        story, language = one.story, self._languages[one.story.room]
        card = self.cards.get((story.truth, language))
        if card is None:
            card = Expected(language, story, now, now, one.title, one.text, news)
            self.cards[story.truth, language] = card
        elif card.story.key == story.key:
            if (card.title, card.text) != (one.title, one.text):
                card.title, card.text, card.updated = one.title, one.text, now
            card.back = card.back or card.withdrawn is not None
            card.suspected = card.withdrawn = None
        elif self._authorities[story.room] > self._authorities[card.story.room]:
            card.story, card.title, card.text, card.updated = story, one.title, one.text, now
        if card.proper is None and (story.twin or story.key == story.truth):
            card.proper = now
        card.urls.add(one.url)
        card.rooms.add(story.key)
        self._told.add(story.key)

    def _missing(self, one: Told, now: datetime) -> None:
        card = self.cards.get((one.story.truth, self._languages[one.story.room]))
        if card is None or card.story.key != one.story.key or card.withdrawn:
            return
        if one.url != one.address and one.address in card.urls:
            return  # it only moved
        if card.suspected is None:
            card.suspected = now
        elif now - card.suspected >= _SECOND_LOOK:
            card.withdrawn = now
