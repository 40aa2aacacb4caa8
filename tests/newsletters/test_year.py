"""A year in which newsletter tools of every kind poll, and what they mailed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest

from pipeline.cutoffs import next_cut
from pipeline.store import publication
from tests.newsletters.press import Press
from tests.newsletters.tools import Feed, Tool, tools_for
from tests.newsletters.year import DAY, ENERGY, EVERY, NOT, Year

START = datetime(2026, 1, 1, 11, 0, 30, tzinfo=UTC)
STORIES_OF_A_KIND = 4
SEED = 20260101
EDITIONS = "editions/letter/latest"
LETTER = 'hold = "60m"\neditions = { every = "week", weekday = "monday", at = "08:00" }'
TOPIC = 'hold = "60m"\nsuffixes = []\nfilter = { topics = ["energy"] }'


class Played:
    """The year, and what its tools mailed."""

    def __init__(self, folder: Path) -> None:
        """Play it."""
        self.press = Press(folder, START, letter=LETTER, energy=TOPIC)
        self.press.at(START)
        self.feeds = [Feed(name) for name in (*EVERY, ENERGY)]
        self.tools = [tool for feed in self.feeds for tool in tools_for(feed, START)]
        latest = Feed(EDITIONS)  # there for a week: who polls more seldom misses some
        self.feeds.append(latest)
        self.tools += tools_for(latest, START, longest=7 * DAY)
        self.year = Year(self.press, seed=SEED)
        self.year.fill(START + 2 * DAY, 310, STORIES_OF_A_KIND)
        self.year.then(START + 150 * DAY, lambda: self._rename("energy", "desk/power"))
        self.year.then(START + 340 * DAY, lambda: self._rename("letter", "mail"))
        for at, happenings in groupby(self.year.happenings(), key=itemgetter(0)):
            self._until(at)
            self.press.now = at
            for _, what in happenings:
                what()
            self._publish()
        self._until(START + 365 * DAY)
        self.press.store.close()

    def _rename(self, name: str, to: str) -> None:
        """A newsletter has another name: tools are led on to it."""
        self.press.rename(name, to)
        self.press.publisher.publish()
        for feed in self.feeds:
            feed.address = feed.address.replace(name, to)

    def _publish(self) -> None:
        if self.press.publisher.due():
            self.press.publisher.publish()
        for feed in self.feeds:
            path = self.press.public / "feeds" / f"{feed.address}.rss"
            if path.exists():
                feed.serve(path.read_bytes())

    def _until(self, end: datetime) -> None:
        """Publish whenever something becomes ready, and let the tools poll in between."""
        while (ready := self._ready()) <= end:
            self._poll(ready)
            self.press.now = ready
            self._publish()
        self._poll(end)

    def _ready(self) -> datetime:
        rules = [v.channel.editions for v in self.press.publisher.variants.values()]
        cut = min(next_cut(rule, self.press.now) for rule in rules if rule is not None)
        with self.press.store.reading() as c:
            return min(cut, publication.next_ready(c) or cut)

    def _poll(self, until: datetime) -> None:
        for tool in self.tools:
            tool.poll(until)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The year is played once."""
    yield Played(tmp_path_factory.mktemp("year"))


def owed(played: Played, story: str, tool: Tool) -> frozenset[int]:
    """How often a tool must have mailed a story.

    What was hidden while its edition was the latest comes back into one that is not any more.
    """
    latest = tool.feed.name == EDITIONS
    owed = played.year.owed[story].get("letter" if latest else tool.feed.name, NOT)
    return owed.by_guid if tool.how == "guid" and not latest else owed.otherwise


def mailed(played: Played, story: str, tool: Tool) -> int:
    """How often it did, in whatever language."""
    return sum(tool.sent[card] for card in played.year.cards[story])


@pytest.mark.slow
def test_every_story_is_mailed_exactly_once(played: Played) -> None:
    """Requirements 56, 57 and 58: By guid, date and window; each rhythm from minutes to a month."""
    wrong = [
        f"{tool.name}: {story} {mailed(played, story, tool)} times"
        for tool in played.tools
        for story in played.year.owed
        if mailed(played, story, tool) not in owed(played, story, tool)
    ]
    assert wrong == []


@pytest.mark.slow
def test_nobody_mailed_what_was_mended_in_time(played: Played) -> None:
    """A title that an editor corrected during the hold is the only one there ever was."""
    wanted = {c: title for s, title in played.year.titles.items() for c in played.year.cards[s]}
    found = [
        (card, title)
        for tool in played.tools
        for card, title in tool.titles.items()
        if title != wanted.get(card, title)
    ]
    assert (found, len(wanted)) == ([], STORIES_OF_A_KIND)
