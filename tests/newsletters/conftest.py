"""The newsletter that ends, or moves, with all it has."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsletters.press import Press
from tests.newsletters.test_editions import BRIEF, DAY, EIGHT, HOUR, SUNDAY


@pytest.fixture(scope="package")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """A daily newsletter with two editions, and an archive; closed."""
    found = Press(tmp_path_factory.mktemp("press"), SUNDAY, letter=BRIEF)
    found.at(SUNDAY)
    for number, name in enumerate(("ponte", "mulino", "torre")):
        found.read(name)
        found.at(EIGHT + number * DAY - HOUR)
        found.at(EIGHT + number * DAY)
    found.store.close()
    return found


@pytest.fixture
def press(lived: Press, tmp_path: Path) -> Iterator[Press]:
    """A press that goes on from there."""
    found = lived.copy(tmp_path)
    yield found
    found.store.close()
