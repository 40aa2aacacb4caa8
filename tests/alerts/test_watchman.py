"""Faults of ours, and who is paged for them."""

import pytest

from pipeline.alerts.watchman import Watchman
from pipeline.alerts.ways import ways_of
from pipeline.store import incidents
from pipeline.store.store import engine_for
from tests.alerts.conftest import Desk
from tests.receivers import Hook, Post

WELL = {"store": "", "crawler": "", "scheduler": ""}
DEAD = {**WELL, "crawler": "the crawler does not live"}


class Ward:
    """A watchman whose house is well or not, as a test says."""

    def __init__(self, desk: Desk, hook: Hook) -> None:
        """Everything is well."""
        self.desk = desk
        self.hook = hook
        self.found = dict(WELL)
        self.watchman = self.begun()

    def begun(self) -> Watchman:
        """A watchman who knows nothing yet."""
        operator = {"operator_webhook": self.desk.settings.editors_webhook}
        settings = self.desk.settings.model_copy(update=operator)
        return Watchman(self.desk.store, ways_of(settings), lambda: self.found, now=self.desk.time)

    def rounds(self, seconds: int) -> None:
        """So much time passes."""
        for _ in range(seconds // 10):
            self.watchman.round()
            self.desk.later(seconds=10)

    def told(self) -> list[tuple[str, str]]:
        """Event and subject of everything the operator got."""
        return [(event, subject) for event, subject, _ in self.hook.told()]


@pytest.fixture
def ward(desk: Desk, hook: Hook) -> Ward:
    """A house that is watched."""
    return Ward(desk, hook)


def test_a_dead_crawler_pages_the_operator_once(ward: Ward, post: Post) -> None:
    """And once more when a new one lives; editors hear nothing of it."""
    ward.rounds(60)
    ward.found = dict(DEAD)
    ward.rounds(300)
    ward.found = dict(WELL)
    ward.rounds(60)
    assert ward.told() == [("opened", "crawler"), ("closed", "crawler")]
    assert post.mails == []


def test_a_crawler_that_is_replaced_is_no_fault(ward: Ward) -> None:
    """Nobody is woken for the seconds a restart takes."""
    for _ in range(5):
        ward.found = dict(DEAD)
        ward.rounds(20)
        ward.found = dict(WELL)
        ward.rounds(20)
    assert ward.told() == []


def test_a_restart_of_ours_tells_nothing_again(ward: Ward) -> None:
    """What was open when we died is open when we start, and its end is told."""
    ward.found = dict(DEAD)
    ward.rounds(60)
    ward.watchman = ward.begun()
    ward.rounds(60)
    ward.watchman, ward.found = ward.begun(), dict(WELL)
    ward.rounds(20)
    assert ward.told() == [("opened", "crawler"), ("closed", "crawler")]


def test_a_store_that_is_away_pages_without_it(ward: Ward) -> None:
    """The one fault that cannot be noted is told all the same, once, and so is its end."""
    whole = ward.desk.store.engine
    ward.desk.store.engine = engine_for("sqlite:////none/there/at/all.sqlite")
    ward.rounds(300)
    assert ward.told() == [("opened", "store")]
    assert "unable to open database file" in ward.hook.got[0]["reason"]
    ward.desk.store.engine.dispose()
    ward.desk.store.engine = whole
    ward.rounds(30)
    assert ward.told() == [("opened", "store"), ("closed", "store")]


def test_a_page_that_cannot_be_sent_is_tried_again(ward: Ward) -> None:
    """Also without the store."""
    ward.hook.status = 503
    ward.found = {**WELL, "store": "disk I/O error"}
    ward.rounds(120)
    ward.hook.status = 200
    ward.rounds(120)
    assert ward.told() == [("opened", "store")]


def test_editors_are_told_by_the_same_rounds(ward: Ward, hook: Hook) -> None:
    """What a run noted is told within a round."""
    ward.desk.wrong()
    ward.watchman.round()
    assert hook.told() == [("opened", "ateneo", "held")]


def test_a_fault_is_the_operators_in_the_store(ward: Ward) -> None:
    """So that commands and the API show it as such."""
    ward.found = dict(DEAD)
    ward.rounds(60)
    with ward.desk.store.reading() as c:
        (one,) = incidents.current(c)
    assert (one.subject, one.kind, one.audience) == ("crawler", "fault", "operator")
