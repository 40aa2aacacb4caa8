"""The demo newsroom as it opens, at a port that is kept for it."""

import datetime as dt
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.newsroom import Newsroom


@contextmanager
def opening(content: Path | None = None) -> Iterator[Newsroom]:
    """The newsroom over a folder of stories; its twins serve the same addresses, one by one."""
    room = Newsroom(content, clock=lambda: dt.datetime.now(dt.UTC))
    with kept_port() as port:
        room.move_to_port(port)
        yield room


@contextmanager
def kept_port() -> Iterator[int]:
    """A port of loopback that nobody gets but who asks for it by its number."""
    with socket.socket() as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", 0))
        port: int = kept.getsockname()[1]
        yield port
