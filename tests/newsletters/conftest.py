"""The newsletter that ends, or moves, with all it has."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsletters.press import Press
from tests.newsletters.test_editions import BRIEF, DAY, EIGHT, HOUR, SUNDAY


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    """A daily newsletter with two editions, and an archive."""
    found = Press(tmp_path, SUNDAY, letter=BRIEF)
    found.at(SUNDAY)
    for number, name in enumerate(("ponte", "mulino", "torre")):
        found.read(name)
        found.at(EIGHT + number * DAY - HOUR)
        found.at(EIGHT + number * DAY)
    yield found
    found.store.close()
