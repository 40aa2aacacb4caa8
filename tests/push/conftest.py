"""Peers on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.opening import kept_port
from tests.push.room import Room
from tests.receivers import Hook, web_server


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """Where a peer is found: the same place for each test, because documents name it."""
    with kept_port() as found:
        yield found


@pytest.fixture
def hook(port: int) -> Iterator[Hook]:
    """A peer that takes everything at first."""
    with web_server(port) as found:
        yield found


@pytest.fixture
def room(tmp_path: Path, hook: Hook, kept: Path) -> Iterator[Room]:
    """A house with a hub, published once, its hub told."""
    found = Room(tmp_path, kept, hub=hook.url)
    hook.asked.clear()
    yield found
    found.close()
