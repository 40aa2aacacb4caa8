"""Who may ask for something over HTTP, and how."""

import json

import pytest

from tests.web.driver import ask, post
from tests.web.front import Front

REFRESH = "/api/v1/refresh"
ALLOWED = {"authorization": "Bearer secret"}


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer wrong", "Bearer secrets", "Basic secret", "secret"],
)
@pytest.mark.parametrize("path", [REFRESH, "/api/v1/cards/x/hide", "/api/v1/nowhere", "/healthz"])
async def test_a_post_needs_the_token(front: Front, path: str, authorization: str) -> None:
    """Nobody without the token learns even whether an address exists."""
    headers = {"authorization": authorization}
    answer = await ask(front.app(), path, method="POST", headers=headers, body=b"{")
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")


async def test_without_a_token_nobody_is_let_in(front: Front) -> None:
    """The answer says how to set one."""
    answer = await post(front.app(api_token=None), REFRESH, token="")
    assert answer.status == 401
    assert "POLIFLASH_API_TOKEN" in answer.json()["detail"]


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_the_token_lets_in(front: Front, scheme: str) -> None:
    """The scheme's case does not count (RFC 9110, 11.1)."""
    headers = {"authorization": f"{scheme} secret"}
    answer = await ask(front.app(), REFRESH, method="POST", headers=headers)
    assert answer.status == 202


async def test_a_body_must_be_json(front: Front) -> None:
    """Forms are refused, so that no web page can post one."""
    headers = {**ALLOWED, "content-type": "application/x-www-form-urlencoded"}
    answer = await ask(front.app(), REFRESH, method="POST", headers=headers, body=b"force=1")
    assert answer.status == 415


@pytest.mark.parametrize("declared", [{}, {"content-length": str(2**20)}])
async def test_a_body_is_small(front: Front, declared: dict[str, str]) -> None:
    """64 KiB is the limit, whatever length is declared."""
    headers = {**ALLOWED, **declared, "content-type": "application/json"}
    body = json.dumps({"sources": ["x" * 70_000]}).encode()
    answer = await ask(front.app(), REFRESH, method="POST", headers=headers, body=body)
    assert answer.status == 413


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"{", "body"),
        (b"[]", "body"),
        (b'{"source": "ateneo"}', "body.source"),
        (b'{"sources": "ateneo"}', "body.sources"),
        (b'{"sources": ["ateneo"], "url": "https://ateneo.example.org/"}', "body"),
    ],
)
async def test_a_wrong_body_is_a_problem(front: Front, body: bytes, where: str) -> None:
    """The problem names the field."""
    headers = {**ALLOWED, "content-type": "application/json"}
    answer = await ask(front.app(), REFRESH, method="POST", headers=headers, body=body)
    assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.json()["faults"][0]["where"].startswith(where)
