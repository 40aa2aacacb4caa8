"""What waits for an editor, and what becomes of it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from schemas.errors import UnknownError
from tests.pipeline.settling import HOME, Newsdesk, story

BROKEN = [story(name, title="Ateneo") for name in ("d", "e", "f")]
MENDED = [story(name) for name in ("d", "e", "f")]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Newsdesk]:
    """A source whose first run brought three stories, yesterday."""
    found = Newsdesk(tmp_path)
    found.run(story("a"), story("b"), story("c"))
    found.later(days=1)
    yield found
    found.store.close()


def test_held_cards_are_not_public(desk: Newsdesk) -> None:
    """All of a run that looks wrong wait, new ones and changed ones."""
    run = desk.run(*BROKEN, story("a", title="Ateneo"))
    assert (run.outcome, run.reason) == ("held", "all 4 cards have one title: Ateneo")
    assert (set(desk.public()), desk.public()["a"].title) == ({"a", "b", "c"}, "La storia a")
    assert len(desk.held()) == 4


def test_the_last_good_is_shown_beside_what_was_found(desk: Newsdesk) -> None:
    """Field by field, of those that differ; of a new card there is nothing good yet."""
    desk.run(*BROKEN, story("a", title="Ateneo"))
    shown = {card.url: card for card in desk.held()}
    changed, new = shown[f"{HOME}/a"], shown[f"{HOME}/d"]
    assert (changed.action, new.action, changed.live, new.live) == ("updated", "new", True, False)
    assert [(x.field, x.old, x.new) for x in changed.fields] == [("title", "La storia a", "Ateneo")]
    assert ("title", "", "Ateneo") in [(x.field, x.old, x.new) for x in new.fields]


def test_a_healthy_run_supersedes_what_it_confirms(desk: Newsdesk) -> None:
    """The cards that it read go out as it read them; the others wait on."""
    desk.run(*BROKEN)
    desk.later(hours=2)
    run = desk.run(*MENDED[:2])
    assert (run.outcome, desk.health(), desk.wrong()) == ("passed", "passed", [])
    assert {desk.public()[name].title for name in "de"} == {"La storia d", "La storia e"}
    assert [card.url for card in desk.held()] == [f"{HOME}/f"]


def test_a_healthy_run_supersedes_a_withdrawal_that_it_repeats(desk: Newsdesk) -> None:
    """A page that was found gone while the newsroom was redesigned is gone: nothing waits on."""
    for links in (24, 5, 24, 24):
        desk.run(gone=[f"{HOME}/a"], links=links)
        desk.later(hours=2)
    assert (set(desk.public()), desk.held()) == ({"b", "c"}, [])


def test_a_held_source_goes_on_being_tried(desk: Newsdesk) -> None:
    """At its usual pace."""
    desk.run(*BROKEN)
    assert desk.due() == desk.now + timedelta(hours=2)


def test_an_accepted_card_is_public(desk: Newsdesk) -> None:
    """One of them; the others wait on."""
    desk.run(*BROKEN)
    run = desk.decide("accept", desk.held()[0].card)
    assert (len(run.added), len(desk.held()), len(desk.public())) == (1, 2, 4)


def test_an_accepted_source_is_how_it_is_from_now_on(desk: Newsdesk) -> None:
    """A listing that is shorter for good is held once."""
    assert desk.run(*MENDED, links=5).outcome == "held"
    desk.decide("accept", "ateneo")
    assert (len(desk.public()), desk.held(), desk.due()) == (6, [], desk.now)
    assert desk.run(story("g"), links=5).outcome == "passed"


def test_a_source_may_be_accepted_without_cards(desk: Newsdesk) -> None:
    """A listing that was emptied on purpose, and brought nothing."""
    assert desk.run(links=5).outcome == "held"
    desk.decide("accept", "ateneo")
    assert desk.run(links=5).outcome == "passed"


def test_what_editors_did_meanwhile_stays(desk: Newsdesk) -> None:
    """A card hidden while a new version of it waited is hidden after that was accepted."""
    desk.run(*BROKEN, story("a", title="Ateneo"))
    desk.decide("hide", desk.public()["a"].id)
    desk.decide("accept", "ateneo")
    after = desk.public()["a"]
    assert (after.title, after.editor.hidden) == ("Ateneo", True)


def test_what_is_accepted_is_new_now(desk: Newsdesk) -> None:
    """Who polls by date learns of it, and no two cards share an instant."""
    desk.run(*BROKEN)
    desk.later(days=2)
    desk.decide("accept", "ateneo")
    moments = [desk.public()[name].updated for name in "def"]
    assert (min(moments) >= desk.now, len(set(moments))) == (True, 3)


def test_a_first_run_that_was_held_is_history(tmp_path: Path) -> None:
    """What an editor accepts of a source that never passed is no news."""
    desk = Newsdesk(tmp_path)
    desk.run(story("a"), links=0)
    desk.decide("accept", "ateneo")
    assert desk.public()["a"].history
    desk.store.close()


def test_a_rejected_version_does_not_come_back(desk: Newsdesk) -> None:
    """However often the newsroom says it; another version of the same story does."""
    desk.run(*BROKEN)
    desk.decide("reject", "ateneo")
    desk.later(hours=2)
    run = desk.run(BROKEN[0])
    assert (run.outcome, [item.why for item in run.rejected]) == (
        "passed",
        ["an editor rejected this version"],
    )
    assert (set(desk.public()), desk.held()) == ({"a", "b", "c"}, [])
    desk.run(MENDED[0])
    assert desk.public()["d"].title == "La storia d"


def test_many_withdrawals_wait_for_an_editor(desk: Newsdesk) -> None:
    """They are public until he accepts, and an incident until he decides."""
    desk.run(story("d"))
    urls = [f"{HOME}/{name}" for name in "abcd"]
    desk.run(gone=urls)
    desk.later(minutes=11)
    run = desk.run(gone=urls)
    assert (run.outcome, len(run.held), desk.wrong()) == ("passed", 4, ["gone"])
    assert [card.action for card in desk.held()] == ["withdrawn"] * 4
    desk.decide("accept", "ateneo")
    assert (desk.wrong(), desk.held()) == ([], [])


def test_nothing_in_quarantine_is_said(desk: Newsdesk) -> None:
    """Nobody is told that something was accepted where nothing waited."""
    with pytest.raises(UnknownError, match="nothing of it is in quarantine"):
        desk.decide("accept", "ateneo")


def test_a_verdict_is_an_incident_until_a_healthy_run(desk: Newsdesk) -> None:
    """A source that is away meanwhile is not well: what was held stays so."""
    desk.run(*BROKEN)
    assert desk.wrong() == ["held"]
    desk.run(problem="http")
    desk.crash()
    assert desk.wrong() == ["held", "failed", "crashed"]
    desk.run()
    assert desk.wrong() == []


def test_a_crashed_source_is_tried_at_its_next_turn(desk: Newsdesk) -> None:
    """Not at every tick of the clock."""
    desk.crash()
    assert (desk.health(), desk.due()) == ("crashed", desk.now + timedelta(hours=2))


def test_a_silence_is_told_and_holds_nothing(desk: Newsdesk) -> None:
    """Its runs pass, with the figures; the next story ends it."""
    for number in range(45):
        desk.later(days=1)
        desk.run(story(f"s{number}"))
    for _ in range(15):
        desk.later(days=1)
        run = desk.run()
    assert (run.outcome, desk.health(), desk.wrong()) == ("quiet", "quiet", ["quiet"])
    assert run.reason.startswith("quiet for longer than usual: nothing new for 15 days")
    assert run.figures["silence"] > run.figures["silence allowed"]
    desk.later(days=1)
    assert desk.run(story("at-last")).outcome == "passed"
    assert ("at-last" in desk.public(), desk.wrong()) == (True, [])
