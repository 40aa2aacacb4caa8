"""The real server."""

import asyncio
import json
import os
import re
import signal
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from typing import TypeVar

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from pipeline.files import etag_of
from pipeline.loop import run_in_loop
from pipeline.orders import order_for
from pipeline.store import runs
from schemas.errors import InputError
from tests.web.driver import ask
from tests.web.front import SOURCES, Front
from web.public import App, Receive, Scope, Send
from web.run import serve_app

T = TypeVar("T")
pytestmark = pytest.mark.server


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """An app that is never asked."""


def fetched(port: int, path: str) -> tuple[int, dict[str, str], bytes]:
    """One request by a real client, on a connection that is kept."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers, answer.read()


def while_served(app: App, visit: Callable[[int], T]) -> T:
    """What a visit (told the port) brought home; then a signal ended the server."""
    brought: Future[T] = Future()

    def visited(port: int) -> None:
        try:
            brought.set_result(visit(port))
        except BaseException as error:  # noqa: BLE001  # raised again by the test
            brought.set_exception(error)
        os.kill(os.getpid(), signal.SIGTERM)

    def ready(port: int) -> None:
        threading.Thread(target=visited, args=[port]).start()

    run_in_loop(serve_app(app, "127.0.0.1", 0, ready=ready))
    return brought.result()


def visited(app: App, paths: list[str]) -> list[tuple[int, dict[str, str], bytes]]:
    """What a server on a free port answered."""
    return while_served(app, lambda port: [fetched(port, path) for path in paths])


def test_documents_and_api_are_served_until_a_signal(front: Front) -> None:
    """A free port is told, real clients are answered, SIGTERM ends it and returns to the caller."""
    front.publish({"feeds/stories.rss": b"<rss/>"})
    feed, cards = visited(front.app(), ["/feeds/stories.rss", "/api/v1/cards"])
    assert (feed[0], feed[2]) == (200, b"<rss/>")
    assert "server" not in feed[1]
    assert json.loads(cards[2]) == {"cards": [], "next": None}


def test_the_short_way_says_what_the_long_way_says(front: Front) -> None:
    """A prepared answer has the very headers that the app gives any other server."""
    content = b"<rss>" + b"storia " * 50 + b"</rss>"
    front.publish({"feeds/stories.rss": content})
    app = front.app()
    (answer,) = visited(app, ["/feeds/stories.rss"])
    told = {name: value for name, value in answer[1].items() if name != "date"}
    long = asyncio.run(ask(app, "/feeds/stories.rss"))
    assert (told, answer[2]) == (long.headers, long.body)


def test_the_short_way_is_one_that_uvicorn_knows() -> None:
    """A uvicorn that starts requests in another way would silently take the long way."""
    assert callable(getattr(HttpToolsProtocol, "_start_asgi_task", None))


def test_many_requests_on_one_connection(front: Front) -> None:
    """Answers come in the order of the requests, whichever way each is taken."""
    front.publish({"feeds/stories.rss": b"<rss/>"})
    asked = [
        ("GET", "/feeds/stories.rss", ""),
        ("GET", "/api/v1/cards", ""),
        ("HEAD", "/feeds/stories.rss", ""),
        ("GET", "/nowhere", ""),
        ("GET", "/feeds/stories.rss", f"If-None-Match: {etag_of(b'<rss/>')}\r\n"),
        ("DELETE", "/feeds/stories.rss", ""),
        ("GET", "/feeds/stories.rss", "Connection: close\r\n"),
    ]
    text = "".join(f"{m} {path} HTTP/1.1\r\nHost: x\r\n{more}\r\n" for m, path, more in asked)

    def visit(port: int) -> bytes:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            connection.sendall(text.encode())
            return b"".join(iter(lambda: connection.recv(65_536), b""))

    statuses = re.findall(rb"HTTP/1\.1 (\d+)", while_served(front.app(), visit))
    assert statuses == [b"200", b"200", b"200", b"404", b"304", b"405", b"200"]


def test_an_open_stream_ends_with_the_server(front: Front) -> None:
    """A client that follows a run does not keep the server from ending; its stream ends well."""
    with front.store.writing() as c:
        run, _ = runs.enqueue(c, order_for(SOURCES["ateneo"], "manual"), front.time)

    def visit(port: int) -> tuple[HTTPConnection, HTTPResponse]:
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", f"/api/v1/runs/{run.id}/events")
        return connection, connection.getresponse()

    connection, stream = while_served(front.app(), visit)
    with closing(connection), stream:
        assert stream.read().startswith(b"event: queued\n")


async def test_a_taken_port_is_one_clear_line() -> None:
    """The message names the address and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=rf"^127.0.0.1:{port}: .*choose another with --port"):
            await serve_app(nothing, "127.0.0.1", port, ready=print)


async def test_a_host_that_is_not_ours() -> None:
    """So does it for the host."""
    with pytest.raises(InputError, match=r"check --host|choose another"):
        await asyncio.wait_for(serve_app(nothing, "192.0.2.1", 0, ready=print), 20)
