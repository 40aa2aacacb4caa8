"""Refreshing sources over HTTP."""

import pytest

from pipeline.store import runs
from pipeline.store import sources as source_states
from schemas.order import Order
from tests.web.driver import post
from tests.web.front import Front

REFRESH = "/api/v1/refresh"


def claimed(front: Front) -> Order:
    """What the crawler would be given next."""
    with front.store.writing() as c:
        found = runs.claim(c, front.time)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"sources": ["ateneo"]}, ["ateneo"]),
        ({"sources": ["europa", "ateneo", "europa"]}, ["europa", "ateneo"]),
        ({"sources": []}, ["ateneo", "ateneo-en"]),
        ({}, ["ateneo", "ateneo-en"]),
        (None, ["ateneo", "ateneo-en"]),
        ({"url": "https://ateneo.example.org/en/news/1"}, ["ateneo-en"]),
    ],
)
async def test_refresh(front: Front, wish: object, expected: list[str]) -> None:
    """Named sources run, switched off or not; without a name all that are on."""
    answer = await post(front.app(), REFRESH, wish)
    assert answer.status == 202
    told = answer.json()["runs"]
    assert [run["source"] for run in told] == expected
    assert all(run["href"] == f"/api/v1/runs/{run['id']}" for run in told)


async def test_an_operator_has_the_last_word_on_what_is_on(front: Front) -> None:
    """A source switched on or off in the store counts as such."""
    with front.store.writing() as c:
        source_states.keep(c, source_states.SourceState(source="ateneo", enabled=False))
        source_states.keep(c, source_states.SourceState(source="europa", enabled=True))
    answer = await post(front.app(), REFRESH)
    assert [run["source"] for run in answer.json()["runs"]] == ["ateneo-en", "europa"]


async def test_the_crawler_is_woken(front: Front) -> None:
    """A refresh does not wait for the crawler to look by itself."""
    await post(front.app(), REFRESH)
    assert front.nudges == 1


async def test_the_order_carries_the_wish(front: Front) -> None:
    """Page and force reach the crawler."""
    url = "https://ateneo.example.org/it/notizie/1"
    await post(front.app(), REFRESH, {"url": url, "force": True})
    order = claimed(front)
    assert (order.trigger, order.source, order.url, order.force) == ("manual", "ateneo", url, True)


async def test_a_second_click_folds_into_a_queued_run(front: Front) -> None:
    """Two clicks before the crawler looks are one run."""
    app = front.app()
    first = await post(app, REFRESH, {"sources": ["ateneo"]})
    assert (await post(app, REFRESH, {"sources": ["ateneo"]})).body == first.body


async def test_a_click_never_folds_into_a_running_run(front: Front) -> None:
    """What a running run has read may be older than the wish."""
    app = front.app()
    first = await post(app, REFRESH, {"sources": ["ateneo"]})
    claimed(front)
    assert (await post(app, REFRESH, {"sources": ["ateneo"]})).body != first.body


@pytest.mark.parametrize(
    ("wish", "status", "words"),
    [
        ({"sources": ["atneo"]}, 404, "did you mean ateneo"),
        ({"url": "https://other.example.org/1"}, 404, "ateneo, ateneo-en, europa"),
        ({"url": "ftp://ateneo.example.org/1"}, 400, "not an absolute http(s) address"),
        ({"url": "news"}, 400, "not an absolute http(s) address"),
        ({"sources": ["\ud800"]}, 400, "half a character"),
    ],
)
async def test_what_cannot_be_refreshed(
    front: Front, wish: object, status: int, words: str
) -> None:
    """The problem says what there is instead."""
    answer = await post(front.app(), REFRESH, wish)
    assert (answer.status, words in answer.json()["detail"]) == (status, True)


async def test_one_unknown_source_queues_nothing(front: Front) -> None:
    """All or none."""
    app = front.app()
    await post(app, REFRESH, {"sources": ["ateneo", "nowhere"]})
    with front.store.reading() as c:
        assert runs.waiting(c) == 0


async def test_hrefs_have_the_prefix(front: Front) -> None:
    """Behind a proxy the receipt is found where it is said to be."""
    app = front.app(public_url="https://news.example.org/flash")
    answer = await post(app, f"/flash{REFRESH}", {"sources": ["ateneo"]})
    assert answer.json()["runs"][0]["href"].startswith("/flash/api/v1/runs/")
