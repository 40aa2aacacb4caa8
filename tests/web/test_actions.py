"""Editors' actions over HTTP."""

import asyncio

import pytest

from pipeline.store import runs
from schemas.order import Order
from tests.builders import card
from tests.web.driver import Answer, ask, post
from tests.web.front import Front


async def carried_out(front: Front, outcome: str = "passed") -> Order:
    """Play the crawler: the first queued order, done."""
    while True:
        with front.store.writing() as c:
            found = runs.claim(c, front.time)
            if found is not None:
                done = {"state": "done", "outcome": outcome}
                runs.finish(c, found[0].model_copy(update=done))
                return found[1]
        await asyncio.sleep(0.01)


async def both(front: Front, path: str, wish: object) -> tuple[Answer, Order]:
    """An action asked for, and carried out while it is waited for."""
    app = front.app(patience=30.0)
    return await asyncio.gather(post(app, path, wish), carried_out(front))


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        *((name, {}) for name in ("hide", "restore", "pin", "unpin", "release", "retract")),
        ("edit", {"title": "Corretto"}),
        *((name, {"channel": "newsletter"}) for name in ("include", "exclude", "follow")),
        ("release", {"channel": "newsletter"}),
    ],
)
async def test_an_action_on_a_card(front: Front, action: str, fields: dict[str, str]) -> None:
    """The crawler gets the action, the editor the receipt."""
    one = card()
    front.save(one)
    wish = {"by": "Anna", "why": "refuso", "fields": fields}
    answer, order = await both(front, f"/api/v1/cards/{one.key}/{action}", wish)
    assert (answer.status, answer.json()["outcome"], order.trigger) == (200, "passed", "edit")
    assert order.action is not None
    assert order.action.model_dump() == {"name": action, "target": one.id, **wish}


@pytest.mark.parametrize("verdict", ["accept", "reject"])
async def test_a_verdict_on_quarantine(front: Front, verdict: str) -> None:
    """The target is the source."""
    answer, order = await both(front, f"/api/v1/sources/ateneo/{verdict}", None)
    assert order.action is not None
    assert (answer.status, order.action.name, order.action.target) == (200, verdict, "ateneo")


async def test_an_action_that_takes_long(front: Front) -> None:
    """After a while the editor is told where the receipt will be."""
    one = card()
    front.save(one)
    app = front.app()
    answer = await post(app, f"/api/v1/cards/{one.key}/hide")
    assert (answer.status, front.nudges) == (202, 1)
    (ticket,) = answer.json()["runs"]
    assert answer.headers["location"] == ticket["href"]
    assert (await ask(app, ticket["href"])).json()["state"] == "queued"


IMPOSSIBLE: list[tuple[str, object, int]] = [
    ("/api/v1/cards/{key}/edit", {}, 400),
    ("/api/v1/cards/{key}/edit", None, 400),
    ("/api/v1/cards/{key}/hide", {"fields": {"title": "x"}}, 400),
    ("/api/v1/cards/{key}/edit", {"fields": {"title": "\ud800"}}, 400),
    ("/api/v1/cards/{key}/edit", {"fields": {"titel": "x"}}, 400),
    ("/api/v1/cards/{key}/exclude", None, 400),
    ("/api/v1/cards/{key}/exclude", {"fields": {"channel": "newslettre"}}, 400),
    ("/api/v1/cards/{key}/release", {"fields": {"title": "x"}}, 400),
    ("/api/v1/cards/{key}/edit", {"fields": {"section": "x"}}, 400),
    ("/api/v1/cards/{key}/hide", {"by": ""}, 400),
    ("/api/v1/cards/{key}/hide", {"who": "Anna"}, 400),
    ("/api/v1/cards/{key}/hide?force=1", None, 400),
    ("/api/v1/cards/{key}/explode", None, 404),
    ("/api/v1/cards/nowhere/hide", None, 404),
    ("/api/v1/sources/nowhere/accept", None, 404),
    ("/api/v1/sources/ateneo/explode", None, 404),
]


async def test_what_cannot_be_done(front: Front) -> None:
    """A wrong wish is a problem and queues nothing."""
    one = card()
    front.save(one)
    app = front.app()
    for path, wish, status in IMPOSSIBLE:
        answer = await post(app, path.format(key=one.key), wish)
        assert (answer.status, front.nudges) == (status, 0), (path, wish)


async def test_a_merge_over_http(front: Front) -> None:
    """The card that stays is named; the crawler gets the action as any other."""
    one, other = card(), card()
    front.save(one, other)
    wish = {"by": "Anna", "why": "due volte", "fields": {"into": other.key}}
    answer, order = await both(front, f"/api/v1/cards/{one.key}/merge", wish)
    assert (answer.status, order.action and order.action.name) == (200, "merge")


NO_REGROUPINGS: list[tuple[str, object, int]] = [
    ("merge", None, 400),
    ("merge", {"fields": {"into": "nobody"}}, 404),
    ("split", {"fields": {"names": "http://a.example/"}}, 400),
    ("undo", None, 404),
    ("undo", {"fields": {"into": "x"}}, 400),
]


async def test_a_regrouping_that_cannot_be(front: Front) -> None:
    """It is refused before anything is queued."""
    one = card()
    front.save(one)
    app = front.app()
    for path, wish, status in NO_REGROUPINGS:
        answer = await post(app, f"/api/v1/cards/{one.key}/{path}", wish)
        assert (answer.status, front.nudges) == (status, 0), (path, wish)
