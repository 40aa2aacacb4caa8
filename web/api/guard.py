"""What is checked before a request reaches the API."""

from collections.abc import Callable, Mapping, Sequence

from pydantic import SecretStr

from web import auth
from web.document import Message
from web.headers import OPEN, preflight
from web.problems import response
from web.public import App, Receive, Scope, Send

LARGEST = 64 * 1024
"""Bytes of a request's body."""


class Guard:
    """Lets a POST in only with the operator's token and a small JSON body."""

    def __init__(
        self, app: App, token: SecretStr | None, methods: Callable[[str], Sequence[str]]
    ) -> None:
        """Without a token every POST is refused; `methods`: those that an address answers."""
        self._app = app
        self._token = token
        self._methods = methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if scope["method"] == "OPTIONS":
            lines = preflight(self._methods(scope["path"]))
            await send({"type": "http.response.start", "status": 204, "headers": lines})
            await send({"type": "http.response.body", "body": b""})
            return
        if scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        why = auth.refusal(self._token, headers.get(b"authorization", b""))
        if why is not None:
            await _refuse(401, why, scope, receive, send, {"WWW-Authenticate": "Bearer"})
            return
        body = await _body(headers, receive)
        if body is None:
            detail = f"The body may have {LARGEST} bytes at most."
            await _refuse(413, detail, scope, receive, send, {"Connection": "close"})
        elif body and not _is_json(headers.get(b"content-type", b"")):
            detail = "Send the body as JSON, with `Content-Type: application/json`."
            await _refuse(415, detail, scope, receive, send)
        else:
            await self._app(scope, _replayed(body, receive), send)


async def _refuse(
    status: int,
    detail: str,
    scope: Scope,
    receive: Receive,
    send: Send,
    headers: Mapping[str, str] | None = None,
) -> None:
    open_ = {name.decode(): value.decode() for name, value in OPEN}
    await response(status, detail, headers={**open_, **(headers or {})})(scope, receive, send)


def _is_json(content_type: bytes) -> bool:
    return content_type.partition(b";")[0].strip().lower() == b"application/json"


async def _body(headers: Mapping[bytes, bytes], receive: Receive) -> bytes | None:
    """The whole body; `None` where it is too large."""
    declared = headers.get(b"content-length", b"0")
    if declared.isdigit() and int(declared) > LARGEST:
        return None
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST:
            return None
    return body


def _replayed(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
