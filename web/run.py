"""The HTTP server, within a running event loop."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator

import uvicorn

from schemas.errors import InputError
from web.app import WebApp
from web.public import App
from web.shortcut import Shortcut

LAST_ANSWERS = 3
"""Seconds that open answers get at shutdown."""


class _Server(uvicorn.Server):
    """Tells when it listens; a signal ends it, and nothing else of the program."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if isinstance(self.config.app, WebApp):
            self.config.app.closing.set()  # or event streams would be waited for
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Unlike uvicorn's own, the signal is not raised again: the caller cleans up."""
        loop = asyncio.get_running_loop()
        signals = (signal.SIGINT, signal.SIGTERM)
        for number in signals:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in signals:
                loop.remove_signal_handler(number)


async def serve_app(app: App, host: str, port: int, *, ready: Callable[[int], None]) -> None:
    """Serve until SIGTERM or SIGINT; `ready` is told the port (port 0: a free one).

    InputError if the port cannot be had. Must run in the main thread.
    """
    listening = _bound(host, port)
    config = uvicorn.Config(
        app,
        http=Shortcut,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="on",
        timeout_keep_alive=75,
        timeout_graceful_shutdown=LAST_ANSWERS,
    )
    with listening:
        own = listening.getsockname()[1]
        await _Server(config, lambda: ready(own)).serve([listening])


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, proto)
    except OSError as error:
        raise InputError(
            f"cannot be listened on: {error.strerror}; check --host", subject=f"{host}:{port}"
        ) from None
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(2048)
    except OSError as error:
        listening.close()
        raise InputError(
            f"cannot be listened on: {error.strerror}; choose another with --port",
            subject=f"{host}:{port}",
        ) from None
    return listening
