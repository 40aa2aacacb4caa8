"""The newsroom walked through its life, with the public bytes looked at after each step."""

from collections.abc import Iterator

import pytest

from demo.newsroom import Newsroom
from schemas.run import Run
from tests.house import House
from tests.opening import opening

pytestmark = pytest.mark.server
DESIGN = "ateneo"


@pytest.fixture(scope="module")
def untouched() -> Iterator[Newsroom]:
    """The newsroom with all its stories."""
    with opening() as room:
        yield room


def visible(newsroom: Newsroom, language: str | None = None) -> set[str]:
    """The titles that the newsroom's sites show now, in plain spaces; a copy counts once."""
    return {
        " ".join(row["title"].split())
        for row in newsroom.stories()
        if row["visible"] and language in (None, row["language"])
    }


def newest(house: House) -> str:
    """The first story with a date; an undated one sorts by its first sight."""
    dated = [item for item in house.feed("stories.it") if "date_published" in item]
    title: str = dated[0]["title"]
    return title


def first_run(house: House, newsroom: Newsroom) -> None:
    """Everything is new, once per language, newest first."""
    receipts = house.refresh()
    assert {run.outcome for run in receipts} == {"passed"}, [r.reason for r in receipts]
    titles = house.titles()
    assert set(titles) == visible(newsroom)
    dates = [item["date_published"] for item in house.feed() if "date_published" in item]
    assert dates == sorted(dates, reverse=True)


def nothing_new(house: House, newsroom: Newsroom) -> None:
    """No page is downloaded, no file touched."""
    before = house.public()
    newsroom.forget_requests()
    receipts = house.refresh()
    assert {run.outcome for run in receipts} == {"passed"}
    downloads = [v.path for v in newsroom.requests if v.status == 200 and v.path != "/robots.txt"]
    assert downloads == []
    assert house.public() == before


def one_new(house: House, newsroom: Newsroom) -> Run:
    """A new story is first in the feed; documents it does not belong to keep their bytes."""
    before = house.public()
    rows = newsroom.publish()
    (run, *_) = house.refresh("ateneo-it", "ateneo-en")
    italian = next(row["title"] for row in rows if row["language"] == "it")
    assert italian in [item.title for item in run.added]
    assert newest(house) == italian
    after = house.public()
    assert before["feeds/sources/europa.rss"] == after["feeds/sources/europa.rss"]
    assert before["feeds/stories.rss"] != after["feeds/stories.rss"]
    return run


def one_edited(house: House, newsroom: Newsroom, key: str) -> None:
    """A correction that only the story page shows is found; id and date stay."""
    before = {item["id"]: item for item in house.feed()}
    newsroom.edit(key, "page_only")
    (run,) = house.refresh("ateneo-it")
    assert len(run.updated) == 1, run
    changed = [item for item in house.feed() if item != before[item["id"]]]
    italian = next(item for item in changed if item["language"] == "it")
    old = before[italian["id"]]
    assert italian["date_published"] == old["date_published"]
    assert italian["date_modified"] > old["date_modified"]


def unpublished(house: House, newsroom: Newsroom, key: str) -> None:
    """A story that answers 403 twice, ten minutes apart, leaves every public document."""
    (title,) = [r["title"] for r in newsroom.stories() if r["key"] == key and r["language"] == "it"]
    newsroom.unpublish(key)
    (run,) = house.refresh("ateneo-it")
    assert run.withdrawn == ()
    assert title in house.titles()
    house.later(minutes=11)
    (run,) = house.refresh("ateneo-it")
    assert [item.title for item in run.withdrawn] == [title]
    assert not [path for path, (text, _) in house.public().items() if title.encode() in text]


def redesign(house: House, newsroom: Newsroom) -> None:
    """A redesign is held, with its figures, and leaves every public byte as it was."""
    before = house.public()
    newsroom.redesign(DESIGN)
    house.later(minutes=1)
    (run,) = house.refresh("ateneo-it")
    assert (run.outcome, run.reason) == ("held", "the listing matches nothing (was 24)")
    assert house.public() == before


def recovery(house: House, newsroom: Newsroom) -> None:
    """The old design is back: the source recovers by itself and a story missed meanwhile comes."""
    missed = next(r["title"] for r in newsroom.publish() if r["language"] == "it")
    newsroom.restore_design(DESIGN)
    (run,) = house.refresh("ateneo-it")
    assert run.outcome == "passed", run.reason
    assert newest(house) == missed
    assert len(house.titles()) == len(set(house.titles()))


def test_a_newsrooms_life(house: House, newsroom: Newsroom) -> None:
    """First run, nothing new, one new, one edited, unpublished, redesign, recovery."""
    first_run(house, newsroom)
    nothing_new(house, newsroom)
    run = one_new(house, newsroom)
    key = next(r["key"] for r in newsroom.stories() if r["title"] == run.added[0].title)
    one_edited(house, newsroom, key)
    unpublished(house, newsroom, key)
    redesign(house, newsroom)
    recovery(house, newsroom)
