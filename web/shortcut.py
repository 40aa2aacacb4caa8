"""The short way from a request for a document in memory to its bytes on the wire.

Most of what a server does for an ASGI app (a task, an event, checking each header of each answer)
is for answers that are not known beforehand. Ours are: `benchmarks/serving.py` tells what leaving
that out is worth. Everything else, and a uvicorn that works in another way, goes the long way.
"""

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from web.app import WebApp
from web.public import chosen


class Shortcut(HttpToolsProtocol):
    """Writes the prepared answer to a GET or HEAD at once, in the turn of the request."""

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        if not isinstance(app, WebApp) or not self._answered(cycle, app):
            super()._start_asgi_task(cycle, app)

    def _answered(self, cycle: RequestResponseCycle, app: WebApp) -> bool:
        """Whether the request could be answered at once: nothing waits before or behind it."""
        scope = cycle.scope
        document = app.held(scope["path"])
        if document is None or scope["method"] not in ("GET", "HEAD"):
            return False
        if self.pipeline or self.flow.write_paused or not cycle.keep_alive:
            return False
        answer = chosen(document, scope)
        body = answer.body if scope["method"] == "GET" else b""
        cycle.response_started = cycle.response_complete = True
        self.transport.writelines((answer.head, *self._dated(), b"\r\n", body))
        self.on_response_complete()
        return True

    def _dated(self) -> list[bytes]:
        """The lines that the server adds to every answer, the date among them."""
        lines = self.server_state.default_headers
        return [part for name, value in lines for part in (name, b": ", value, b"\r\n")]
