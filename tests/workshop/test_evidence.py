"""How politely a source was read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.evidence import manners
from pipeline.settings import settings_from
from pipeline.store import pages, runs
from pipeline.store.store import Store, opened
from schemas.crawl import HostState, RobotsCopy
from schemas.order import Order
from schemas.run import Item, ListingNote, Run
from tests.builders import NOON, source
from tests.house import House

ROBOTS = "User-agent: Poliflash\nDisallow: /it/\nCrawl-delay: 7"
URL = "http://ateneo.localhost:8001/it/notizie"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    found = opened(settings_from(data=tmp_path))
    yield found
    found.close()


def test_nothing_is_known_before_the_first_run(store: Store) -> None:
    """No figure is made up."""
    with store.reading() as c:
        told = manners(c, source())
    assert (told.robots, told.not_modified, told.bytes_per_new_card) == ("not read yet", None, None)


def test_figures_come_from_receipts_and_the_host(store: Store) -> None:
    """Two 304s of four answers, the bytes of two new cards, the longest delay, the last block."""
    with store.writing() as c:
        run, _ = runs.enqueue(c, Order(trigger="manual", source="ateneo"), NOON)
        listings = (
            ListingNote(url=URL, status=304, links=0, not_modified=True),
            ListingNote(url=URL, status=200, links=2),
        )
        facts = {
            "listings": listings,
            "not_modified": 1,
            "fetched": 1,
            "bytes": 1000,
            "requests": 4,
        }
        added = (Item(url=f"{URL}/1"), Item(url=f"{URL}/2"))
        done = {"state": "done", "outcome": "blocked", "reason": "403", "finished": NOON}
        runs.finish(c, Run.model_validate({**dict(run), **facts, "added": added, **done}))
        pages.note_host(c, HostState(host="ateneo.localhost", delay=3.5))
        origin = "http://ateneo.localhost:8001"
        pages.note_robots(c, RobotsCopy(origin=origin, fetched=NOON, status=200, body=ROBOTS))
    with store.reading() as c:
        told = manners(c, source())
    assert told.not_modified == 0.5
    assert told.bytes_per_new_card == 500
    assert (told.robots, told.delay, told.requests) == ("forbidden", 7.0, 4)
    assert (told.blocked, told.blocked_reason) == (NOON, "403")


@pytest.mark.server
def test_a_second_run_hits(house: House) -> None:
    """After a refresh with nothing new the share of 304s has grown from none."""
    store = house.pipe.store
    incubatore = house.pipe.declared.sources["incubatore"]
    house.refresh("incubatore")
    with store.reading() as c:
        first = manners(c, incubatore)
    house.refresh("incubatore")
    with store.reading() as c:
        second = manners(c, incubatore)
    assert (first.robots, first.not_modified) == ("allowed", 0.0)
    assert second.not_modified is not None and second.not_modified > 0.2
    assert (first.bytes_per_new_card or 0) > 0
