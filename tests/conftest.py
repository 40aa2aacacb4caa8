"""Fixtures that start the whole pipe."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from demo.server import serve_newsroom
from pipeline.settings import Settings, settings_from
from tests.house import House, demo_sources


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    """The demo newsroom, serving on a free port."""
    room = Newsroom(clock=lambda: dt.datetime.now(dt.UTC))
    with serve_newsroom(room):
        yield room


@pytest.fixture
def settings(tmp_path: Path, newsroom: Newsroom) -> Settings:
    """Settings of a house of its own that reads the demo newsroom only."""
    return settings_from(
        data=tmp_path / "data",
        public=tmp_path / "public",
        sources=(demo_sources(tmp_path / "sources", newsroom.port),),
        own_sources=False,
    )


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    """The whole pipe over the demo newsroom, with a clock that can be put forward."""
    found = House(settings)
    yield found
    found.close()
