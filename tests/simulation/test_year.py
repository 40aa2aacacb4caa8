"""A simulated year of twelve newsrooms, and what must be true at its end."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
import structlog

from pipeline.logs import set_up_logs
from pipeline.settings import settings_from
from schemas.incident import Incident
from tests.simulation.found import Found, found_in
from tests.simulation.life import Life
from tests.simulation.newsrooms import NEWSROOMS
from tests.simulation.records import Turn, day

pytestmark = pytest.mark.slow
SEVERAL = 5
"""How often a year must see a thing to prove anything about it."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Name with every test the words that its year is lived through again with."""
    if "life" in metafunc.fixturenames:
        seed = metafunc.config.getoption("--year-seed")
        again = [f"--year-seed={seed}"]
        metafunc.parametrize("life", [seed], indirect=True, ids=again, scope="module")


def _minting(seed: int) -> Callable[[], str]:
    """Ids by chance, the same ones in the same year: ids break ties."""
    random = Random(f"ids of {seed}")
    return lambda: UUID(int=random.getrandbits(128), version=4).urn


@pytest.fixture(scope="module")
def life(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Life]:
    """The year, lived through once for all tests."""
    folder = tmp_path_factory.mktemp("year")
    settings = settings_from(
        data=folder / "data",
        public=folder / "public",
        own_sources=False,
        contact="newsroom@poliflash.example",
    )
    set_up_logs(quiet=True)
    lived = Life(settings, request.param)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pipeline.intake.mint", _minting(request.param))
        seconds = lived.live()
    runs, stories = lived.outcomes, len(lived.truth.cards)
    asked = f"{runs.total()} runs {dict(runs)}, {lived.world.requests} requests"
    print(f"\n{asked}, {stories} cards, {seconds:.0f} CPU s")
    yield lived
    lived.close()
    structlog.reset_defaults()


@pytest.fixture(scope="module")
def found(life: Life) -> Found:
    """What it left in the store."""
    return found_in(life)


def test_every_story_of_a_listing_was_read(life: Life) -> None:
    """No story that a healthy run saw listed was left unread."""
    assert life.truth.untold == {}


@pytest.mark.parametrize(
    "wrong",
    [
        *("lost", "doubled", "moved", "shared", "misdated", "stale", "unfolded"),
        *("standing", "apart", "mailed_twice", "unmailed"),
    ],
)
def test_no_story_is(found: Found, wrong: str) -> None:
    """Of all stories of the year there is none of which `Found` tells this."""
    assert getattr(found, wrong)() == []


def test_retractions_are_found(life: Life, found: Found) -> None:
    """Every story that its newsroom took away within days was looked at again."""
    late = [
        card.story.key
        for card in found.expected.values()
        if (gone := card.story.gone) and not card.withdrawn
        if card.first < gone[0] < found.until - timedelta(days=14) and gone[1] > found.until
    ]
    assert late == []


def test_each_incident_is_told_once(life: Life) -> None:
    """Every trouble of a newsroom is told when it begins and when it ends, and nothing else is."""
    told = [
        (m.incident.subject, m.incident.kind, m.event)
        for m in life.editors.messages
        if not m.incident.subject.startswith("feeds/")
    ]
    wanted = [
        (room.slug, turn.told, event)
        for room in NEWSROOMS
        for turn in room.turns
        if turn.told
        for event in ("opened", "closed")
    ]
    assert sorted(told) == sorted(wanted)


def test_channels_are_called_quiet_with_reason(life: Life, found: Found) -> None:
    """A channel is told of only where it brought nothing for longer than ever before."""
    channels = [m.incident for m in life.editors.messages if m.incident.subject[:6] == "feeds/"]
    assert [incident.subject for incident in channels if not found.silent(incident)] == []


def test_incidents_are_told_in_their_time(life: Life) -> None:
    """None is told before it begins, nor of its end before it ended."""
    early = [
        (message.incident.subject, message.event)
        for message in life.editors.messages
        if (turn := _turn_of(message.incident)) is not None
        if message.at < day(turn.start if message.event == "opened" else turn.end)
    ]
    assert early == []


def _turn_of(incident: Incident) -> Turn | None:
    """What happened to a newsroom last of what an incident tells."""
    of_room = [turn for room in NEWSROOMS if room.slug == incident.subject for turn in room.turns]
    its = [turn for turn in of_room if turn.told == incident.kind]
    begun = [turn for turn in its if day(turn.start) <= incident.opened]
    return next(iter(begun[-1:] or its), None)


def test_the_year_is_full(life: Life, found: Found) -> None:
    """It has its twelve newsrooms and thousands of runs, and everything happens several times."""
    rare = {what: count for what, count in found.happened().items() if count < SEVERAL}
    assert (len({room.host for room in NEWSROOMS}), rare) == (12, {})
    assert life.outcomes.total() >= 2000


def test_nobody_is_paged(life: Life) -> None:
    """What happens to newsrooms is no fault of ours."""
    assert life.operator.messages == []


def test_nothing_is_held_for_ever(found: Found) -> None:
    """At the end of the year nothing waits for an editor."""
    assert found.held == ()


def test_every_source_is_well(found: Found) -> None:
    """At the end of the year every newsroom is read."""
    assert {slug for slug, health in found.health.items() if health != "passed"} == set()
