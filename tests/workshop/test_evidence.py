"""How politely a source was read."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from pipeline.clock import system_now
from pipeline.evidence import Manners, manners
from pipeline.settings import Settings, settings_from
from pipeline.store import pages, runs, sources
from pipeline.store.store import Store, opened
from schemas.crawl import HostState, RobotsCopy
from schemas.order import Order
from schemas.run import Item, ListingNote, Run
from tests.builders import NOON, source
from tests.calling import Call
from tests.house import House
from tests.web.driver import ask
from web.app import create_app
from web.status import CrawlerStatus

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


def told_of(house: House, slug: str) -> Manners:
    """The evidence for one of the house's sources."""
    with house.pipe.store.reading() as c:
        return manners(c, house.pipe.declared.sources[slug])


@pytest.mark.server
@pytest.mark.parametrize(("status", "outcome"), [(429, "blocked"), (503, "failed")])
def test_retry_after_outlives_the_process(
    settings: Settings, newsroom: Newsroom, kept: Path, status: int, outcome: str
) -> None:
    """A later run, of another process, asks nothing before the time that the newsroom named."""
    newsroom.fail("incubatore", status, retry_after=600)
    first = House(settings, kept)
    (run,) = first.refresh("incubatore")
    told = told_of(first, "incubatore")
    assert (run.outcome, run.requests > 0) == (outcome, True)
    assert told.not_before is not None and told.not_before > system_now() + dt.timedelta(minutes=9)
    first.close()

    newsroom.lift("incubatore")
    newsroom.forget_requests()
    second = House(settings)
    (run,) = second.refresh("incubatore")
    assert (run.outcome, run.requests, newsroom.requests) == ("blocked", 0, [])
    with second.pipe.store.writing() as c:
        pages.note_host(c, HostState(host="incubatore.localhost", next_allowed=system_now()))
    (run,) = second.refresh("incubatore")
    assert (run.outcome, told_of(second, "incubatore").not_before) == ("passed", None)
    second.close()


@pytest.mark.server
def test_retry_after_puts_off_the_schedule(house: House, newsroom: Newsroom) -> None:
    """The source is due no earlier than its newsroom allows, though its own pause is shorter."""
    newsroom.fail("incubatore", 503, retry_after=80_000)
    house.refresh("incubatore")
    with house.pipe.store.reading() as c:
        due = sources.state(c, "incubatore").due
    assert due is not None and due == told_of(house, "incubatore").not_before


@pytest.mark.server
def test_new_address_is_proposed(
    settings: Settings, newsroom: Newsroom, kept: Path, call: Call
) -> None:
    """`sources show` and the API name where a listing moved to for good."""
    house = House(settings, kept)
    newsroom.move_host("istituto", "accademia.localhost")
    (run,) = house.refresh("istituto")
    with house.pipe.store.writing() as c:
        runs.enqueue(c, Order(trigger="schedule", source="istituto"), system_now())
    there = f"http://accademia.localhost:{newsroom.port}/atom.xml"
    app = create_app(
        settings,
        house.pipe.store,
        house.pipe.declared.sources,
        nudge=lambda: None,
        status=lambda: CrawlerStatus(alive=True),
    )
    report = asyncio.run(ask(app, "/api/v1/sources/istituto")).json()
    house.close()
    assert (run.outcome, report["manners"]["moved"]) == ("passed", there)
    assert there in call("sources", "show", "istituto").out
