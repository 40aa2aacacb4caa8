"""A newsroom on loopback that sends what a test tells it to, and keeps a log."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import NamedTuple

HTML = "text/html; charset=utf-8"
CSS = "text/css; charset=utf-8"


class Asked(NamedTuple):
    """One request and what was answered."""

    address: str
    condition: str | None
    status: int


class Newsroom:
    """What lies where; `down` closes every connection, `slow` waits that many seconds."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.site = f"http://127.0.0.1:{port}"
        self.documents: dict[str, tuple[str, bytes]] = {}
        self.statuses: dict[str, int] = {}
        self.redirects: dict[str, str] = {}
        self.log: list[Asked] = []
        self.down = False
        self.slow = 0.0
        self._lock = Lock()

    def publish(self, address: str, text: str | bytes, media_type: str = HTML) -> None:
        """Puts a document at an address below the site, `embed/v1/…` or with its query."""
        body = text.encode() if isinstance(text, str) else text
        self.documents[f"/{address}"] = (media_type, body)

    def answer(self, address: str, condition: str | None) -> tuple[int, str, bytes]:
        """Status, type and body of an answer; logged."""
        found = self.documents.get(address)
        status = 308 if address in self.redirects else 200 if found else 404
        status = self.statuses.get(address, status)
        media_type, body = found or ("application/problem+json", b"{}")
        if status == 200 and condition == tag_of(body):
            status, body = 304, b""
        with self._lock:
            self.log.append(Asked(address, condition, status))
        return status, media_type, body

    def asked(self, part: str) -> list[Asked]:
        """What was asked for at addresses with this part; the log begins anew."""
        with self._lock:
            found = [one for one in self.log if part in one.address]
            self.log.clear()
        return found


def tag_of(body: bytes) -> str:
    """Its ETag."""
    return f'"{sha256(body).hexdigest()[:16]}"'


@contextmanager
def opened() -> Iterator[Newsroom]:
    """A newsroom that answers until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(newsroom.slow)
            if newsroom.down:
                self.close_connection = True
                return
            status, media_type, body = newsroom.answer(self.path, self.headers["If-None-Match"])
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            if status == 308:
                self.send_header("Location", newsroom.redirects[self.path])
            if status in {200, 304}:
                self.send_header("ETag", self.headers["If-None-Match"] or tag_of(body))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keeps silent: the newsroom has its own log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        newsroom = Newsroom(server.server_address[1])
        serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        serving.start()
        try:
            yield newsroom
        finally:
            server.shutdown()
            serving.join()
