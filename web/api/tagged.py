"""ETags, HEAD and cross-origin headers for what the API answers."""

from pipeline.files import etag_of
from web.conditional import names
from web.document import Message
from web.headers import NOSNIFF, OPEN
from web.public import App, Receive, Scope, Send

_KEPT = (b"cache-control", b"link", b"vary")
"""What a 304 repeats of the 200 it stands for (RFC 9110, 15.4.5)."""


class Tagged:
    """Tags every JSON answer to a GET by its bytes, and says 304 to whoever holds them."""

    def __init__(self, app: App) -> None:
        """`app` is asked for GET only; streams pass through as they come."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        head = scope["method"] == "HEAD" and not scope["path"].endswith("/events")
        asked = {**scope, "method": "GET"} if head else scope
        reading = asked["method"] == "GET"
        await self._app(asked, receive, _Answer(scope, send, empty=head, reading=reading))


class _Answer:
    """Holds a JSON answer back until it is whole."""

    def __init__(self, scope: Scope, send: Send, *, empty: bool, reading: bool) -> None:
        self._send = send
        self._empty = empty
        self._reading = reading
        self._wanted = b",".join(v for n, v in scope["headers"] if n == b"if-none-match")
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._started(message)
        elif self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._whole(self._start)
        else:
            await self._send({**message, "body": b""} if self._empty else message)

    async def _started(self, message: Message) -> None:
        headers = dict(message["headers"])
        message["headers"] = [*message["headers"], NOSNIFF, *OPEN]
        kind = headers.get(b"content-type", b"")
        stored = headers.get(b"cache-control") != b"no-store"
        if self._reading and message["status"] == 200 and kind == b"application/json" and stored:
            self._start = message
        else:
            await self._send(message)

    async def _whole(self, start: Message) -> None:
        etag = etag_of(self._body).encode()
        headers = [(b"etag", etag), (b"cache-control", b"no-cache"), *start["headers"]]
        if names(self._wanted, etag):
            kept = [(n, v) for n, v in headers if n in (b"etag", *_KEPT) or (n, v) in OPEN]
            await self._send({**start, "status": 304, "headers": kept})
            await self._send({"type": "http.response.body", "body": b""})
            return
        await self._send({**start, "headers": headers})
        body = b"" if self._empty else self._body
        await self._send({"type": "http.response.body", "body": body})
