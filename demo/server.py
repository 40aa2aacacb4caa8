"""The newsroom as an ASGI application, served in a thread."""

import asyncio
import errno
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl

import uvicorn

from demo.control import CONTROL, control
from demo.newsroom import Newsroom
from demo.respond import Answer, Request
from schemas.errors import InputError

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

PICTURES = (".jpg", ".jpeg", ".png")
OWN_HOSTS = ("newsroom", "localhost", "127")
"""First labels of hosts that show the newsroom's own pages."""


def newsroom_app(newsroom: Newsroom) -> Application:
    """The application: all sites by Host header, the switches under /_newsroom/."""

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = await _request(scope, receive)
        if request.path.startswith(CONTROL) or request.host in OWN_HOSTS:
            await _send(send, control(newsroom, request))
            return
        if delay := newsroom.delay(request.host, request.path):
            await asyncio.sleep(delay)
        # A picture takes 50 ms to draw; nobody else should wait for it.
        drawn = request.path.lower().endswith(PICTURES)
        answer = newsroom.answer
        await _send(send, await asyncio.to_thread(answer, request) if drawn else answer(request))

    return app


@contextmanager
def serve_newsroom(newsroom: Newsroom, port: int = 0) -> Iterator[int]:
    """Serves on 127.0.0.1 in a thread while the block runs; yields the port (0 = any free).

    InputError where the port cannot be had.
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _bind(listener, port)
        taken: int = listener.getsockname()[1]
        newsroom.move_to_port(taken)
        server = uvicorn.Server(_config(newsroom))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        try:
            yield taken
        finally:
            server.should_exit = True
            thread.join()


def _bind(listener: socket.socket, port: int) -> None:
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        hint = "; is another demo running?" if error.errno == errno.EADDRINUSE else ""
        raise InputError(
            f"cannot be used: {error.strerror}{hint}", subject=f"port {port}"
        ) from None


def _config(newsroom: Newsroom) -> uvicorn.Config:
    return uvicorn.Config(
        newsroom_app(newsroom),
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=1,
    )


async def _request(scope: Message, receive: Receive) -> Request:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    query = scope["query_string"].decode("latin-1")
    raw = scope.get("raw_path") or scope["path"].encode()
    body = b""
    more = scope["method"] == "POST"
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return Request(
        host=headers.get("host", "").split(":")[0].split(".")[0].lower(),
        path=scope["path"],
        target=raw.decode("latin-1") + (f"?{query}" if query else ""),
        query=dict(parse_qsl(query, keep_blank_values=True)),
        method=scope["method"],
        headers=headers,
        body=body,
    )


async def _send(send: Send, answer: Answer) -> None:
    headers = {**answer.headers, "Content-Length": str(len(answer.body))}
    if answer.status == 304:
        del headers["Content-Length"]
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    await send({"type": "http.response.body", "body": answer.body})
