"""Erasing a story over HTTP."""

import pytest

from tests.builders import card
from tests.web.driver import ask, post
from tests.web.front import Front
from tests.web.test_actions import both

ALLOWED = {"authorization": "Bearer secret"}


async def test_what_would_go_is_told(front: Front) -> None:
    """The card's id, which confirms it, and what there is of it; the crawler is asked nothing."""
    one = card(title="Una storia")
    front.save(one)
    answer = await ask(front.app(), f"/api/v1/cards/{one.key}/erasure", headers=ALLOWED)
    told = answer.json()
    assert (answer.status, told["card"], told["rows"]["revisions"]) == (200, one.id, 1)
    assert [line[:10] for line in told["cards"]] == ["Una storia"]
    assert (told["pictures"], told["copies"], front.nudges) == (0, 0, 0)


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer wrong"}])
async def test_nobody_else_is_told(front: Front, headers: dict[str, str]) -> None:
    """Only the operator learns what there is of a story."""
    one = card()
    front.save(one)
    answer = await ask(front.app(), f"/api/v1/cards/{one.key}/erasure", headers=headers)
    assert answer.status == 401


@pytest.mark.parametrize(("story", "fields"), [(False, {}), (True, {"story": "yes"})])
async def test_a_card_named_by_its_id_is_erased(
    front: Front, story: bool, fields: dict[str, str]
) -> None:
    """The crawler gets the order, the operator the receipt."""
    one = card()
    front.save(one)
    wish = {"confirm": one.id, "story": story, "by": "Anna"}
    answer, order = await both(front, f"/api/v1/cards/{one.key}/erasure", wish)
    assert order.action is not None
    assert (answer.status, order.action.name, order.action.target) == (200, "erase", one.id)
    assert (order.action.fields, order.action.by) == (fields, "Anna")


@pytest.mark.parametrize(
    ("wish", "status"),
    [(None, 400), ({}, 400), ({"confirm": "yes"}, 400), ({"confirm": card().id}, 400)],
)
async def test_without_the_cards_id_nothing_goes(
    front: Front, wish: dict[str, str] | None, status: int
) -> None:
    """A slip of an address erases nothing; the answer says where the id is found."""
    one = card()
    front.save(one)
    answer = await post(front.app(), f"/api/v1/cards/{one.key}/erasure", wish)
    assert (answer.status, front.nudges) == (status, 0)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_of_no_card_nothing_is_erased(front: Front) -> None:
    """Whoever names no card is told so."""
    path, app = "/api/v1/cards/unknown/erasure", front.app()
    told = await ask(app, path, headers=ALLOWED)
    answer = await post(app, path, {"confirm": "unknown"})
    assert (told.status, answer.status) == (404, 404)
