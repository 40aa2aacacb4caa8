"""Proposed language pairs over HTTP."""

import asyncio

import pytest

from pipeline.pairs.kinship import Kinship
from pipeline.store import pairs
from tests.builders import NOON, card
from tests.web.driver import ask, post
from tests.web.front import TOKEN, Front
from tests.web.test_actions import carried_out

HREF = "/api/v1/pairs"
OPERATOR = {"Authorization": f"Bearer {TOKEN.get_secret_value()}"}


@pytest.fixture
def proposed(front: Front) -> Front:
    """A house in which an editor is asked about one pair."""
    italian, english = card(title="Il ponte"), card(title="The bridge", language="en")
    front.save(italian, english)
    with front.store.writing() as c:
        pairs.propose(c, [pairs.row(english.id, Kinship(4, 2, 0.75, False), italian.id, NOON)])
    return front


async def test_the_list_needs_the_token(proposed: Front) -> None:
    """What no editor has decided is nobody else's to read."""
    app = proposed.app()
    assert (await ask(app, HREF)).status == 401
    (pair,) = (await ask(app, HREF, headers=OPERATOR)).json()["pairs"]
    titles = [side["title"] for side in pair["sides"]]
    assert (titles, pair["names"], pair["state"]) == (["Il ponte", "The bridge"], 4, "proposed")


@pytest.mark.parametrize("verdict", ["accept", "reject"])
async def test_a_verdict(proposed: Front, verdict: str) -> None:
    """The crawler gets the action with the editor's name, the editor the receipt."""
    app = proposed.app(patience=30.0)
    wish = {"by": "Anna", "why": "one bridge"}
    asked = post(app, f"{HREF}/1/{verdict}", wish)
    answer, order = await asyncio.gather(asked, carried_out(proposed))
    assert order.action is not None
    found = (answer.status, order.action.name, order.action.target, order.action.by)
    assert found == (200, f"{verdict}-pair", "1", "Anna")


@pytest.mark.parametrize(
    ("path", "status"),
    [("/7/accept", 404), ("/one/accept", 404), ("/1/undo", 400), ("/1/explode", 404)],
)
async def test_what_cannot_be_decided(proposed: Front, path: str, status: int) -> None:
    """A wrong number or verdict is a problem and queues nothing."""
    answer = await post(proposed.app(), HREF + path)
    assert (answer.status, proposed.nudges) == (status, 0)
