"""What tests of the pipe share."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from pipeline.settings import settings_from
from pipeline.store import migrate
from pipeline.store.store import engine_for, opened
from tests.pipeline import wandering as w
from tests.pipeline.desk import Desk
from tests.pipeline.mill import Mill
from tests.postgres import Server, serving

MIGRATED = "migrated"
_numbers = count(1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty store."""
    store = opened(settings_from(data=tmp_path / "data", public=tmp_path / "public"))
    yield Desk(store, tmp_path / "pages")
    store.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server with an empty store, of which the others are copies."""
    with serving() as found:
        found.say(f"CREATE DATABASE {MIGRATED}")
        engine = engine_for(found.address(MIGRATED))
        migrate._upgrade(engine)
        engine.dispose()
        yield found


@pytest.fixture
def database(server: Server) -> str:
    """The address of an empty store."""
    name = f"test{next(_numbers)}"
    server.say(f"CREATE DATABASE {name} TEMPLATE {MIGRATED}")
    return server.address(name)


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
