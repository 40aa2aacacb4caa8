"""What holds for the whole API."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.clock import StrictClock
from pipeline.settings import Settings
from pipeline.store.store import Store, address, engine_for
from tests.builders import card
from tests.web.driver import ask
from tests.web.front import Front

READ = [
    "/api/v1/cards",
    "/api/v1/stats",
    "/api/v1/cards.csv",
    "/api/v1/sources",
    "/api/v1/sources/ateneo",
    "/api/v1/runs",
    "/healthz",
]


async def test_unknown_parameters_are_named(front: Front) -> None:
    """Requirement 72: A misspelt parameter does not silently answer another question."""
    app = front.app()
    for path in READ:
        answer = await ask(app, f"{path}?lmit=3")
        told = (answer.status, answer.headers["content-type"])
        assert told == (400, "application/problem+json"), path
        assert answer.json()["faults"][0]["where"] == "query.lmit", path


async def test_head(front: Front) -> None:
    """HEAD says what GET says, without the body."""
    app = front.app()
    for path in READ:
        head, full = await ask(app, path, method="HEAD"), await ask(app, path)
        assert (head.status, head.headers, head.body) == (full.status, full.headers, b""), path


async def test_other_sites_may_read(front: Front) -> None:
    """Requirement 48: Embeds read the API from other origins, and see its ETag and Link."""
    app = front.app()
    for path in READ:
        headers = (await ask(app, path)).headers
        assert headers["access-control-allow-origin"] == "*", path
        assert headers["access-control-expose-headers"] == "ETag, Link", path


async def test_preflight(front: Front) -> None:
    """Requirement 48: OPTIONS needs no token."""
    answer = await ask(front.app(), "/api/v1/refresh", method="OPTIONS")
    assert (answer.status, answer.body) == (204, b"")


NOWHERE = ["/api", "/api/v1", "/api/v1/", "/api/v2/cards", "/api/v1/cards/"]


async def test_nowhere(front: Front) -> None:
    """An address without anything is a problem."""
    app = front.app()
    found = {path: await ask(app, path) for path in NOWHERE}
    told = {path: (one.status, one.headers["content-type"]) for path, one in found.items()}
    assert told == dict.fromkeys(NOWHERE, (404, "application/problem+json"))


async def test_a_method_that_is_not_there(front: Front) -> None:
    """The problem comes with the methods that are."""
    answer = await ask(front.app(), "/api/v1/refresh")
    assert (answer.status, answer.headers["allow"]) == (405, "POST")


async def test_a_broken_store_is_a_problem(front: Front) -> None:
    """A store that is away is worth asking again."""
    app = front.app()
    with front.store.writing() as c:
        c.exec_driver_sql("DROP TABLE card")
    answer = await ask(app, "/api/v1/cards")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, empty_store: Path) -> dict[str, Any]:
    """The OpenAPI document, which hangs on no card."""
    settings = Settings(data=empty_store.parent, public=tmp_path_factory.mktemp("public"))
    store = Store(engine_for(address(settings)), StrictClock())
    app = Front(settings, store).app()
    found: dict[str, Any] = asyncio.run(ask(app, "/api/v1/openapi.json")).json()
    store.close()
    return found


def test_openapi_names_every_address(told: dict[str, Any]) -> None:
    """Requirement 72: The description is OpenAPI 3.1 and complete."""
    assert told["openapi"].startswith("3.1")
    assert set(told["paths"]) == {
        "/api/v1/cards",
        "/api/v1/cards.csv",
        "/api/v1/held",
        "/api/v1/held/{key}/{verdict}",
        "/api/v1/incidents",
        "/api/v1/cards/{key}",
        "/api/v1/cards/{key}/history",
        "/api/v1/cards/{key}/erasure",
        "/api/v1/cards/{key}/{action}",
        "/api/v1/pairs",
        "/api/v1/pairs/{number}/{verdict}",
        "/api/v1/refresh",
        "/api/v1/runs",
        "/api/v1/runs/{run_id}",
        "/api/v1/runs/{run_id}/events",
        "/api/v1/sources",
        "/api/v1/sources/{slug}",
        "/api/v1/sources/{slug}/{verdict}",
        "/api/v1/stats",
        "/healthz",
    }


def test_openapi_refers_only_to_what_it_has(told: dict[str, Any]) -> None:
    """No reference leads nowhere, the one to our problems included."""
    refs = set(_refs(told))
    assert "#/components/schemas/Problem" in refs
    assert refs <= {f"#/components/schemas/{name}" for name in told["components"]["schemas"]}


def _refs(node: Any) -> list[str]:
    if isinstance(node, list):
        return [ref for part in node for ref in _refs(part)]
    if not isinstance(node, dict):
        return []
    own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
    return own + [ref for part in node.values() for ref in _refs(part)]


async def test_openapi_describes_a_card_as_it_is_sent(front: Front, told: dict[str, Any]) -> None:
    """Field for field."""
    front.save(card())
    (sent,) = (await ask(front.app(), "/api/v1/cards")).json()["cards"]
    assert set(told["components"]["schemas"]["PublicCard"]["properties"]) == set(sent)


def test_posts_are_described_as_guarded(told: dict[str, Any]) -> None:
    """Every POST, and nothing else, asks for the token."""
    every = [path.items() for path in told["paths"].values()]
    guarded = {(method, "security" in what) for path in every for method, what in path}
    assert guarded == {("post", True), ("get", False)}


def test_the_web_process_cannot_crawl() -> None:
    """Importing the app loads neither Scrapy nor a spider nor what runs one."""
    program = "import sys, web.app, web.run, scheduler; print('\\n'.join(sys.modules))"
    run = [sys.executable, "-c", program]
    loaded = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
    forbidden = (
        "scrapy",
        "twisted.internet",
        "spiders",
        "pipeline.run",
        "pipeline.crawler",
        "feedgen",
    )
    assert [name for name in loaded if name.startswith(forbidden)] == []
