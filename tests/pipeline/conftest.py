"""What tests of the pipe share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.settings import settings_from
from pipeline.store.store import opened
from tests.pipeline import wandering as w
from tests.pipeline.desk import Desk
from tests.pipeline.mill import Mill


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty store."""
    store = opened(settings_from(data=tmp_path / "data", public=tmp_path / "public"))
    yield Desk(store, tmp_path / "pages")
    store.close()


@pytest.fixture
def mill(tmp_path: Path) -> Iterator[Mill]:
    """An empty store, and the pipe after the crawl."""
    found = Mill(tmp_path)
    yield found
    found.close()


@pytest.fixture
def site(mill: Mill) -> w.Site:
    """A newsroom that was read once."""
    made = w.first(numbered=True)
    mill.declare(made.source())
    mill.crawl(made.source(), made.pages())
    return made
