"""One process that reads pages beside a large crawl."""

import os
import threading
from collections.abc import Callable, Sequence
from multiprocessing import connection, parent_process
from typing import Any, NamedTuple

from pipeline.garbage import look_seldom

# What is imported here is waited for by a crawl that has begun: no log, nothing of the store.

Work = Callable[[], Any]


class Said(NamedTuple):
    """What a piece of work came to: a result, or the error it raised."""

    result: Any = None
    error: Exception | None = None


def begin() -> None:
    """What a new process does first."""
    os.nice(10)  # whoever reads a feed or waits for a refresh comes first
    look_seldom()
    _follow_parent()


def each(work: Sequence[Work]) -> list[Said]:
    """Do the pieces of a parcel; an error is told in its piece's place."""
    return [_said(piece) for piece in work]


def _said(work: Work) -> Said:
    try:
        return Said(work())
    except Exception as error:  # noqa: BLE001  # it is told where the result is asked for
        return Said(error=error)


def _follow_parent() -> None:
    """End this process when the crawl's does, even if that one was killed."""
    parent = parent_process()
    assert parent is not None, "a pool's process has a parent"

    def follow() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
