"""Parts of a web app."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.clock import StrictClock
from pipeline.settings import Settings
from pipeline.store.store import FILE, Store, address, engine_for, opened
from tests.web.front import TOKEN, Front


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store with nothing in it; made once, because migrations take their time."""
    folder = tmp_path_factory.mktemp("store")
    opened(Settings(data=folder)).close()
    return folder / FILE


@pytest.fixture
def front(tmp_path: Path, empty_store: Path) -> Iterator[Front]:
    """A web app's store and public folder, both empty."""
    settings = Settings(data=tmp_path / "var", public=tmp_path / "public", api_token=TOKEN)
    settings.data.mkdir()
    shutil.copy(empty_store, settings.data / FILE)
    store = Store(engine_for(address(settings)), StrictClock())
    yield Front(settings, store)
    store.close()
