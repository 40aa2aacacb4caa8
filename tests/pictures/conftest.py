"""The newsroom that these tests read."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.content import STORIES
from demo.newsroom import Newsroom
from demo.server import serve_newsroom
from tests.pictures.seeing import (
    KEYS,
    PLAIN,
)


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """A small newsroom: two sites, three stories."""
    for site, keys in (("ateneo", KEYS), ("europa", (PLAIN,))):
        (tmp_path / "content" / site).mkdir(parents=True)
        for key in keys:
            shutil.copy(STORIES / site / f"{key}.toml", tmp_path / "content" / site)
    room = Newsroom(tmp_path / "content", clock=lambda: dt.datetime.now(dt.UTC))
    with serve_newsroom(room):
        yield room
