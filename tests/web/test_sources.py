"""Sources over HTTP."""

from pipeline.orders import order_for
from pipeline.store import proposals, runs
from pipeline.store import sources as source_states
from schemas.decision import Decision
from tests.builders import NOON, card
from tests.web.driver import ask
from tests.web.front import SOURCES, Front


async def test_every_declared_source_is_listed(front: Front) -> None:
    """By slug, run or not."""
    answer = await ask(front.app(), "/api/v1/sources")
    assert [s["slug"] for s in answer.json()["sources"]] == ["ateneo", "ateneo-en", "europa"]


async def test_a_source_that_was_never_run(front: Front) -> None:
    """Nothing is made up."""
    told = (await ask(front.app(), "/api/v1/sources/europa")).json()
    keys = ("enabled", "health", "due", "last_run", "under_way", "cards", "held", "every")
    assert [told[key] for key in keys] == [False, "new", None, None, False, 0, 0, "120m"]


async def test_how_a_source_is_doing(front: Front) -> None:
    """State, live cards, quarantine and queue in one answer."""
    held = card(source="ateneo")
    front.save(card(source="ateneo"), card(source="europa"))
    with front.store.writing() as c:
        state = source_states.SourceState(
            source="ateneo", health="held", reason="no dates", due=NOON, enabled=False, why="moving"
        )
        source_states.keep(c, state)
        waiting = proposals.proposal(Decision(action="new", card=held), "r" * 32, NOON)
        proposals.propose(c, [waiting])
        proposals.hold(c, "r" * 32)
        runs.enqueue(c, order_for(SOURCES["ateneo"], "manual"), NOON)
    told = (await ask(front.app(), "/api/v1/sources/ateneo")).json()
    assert (
        told.items()
        >= {
            "enabled": False,
            "why": "moving",
            "health": "held",
            "reason": "no dates",
            "due": "2026-03-02T12:00:00Z",
            "under_way": True,
            "cards": 1,
            "held": 1,
        }.items()
    )


async def test_an_unknown_source(front: Front) -> None:
    """The nearest name is offered."""
    answer = await ask(front.app(), "/api/v1/sources/europe")
    assert (answer.status, "europa" in answer.json()["detail"]) == (404, True)
