"""The daily look at published channels."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import pytest

from pipeline.alerts.channels import Watch
from pipeline.alerts.shares import collapsed
from pipeline.clock import StrictClock
from pipeline.settings import Settings
from pipeline.store import cards, incidents
from pipeline.store import tables as t
from pipeline.store.store import Store, opened
from schemas.incident import Trouble
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

    def day(self, *wanted: Mapping[str, object], history: bool = False) -> None:
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


def test_what_a_source_explains_is_told_once(channels: Channels) -> None:
    """A channel whose cards mostly come from a source in trouble is not reported besides."""
    for _ in range(40):
        channels.day({})
    with channels.store.writing() as c:
        incidents.noted(c, Trouble(subject="ateneo", kind="quiet", reason="quiet"), channels.now)
    for _ in range(12):
        channels.day()
    assert channels.wrong() == [("ateneo", "quiet")]


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
        (["it+a"] * 100, ["it-a"] * 40, ["picture"]),
        (["it+a", "it-a"] * 50, ["it-a"] * 34 + ["it+a"] * 6, ["picture"]),
        (["it+a", "it-a"] * 50, ["it-a"] * 28 + ["it+a"] * 12, []),
        (["it+a", "en+a"] * 50, ["en+a"] * 40, ["language"]),
        (["it+a"] * 95 + ["en+a"] * 5, ["it+a"] * 40, []),
        (["it+a", "en+a"] * 20, ["en-a"] * 40, []),
        (["it-a", "en-a"] * 50, ["it+a", "en+a"] * 20, []),
    ],
)
def test_a_share_that_collapses(before: list[str], recent: list[str], kinds: list[str]) -> None:
    """Less than half of what it was, and less than chance explains; few cards say nothing."""
    assert [kind for kind, _ in collapsed((*before, *recent))] == kinds


def test_a_language_whose_source_is_in_trouble() -> None:
    """What its own incident says is not said again."""
    marks = ["it+a", "en+b"] * 50 + ["it+a"] * 40
    assert list(collapsed(marks, {"b"})) == []


def test_the_reason_names_the_figures() -> None:
    """What was, and what is."""
    ((_, reason),) = collapsed(["it+a", "en+a"] * 50 + ["it+a"] * 40)
    assert reason == "0% of the latest 40 cards are in en (was 50%)"
