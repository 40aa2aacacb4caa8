"""A client that calls an ASGI app in-process."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from web.document import Message
from web.public import App


class Answer(NamedTuple):
    """What an app answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


async def ask(
    app: App,
    path: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    leaves: asyncio.Event | None = None,
    heard: asyncio.Event | None = None,
) -> Answer:
    """One request; `path` may have a query, and is not normalised.

    `leaves`: when it is set, the client hangs up. `heard` is set at the answer's first bytes.
    """
    leaves = leaves or asyncio.Event()
    path, _, query = path.partition("?")
    given = {k.lower().encode(): v.encode() for k, v in (headers or {}).items()}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": list(given.items()),
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 50000),
    }
    waiting = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[Message] = []

    async def receive() -> Message:
        if not waiting:
            await leaves.wait()
            return {"type": "http.disconnect"}
        return waiting.pop()

    async def send(message: Message) -> None:
        sent.append(message)
        if heard and message.get("body"):
            heard.set()

    await app(scope, receive, send)
    start, *rest = sent
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], told, b"".join(m.get("body", b"") for m in rest))


async def post(app: App, path: str, wish: object = None, *, token: str = "secret") -> Answer:
    """A POST of JSON with the operator's token."""
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    body = b"" if wish is None else json.dumps(wish).encode()
    return await ask(app, path, method="POST", headers=headers, body=body)
