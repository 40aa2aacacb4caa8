"""Receipts over HTTP."""

import asyncio
import json

from pipeline.orders import order_for
from pipeline.store import runs
from schemas.run import Run
from tests.web.driver import ask
from tests.web.front import SOURCES, Front


def queued(front: Front, slug: str = "ateneo") -> Run:
    """A queued run."""
    with front.store.writing() as c:
        return runs.enqueue(c, order_for(SOURCES[slug], "manual"), front.store.clock())[0]


def ended(front: Front, run: Run) -> Run:
    """The run, done."""
    done = run.model_copy(update={"state": "done", "outcome": "passed", "fetched": 3})
    with front.store.writing() as c:
        runs.finish(c, done)
    return done


async def test_the_receipt(front: Front) -> None:
    """A receipt is the run's record."""
    run = ended(front, queued(front))
    answer = await ask(front.app(), f"/api/v1/runs/{run.id}")
    assert Run.model_validate(answer.json()) == run


async def test_what_a_done_run_published_is_served(front: Front) -> None:
    """Who reads that a run is done, and then the feed, sees what the run changed."""
    app = front.app()
    run = ended(front, queued(front))
    front.publish({"feeds/stories.rss": b"<rss/>"})
    await ask(app, f"/api/v1/runs/{run.id}")
    assert (await ask(app, "/feeds/stories.rss")).status == 200


async def test_latest_runs_first(front: Front) -> None:
    """The newest run leads."""
    made = [queued(front, slug).id for slug in ("ateneo", "europa", "ateneo-en")]
    answer = await ask(front.app(), "/api/v1/runs?limit=2")
    assert [run["id"] for run in answer.json()["runs"]] == made[:0:-1]


async def test_runs_of_one_source(front: Front) -> None:
    """A source's own history."""
    queued(front, "europa")
    answer = await ask(front.app(), "/api/v1/runs?source=ateneo")
    assert answer.json() == {"runs": []}


async def test_an_unknown_run(front: Front) -> None:
    """A wrong id is a problem."""
    answer = await ask(front.app(), "/api/v1/runs/0123")
    assert (answer.status, answer.json()["title"]) == (404, "Not Found")


async def test_events_end_with_the_run(front: Front) -> None:
    """Each state is told once, the receipt last."""
    run, heard = queued(front), asyncio.Event()
    stream = asyncio.create_task(ask(front.app(), f"/api/v1/runs/{run.id}/events", heard=heard))
    await heard.wait()
    done = await asyncio.to_thread(ended, front, run)
    answer = await stream
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = [event.split("\ndata: ") for event in answer.body.decode().split("\n\n") if event]
    assert [name for name, _ in told] == ["event: queued", "event: done"]
    assert Run.model_validate(json.loads(told[-1][1])) == done


async def test_events_end_with_the_client(front: Front) -> None:
    """Nobody is told anything any more once the client has hung up."""
    path, leaves = f"/api/v1/runs/{queued(front).id}/events", asyncio.Event()
    heard = asyncio.Event()
    stream = asyncio.create_task(ask(front.app(), path, leaves=leaves, heard=heard))
    await heard.wait()
    leaves.set()
    assert (await stream).status == 200


async def test_events_of_an_unknown_run(front: Front) -> None:
    """A stream of nothing is a problem, not an empty stream."""
    answer = await ask(front.app(), "/api/v1/runs/0123/events")
    assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")
