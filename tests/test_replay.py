"""Stored pages extracted once more, over the demo newsroom."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from demo.newsroom import Newsroom
from pipeline.orders import replay_of
from pipeline.store import cards
from pipeline.store import tables as t
from schemas.order import Order
from schemas.replay import Replayed
from schemas.run import Run
from tests.house import House
from tests.opening import opening
from tests.running import poliflash

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def untouched(request: pytest.FixtureRequest, untouched: Newsroom) -> Iterator[Newsroom]:
    """Some stories of each site, or every story there is: each is read in its own way."""
    if getattr(request, "param", None) is None:
        yield untouched
        return
    with opening() as room:
        yield room


def replayed(house: House, slug: str, *, apply: bool = False) -> tuple[Run, Replayed]:
    """The receipt of a replay of one source."""
    (run,) = house.carry_out(replay_of(house.pipe.declared.sources[slug], apply=apply))
    assert run.replayed is not None, run
    return run, run.replayed


def declared_anew(house: House, slug: str, old: str, new: str) -> House:
    """The house after a change in a source's file."""
    (folder,) = house.settings.sources
    file = folder / f"{slug}.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    house.close()
    return House(house.settings)


@pytest.mark.parametrize("untouched", ["every story"], indirect=True)
def test_without_a_change_nothing_differs(house: House, newsroom: Newsroom) -> None:
    """Pages that are read again give the very cards that there are, in every kind of source."""
    house.read()
    newsroom.publish()
    house.refresh("ateneo-it", "ateneo-en")
    newsroom.forget_requests()
    before = house.public()
    for slug in house.pipe.declared.sources:
        _, found = replayed(house, slug, apply=True)
        assert (found.read > 0, found.changes) == (True, ()), slug
    assert newsroom.requests == []
    assert house.public() == before


LABEL, OTHER = (
    '"Ricerca e innovazione" = "research_innovation"',
    '"Ricerca e innovazione" = "awards"',
)


def test_a_changed_rule_shows_exactly_its_difference(house: House, newsroom: Newsroom) -> None:
    """A label that stands for another section moves its cards there, and nothing else differs."""
    house.read("ateneo-it")
    there = {item["url"] for item in house.feed("sections/research-innovation")}
    before = house.public()
    newsroom.forget_requests()
    house = declared_anew(house, "ateneo-it", LABEL, OTHER)
    _, found = replayed(house, "ateneo-it")
    house.close()
    assert {change.url for change in found.changes} == there != set()
    assert found.fields == {"section": len(there)}
    moves = {(f.old, f.new) for change in found.changes for f in change.fields}
    assert moves == {("research_innovation", "awards")}
    assert newsroom.requests == []
    assert house.public() == before


def test_what_is_applied_is_public(house: House, newsroom: Newsroom) -> None:
    """A sentence that is now cut leaves the feed at once; a second replay finds nothing."""
    house.read("ateneo-it")
    item = next(item for item in house.feed("stories") if item["summary"].count(". ") >= 1)
    sentence = item["summary"].partition(". ")[0] + "."
    newsroom.forget_requests()
    rule = f"delay = 0\nstrip = ['{re.escape(sentence)}']"
    house = declared_anew(house, "ateneo-it", "delay = 0", rule)
    run, found = replayed(house, "ateneo-it", apply=True)
    _, again = replayed(house, "ateneo-it")
    house.close()
    (change,) = found.changes
    assert (change.url, change.fields[0].field) == (item["url"], "teaser")
    assert found.applied and [updated.url for updated in run.updated] == [item["url"]]
    now = next(i for i in house.feed("stories") if i["id"] == item["id"])
    assert sentence not in now["summary"]
    assert again.changes == ()
    assert newsroom.requests == []


def forgotten(house: House, card: str) -> None:
    """As if a card had never been: its page alone is still stored."""
    with house.pipe.store.writing() as c:
        for table, column in (
            (t.card, t.card.c.id),
            (t.alias, t.alias.c.card),
            (t.entry, t.entry.c.card),
            (t.release, t.release.c.card),
        ):
            c.execute(delete(table).where(column == card))
        c.execute(update(t.page).where(t.page.c.card == card).values(card=None))


def test_a_replay_is_no_news(house: House, newsroom: Newsroom) -> None:
    """A story of today that only a replay finds is in the feeds, and in no newsletter."""
    house.read("ateneo-it")
    newsroom.publish()
    (run,) = house.refresh("ateneo-it")
    (item,) = run.added
    assert item.card is not None
    forgotten(house, item.card)
    run, found = replayed(house, "ateneo-it", apply=True)
    house.later(hours=3)
    house.carry_out(Order(trigger="publish"))
    assert [(change.action, change.title) for change in found.changes] == [("new", item.title)]
    assert item.title in house.titles()
    assert item.title not in house.titles("newsletter")
    with house.pipe.store.reading() as c:
        assert cards.live(c, [added.card or "" for added in run.added]).popitem()[1].history


def test_a_withdrawn_story_stays_withdrawn(house: House, newsroom: Newsroom) -> None:
    """That its page is still stored does not bring it back."""
    house.read("ateneo-it")
    key = next(row["key"] for row in newsroom.publish())
    house.refresh("ateneo-it")
    newsroom.unpublish(key)
    house.refresh("ateneo-it")
    house.later(minutes=11)
    (run,) = house.refresh("ateneo-it")
    (gone,) = run.withdrawn
    _, found = replayed(house, "ateneo-it", apply=True)
    assert found.passed_over + found.unchanged == found.read
    assert gone.title not in house.titles()


def test_the_command_shows_and_applies(tmp_path: Path, house: House) -> None:
    """`poliflash replay` prints old and new; with `--apply` the public feed follows."""
    house.read("ateneo-it")
    house.close()
    sources = tmp_path / "sources"
    file = sources / "ateneo-it.toml"
    file.write_text(file.read_text("utf-8").replace(LABEL, OTHER), "utf-8")
    shown = poliflash("replay", "ateneo-it", folder=tmp_path, sources=sources)
    assert "section: research_innovation → awards" in shown.stdout, shown.stderr
    assert "--apply" in shown.stderr
    done = poliflash("replay", "--apply", "--json", folder=tmp_path, sources=sources)
    (receipt,) = json.loads(done.stdout)
    assert receipt["replayed"]["applied"] and receipt["documents"]
    again = poliflash("replay", folder=tmp_path, sources=sources)
    assert again.returncode == 0 and "→" not in again.stdout
