"""An end to waiting for a peer that sends a byte now and then."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

TIMEOUT = 10.0
"""Seconds to wait for anything of a peer."""
WHOLE = 20.0
"""Seconds that a delivery may take from start to end."""


@contextmanager
def cut_off(line: Callable[[], socket.socket | None], after: float = WHOLE) -> Iterator[None]:
    """Cut the line that a delivery is on when its time is up; it then fails with OSError."""

    def cut() -> None:
        if (found := line()) is not None:
            with suppress(OSError):
                found.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(after, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
