"""What is wrong, and what waits, over HTTP."""

import pytest

from pipeline.store import incidents, proposals
from schemas.decision import Decision
from schemas.incident import Trouble
from tests.builders import NOON, card
from tests.web.driver import ask, post
from tests.web.front import Front

ALLOWED = {"authorization": "Bearer secret"}


def held(front: Front) -> str:
    """The key of a card that waits."""
    one = card(source="ateneo", title="Ateneo")
    with front.store.writing() as c:
        row = proposals.proposal(Decision(action="new", card=one), "r" * 32, NOON)
        proposals.propose(c, [row])
        proposals.hold(c, "r" * 32)
    return one.key


async def test_held_cards_need_the_token(front: Front) -> None:
    """What no editor has let out is nobody else's to read."""
    held(front)
    assert (await ask(front.app(), "/api/v1/held")).status == 401


@pytest.mark.parametrize("query", ["", "?source=ateneo"])
async def test_held_cards_side_by_side(front: Front, query: str) -> None:
    """Field by field, the last good and what was found."""
    key = held(front)
    told = (await ask(front.app(), f"/api/v1/held{query}", headers=ALLOWED)).json()
    (one,) = told["sources"]
    (shown,) = one["cards"]
    assert (one["source"], shown["key"], shown["action"]) == ("ateneo", key, "new")
    assert {"field": "title", "old": "", "new": "Ateneo"} in shown["fields"]


async def test_a_source_that_is_not_there(front: Front) -> None:
    """The nearest name is offered."""
    answer = await ask(front.app(), "/api/v1/held?source=ateno", headers=ALLOWED)
    assert (answer.status, "ateneo" in answer.json()["detail"]) == (404, True)


@pytest.mark.parametrize("verdict", ["accept", "reject"])
async def test_one_held_card(front: Front, verdict: str) -> None:
    """By its key; the order waits for the crawler."""
    key = held(front)
    answer = await post(front.app(), f"/api/v1/held/{key}/{verdict}")
    assert (answer.status, front.nudges) == (202, 1)


async def test_a_card_that_is_not_held(front: Front) -> None:
    """Nothing is queued for it."""
    answer = await post(front.app(), f"/api/v1/held/{'0' * 32}/accept")
    assert (answer.status, front.nudges) == (404, 0)


async def test_incidents(front: Front) -> None:
    """What is wrong now; what was, for who asks; both with the source."""
    with front.store.writing() as c:
        for kind in ("held", "quiet"):
            trouble = {"subject": "ateneo", "kind": kind, "reason": kind}
            incidents.noted(c, Trouble.model_validate(trouble), NOON)
        incidents.ended(c, "ateneo", NOON, kinds=["quiet"])
    app = front.app()
    now = (await ask(app, "/api/v1/incidents")).json()["incidents"]
    all_ = (await ask(app, "/api/v1/incidents?past=true")).json()["incidents"]
    report = (await ask(app, "/api/v1/sources/ateneo")).json()["incidents"]
    assert ([x["kind"] for x in now], len(all_), report) == (["held"], 2, now)
