"""Peers on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.push.room import Room
from tests.receivers import Hook, web_server


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A peer that takes everything at first."""
    with web_server() as found:
        yield found


@pytest.fixture
def room(tmp_path: Path, hook: Hook) -> Iterator[Room]:
    """A house with a hub, published once, its hub told."""
    found = Room(tmp_path, hub=hook.url)
    found.publish()
    while found.pusher.round():
        pass
    hook.asked.clear()
    yield found
    found.close()
