"""The demo newsroom as it opens, at a port that is kept for it."""

import datetime as dt
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from demo.content import STORIES
from demo.newsroom import Newsroom

REFERENCE = re.compile(r'^(?:same_as|lookalike) = "(.+)"$', re.MULTILINE)


@contextmanager
def opening(content: Path | None = None) -> Iterator[Newsroom]:
    """The newsroom over a folder of stories; its twins serve the same addresses, one by one."""
    room = Newsroom(content, clock=lambda: dt.datetime.now(dt.UTC))
    with kept_port() as port:
        room.move_to_port(port)
        yield room


def few(folder: Path, most: int = 12) -> Path:
    """A folder with some stories of each site, those it keeps in reserve, and what they refer to.

    Enough for a house, and soon read.
    """
    texts = {file: file.read_text("utf-8") for file in sorted(STORIES.glob("*/*.toml"))}
    named = {key for text in texts.values() for key in REFERENCE.findall(text)}
    for site, files in groupby(texts, key=lambda file: file.parent.name):
        (folder / site).mkdir()
        for number, file in enumerate(files):
            if number < most or file.stem in named or "\nreserve = true" in texts[file]:
                (folder / site / file.name).write_text(texts[file], "utf-8")
    return folder


@contextmanager
def kept_port() -> Iterator[int]:
    """A port of loopback that nobody gets but who asks for it by its number."""
    with socket.socket() as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", 0))
        port: int = kept.getsockname()[1]
        yield port
