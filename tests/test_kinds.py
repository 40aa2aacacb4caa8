"""Every kind of source taken through the whole pipe."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from pipeline.settings import settings_from
from tests.house import DEMO_SOURCES, House

pytestmark = pytest.mark.server
MORE = DEMO_SOURCES.parent / "more-sources"


@pytest.fixture
def house(tmp_path: Path, newsroom: Newsroom, kept: Path) -> Iterator[House]:
    """The pipe over the demo newsroom, read by the kinds that the demonstration does not use."""
    folder = tmp_path / "sources"
    folder.mkdir()
    for file in MORE.glob("*.toml"):
        text = file.read_text("utf-8").replace(":8001", f":{newsroom.port}")
        (folder / file.name).write_text(text, "utf-8")
    found = House(
        settings_from(
            data=tmp_path / "data",
            public=tmp_path / "public",
            sources=(folder,),
            own_sources=False,
        ),
        kept,
    )
    yield found
    found.close()


def test_every_kind_passes_and_comes_to_rest(house: House, newsroom: Newsroom) -> None:
    """The first run is healthy, the second downloads no story and changes no public byte."""
    first = house.refresh()
    assert {run.outcome for run in first} == {"passed"}, [run.reason for run in first]
    assert not [item for run in first for item in (*run.problems, *run.rejected)]
    before = house.public()
    newsroom.forget_requests()
    second = house.refresh()
    assert {run.outcome for run in second} == {"passed"}, [run.reason for run in second]
    assert not [item for run in second for item in (*run.added, *run.updated, *run.problems)]
    downloads = [v.path for v in newsroom.requests if v.status == 200]
    assert [path for path in downloads if path not in ("/robots.txt", "/sitemap.xml")] == []
    assert house.public() == before


def test_parts_of_a_page_are_stories_of_their_own(house: House) -> None:
    """Each release of a page has its own card and address, the yearly look-alike too."""
    house.refresh("dipartimento")
    items = house.feed("sources/dipartimento")
    assert len(items) == len({item["url"] for item in items}) == 8
    assert len({item["title"] for item in items}) == 7


def test_edited_post_is_found(house: House, newsroom: Newsroom) -> None:
    """A correction is seen through the interface, under the same id."""
    house.refresh("fondazione-wordpress")
    before = {item["id"]: item["title"] for item in house.feed()}
    key = next(row["key"] for row in newsroom.stories() if row["site"] == "fondazione")
    newsroom.edit(key, "real")
    house.later(minutes=1)
    (run,) = house.refresh("fondazione-wordpress")
    assert len(run.updated) == 1 and not run.added
    assert {item["id"] for item in house.feed()} == set(before)


@pytest.mark.parametrize("slug", ["fondazione-wordpress", "ateneo-jsonapi-it", "europa-sitemap"])
def test_page_where_the_interface_was(house: House, newsroom: Newsroom, slug: str) -> None:
    """HTML where JSON or XML was expected is held, and the public feed stays."""
    house.refresh(slug)
    before = house.public()
    newsroom.html_feed(slug.partition("-")[0])
    house.later(minutes=1)
    (run,) = house.refresh(slug)
    assert run.outcome == "held"
    assert house.public() == before


def test_release_is_published_as_one(house: House, newsroom: Newsroom) -> None:
    """A PDF's card has kind, date and link, and no body."""
    house.refresh("istituto-press")
    (release,) = [item for item in house.feed() if item["url"].endswith(".pdf")]
    day = dt.datetime.fromisoformat(release["date_published"]).date()
    assert day == newsroom.state.today - dt.timedelta(days=9)
