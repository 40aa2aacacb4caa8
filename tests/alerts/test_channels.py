"""The daily look at published channels."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from pipeline.alerts.channels import Watch
from pipeline.alerts.shares import collapsed
from pipeline.clock import StrictClock
from pipeline.settings import Settings
from pipeline.store import cards, incidents
from pipeline.store import tables as t
from pipeline.store.store import Store, opened
from tests.builders import NOON, card, channel, source

PICTURE = {"url": "https://a.example/x.jpg"}


class Channels:
    """A channel that is published to day by day."""

    def __init__(self, store: Store) -> None:
        """The channel `all`, and the source `ateneo`."""
        self.store = store
        self.now = NOON
        self.watch = self.begun()

    def begun(self, *names: str) -> Watch:
        """A watch that knows nothing yet, over these channels."""
        made = [channel(name=name) for name in names or ("all",)]
        return Watch(self.store, made, {"ateneo": source()})

    def time(self) -> datetime:
        """The time it is."""
        return self.now

    def day(self, *wanted: dict[str, object], history: bool = False) -> None:
        """A day on which these cards are released, and its look."""
        with self.store.writing() as c:
            for values in wanted:
                made = card(history=history, first_seen=self.now, **values)
                cards.save(c, made, cause="test", changed=(), at=self.now)
                row = {"variant": "all", "story": made.story, "card": made.id, "at": self.now}
                c.execute(t.release.insert(), [row])
        self.watch.daily()
        self.now += timedelta(days=1)

    def wrong(self) -> list[tuple[str, str]]:
        """Subject and kind of what is wrong."""
        with self.store.reading() as c:
            return [(one.subject, one.kind) for one in incidents.current(c)]


@pytest.fixture
def channels(empty: Store) -> Iterator[Channels]:
    """A channel without cards."""
    found = Channels(empty)
    empty.clock = StrictClock(found.time)
    yield found


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with nothing in it."""
    store = opened(Settings(data=tmp_path_factory.mktemp("data")))
    yield store
    store.close()


def test_a_channel_that_falls_silent(channels: Channels) -> None:
    """It is quiet for longer than its history explains, until something new comes."""
    for _ in range(40):
        channels.day({})
    assert channels.wrong() == []
    for _ in range(12):
        channels.day()
    assert channels.wrong() == [("feeds/all", "quiet")]
    channels.day({})
    channels.day()
    assert channels.wrong() == []


def test_a_language_that_disappears(channels: Channels) -> None:
    """Every third card was in English, then none is."""
    for _ in range(35):
        channels.day({}, {}, {"language": "en"})
    assert channels.wrong() == []
    for _ in range(20):
        channels.day({}, {})
    assert channels.wrong() == [("feeds/all", "language")]


def test_history_is_no_news(channels: Channels) -> None:
    """What comes with a first run neither breaks a silence nor shifts a share."""
    for _ in range(40):
        channels.day({})
    for _ in range(12):
        channels.day(*[{"language": "en"}] * 5, history=True)
    assert channels.wrong() == [("feeds/all", "quiet")]


def test_a_restart_looks_no_second_time(channels: Channels) -> None:
    """The day is in the store."""
    for _ in range(60):
        channels.watch = channels.begun()
        channels.day({})
        channels.watch = channels.begun()
        channels.watch.daily()
    assert channels.wrong() == []


def test_what_is_no_longer_published_is_forgotten(channels: Channels) -> None:
    """With its incidents; so is a source that is no longer read."""
    for _ in range(40):
        channels.day({})
    for _ in range(12):
        channels.day()
    channels.watch = channels.begun("other")
    channels.day()
    assert channels.wrong() == []


@pytest.mark.parametrize(
    ("before", "recent", "kinds"),
    [
        (["it+"] * 100, ["it"] * 40, ["picture"]),
        (["it+", "it"] * 50, ["it"] * 34 + ["it+"] * 6, ["picture"]),
        (["it+", "it"] * 50, ["it"] * 28 + ["it+"] * 12, []),
        (["it+", "en+"] * 50, ["en+"] * 40, ["language"]),
        (["it+"] * 95 + ["en+"] * 5, ["it+"] * 40, []),
        (["it+", "en+"] * 20, ["en"] * 40, []),
        (["it", "en"] * 50, ["it+", "en+"] * 20, []),
    ],
)
def test_a_share_that_collapses(before: list[str], recent: list[str], kinds: list[str]) -> None:
    """Less than half of what it was, and less than chance explains; few cards say nothing."""
    assert [kind for kind, _ in collapsed((*before, *recent))] == kinds


def test_the_reason_names_the_figures() -> None:
    """What was, and what is."""
    ((_, reason),) = collapsed(["it+", "en+"] * 50 + ["it+"] * 40)
    assert reason == "0% of the latest 40 cards are in en (was 50%)"
