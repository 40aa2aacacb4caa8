"""The health of the web process."""

from datetime import timedelta

import pytest

from pipeline.alerts import faults
from pipeline.alerts.faults import PUBLISHER
from pipeline.store import incidents
from pipeline.store import sources as source_states
from schemas.incident import Kind, Trouble
from tests.builders import NOON
from tests.web.driver import ask
from tests.web.front import Front
from web.status import CrawlerStatus


async def test_well(front: Front) -> None:
    """Everything that was looked at is told."""
    front.publish({"feeds/stories.rss": b"<rss/>"})
    answer = await ask(front.app(), "/healthz")
    assert answer.status == 200
    assert answer.json() == {
        "status": "ok",
        "version": "0.1.0",
        "store": {"ok": True, "waiting": 0, "reason": ""},
        "serving": {"ok": True, "reason": ""},
        "crawler": {"ok": True, "pid": 7, "restarts": 0, "heartbeat": None},
        "scheduler": {"ok": True, "age": 0.0},
        "documents": 2,
    }


async def test_a_source_in_trouble_is_no_trouble_of_ours(front: Front) -> None:
    """A newsroom that is away must not have us restarted."""
    with front.store.writing() as c:
        state = source_states.SourceState(source="ateneo", health="failed", reason="503")
        source_states.keep(c, state)
    assert (await ask(front.app(), "/healthz")).status == 200


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ("crawler", CrawlerStatus(alive=False, restarts=3, last_tick=NOON)),
        ("crawler", CrawlerStatus(alive=True, deaths=5, last_tick=NOON)),
        ("scheduler", CrawlerStatus(alive=True, last_tick=NOON - timedelta(seconds=31))),
    ],
)
async def test_a_faulty_part(front: Front, part: str, status: CrawlerStatus) -> None:
    """The part is named."""
    front.status = status
    answer = await ask(front.app(), "/healthz")
    told = answer.json()
    assert (answer.status, told["status"], told[part]["ok"]) == (503, "faulty", False)


async def test_a_publisher_that_cannot_write(front: Front) -> None:
    """What cannot be published is our fault, until it can be again."""
    with front.store.writing() as c:
        faults.found(c, PUBLISHER, "No space left on device", NOON)
    answer = await ask(front.app(), "/healthz")
    assert (answer.status, answer.json()["serving"]["reason"]) == (503, "No space left on device")
    with front.store.writing() as c:
        faults.mended(c, PUBLISHER, NOON)
    assert (await ask(front.app(), "/healthz")).status == 200


async def test_a_manifest_that_is_gone(front: Front) -> None:
    """What is in memory is served on, and somebody is told."""
    front.publish({"feeds/stories.rss": b"<rss/>"})
    app = front.app()
    (front.settings.public / "manifest.json").unlink()
    app.reload()
    told = await ask(app, "/healthz")
    assert (told.status, told.json()["serving"]["ok"]) == (503, False)
    assert (await ask(app, "/feeds/stories.rss")).status == 200


@pytest.mark.parametrize("kind", ["held", "blocked", "failed", "quiet"])
async def test_an_incident_of_a_source_is_the_editors(front: Front, kind: Kind) -> None:
    """The operator is not paged for a newsroom, nor are we restarted."""
    with front.store.writing() as c:
        incidents.noted(c, Trouble(subject="ateneo", kind=kind, reason="503"), NOON)
        assert incidents.current(c, audience="operator") == []
    assert (await ask(front.app(), "/healthz")).status == 200


async def test_a_faulty_store(front: Front) -> None:
    """The reason is told."""
    app = front.app()
    with front.store.writing() as c:
        c.exec_driver_sql("DROP TABLE run")
    answer = await ask(app, "/healthz")
    assert (answer.status, answer.json()["store"]["ok"]) == (503, False)
    assert "no such table" in answer.json()["store"]["reason"]


@pytest.mark.parametrize(("seconds", "status"), [(30, 200), (31, 503)])
async def test_a_scheduler_that_never_ticked(front: Front, seconds: int, status: int) -> None:
    """It is given time after the start, and not for ever."""
    front.status = CrawlerStatus(alive=True)
    app = front.app()
    front.time = NOON + timedelta(seconds=seconds)
    assert (await ask(app, "/healthz")).status == status
