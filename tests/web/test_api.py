"""What holds for the whole API."""

import subprocess
import sys
from typing import Any

import pytest

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


@pytest.mark.parametrize("path", READ)
async def test_unknown_parameters_are_named(front: Front, path: str) -> None:
    """Requirement 72: A misspelt parameter does not silently answer another question."""
    answer = await ask(front.app(), f"{path}?lmit=3")
    assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.json()["faults"][0]["where"] == "query.lmit"


@pytest.mark.parametrize("path", READ)
async def test_head(front: Front, path: str) -> None:
    """HEAD says what GET says, without the body."""
    app = front.app()
    head, full = await ask(app, path, method="HEAD"), await ask(app, path)
    assert (head.status, head.headers, head.body) == (full.status, full.headers, b"")


@pytest.mark.parametrize("path", READ)
async def test_other_sites_may_read(front: Front, path: str) -> None:
    """Requirement 48: Embeds read the API from other origins, and see its ETag and Link."""
    headers = (await ask(front.app(), path)).headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["access-control-expose-headers"] == "ETag, Link"


async def test_preflight(front: Front) -> None:
    """Requirement 48: OPTIONS needs no token."""
    answer = await ask(front.app(), "/api/v1/refresh", method="OPTIONS")
    assert (answer.status, answer.body) == (204, b"")


@pytest.mark.parametrize("path", ["/api", "/api/v1", "/api/v1/", "/api/v2/cards", "/api/v1/cards/"])
async def test_nowhere(front: Front, path: str) -> None:
    """An address without anything is a problem."""
    answer = await ask(front.app(), path)
    assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")


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


async def description(front: Front) -> dict[str, Any]:
    """The OpenAPI document."""
    found: dict[str, Any] = (await ask(front.app(), "/api/v1/openapi.json")).json()
    return found


async def test_openapi_names_every_address(front: Front) -> None:
    """Requirement 72: The description is OpenAPI 3.1 and complete."""
    told = await description(front)
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


async def test_openapi_refers_only_to_what_it_has(front: Front) -> None:
    """No reference leads nowhere, the one to our problems included."""
    told = await description(front)
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


async def test_openapi_describes_a_card_as_it_is_sent(front: Front) -> None:
    """Field for field."""
    front.save(card())
    told = await description(front)
    (sent,) = (await ask(front.app(), "/api/v1/cards")).json()["cards"]
    assert set(told["components"]["schemas"]["PublicCard"]["properties"]) == set(sent)


async def test_posts_are_described_as_guarded(front: Front) -> None:
    """Every POST, and nothing else, asks for the token."""
    paths = (await description(front))["paths"]
    guarded = {(m, "security" in what) for path in paths.values() for m, what in path.items()}
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
