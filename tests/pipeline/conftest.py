"""What tests of the pipe share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.settings import settings_from
from pipeline.store.store import opened
from tests.pipeline.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty store."""
    store = opened(settings_from(data=tmp_path / "data", public=tmp_path / "public"))
    yield Desk(store, tmp_path / "pages")
    store.close()
