"""When sources are due."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline.schedule import next_due
from pipeline.settings import settings_from
from pipeline.store import pages
from pipeline.store.store import Store, opened
from tests.builders import NOON, source

HOURS = timedelta(hours=1)
URL = "http://ateneo.localhost:8001/it/notizie/a"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of its own."""
    store = opened(settings_from(data=tmp_path / "data", public=tmp_path / "public"))
    yield store
    store.close()


@pytest.mark.parametrize(
    ("suspected", "due"),
    [
        (None, NOON + 2 * HOURS),
        (NOON, NOON + timedelta(minutes=10)),
        (NOON - 3 * HOURS, NOON + 2 * HOURS),
    ],
    ids=["nothing", "a second look", "a second look that could not be had"],
)
def test_a_second_look_hastens_one_run(
    store: Store, suspected: datetime | None, due: datetime
) -> None:
    """A page that seems gone is looked at again soon, but never has its source run at once."""
    with store.writing() as c:
        pages.note(c, [pages.noted(None, URL, "ateneo", NOON, gone_since=suspected)])
        assert next_due(c, source(), NOON) == due
