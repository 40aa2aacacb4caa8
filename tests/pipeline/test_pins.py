"""Tests of cards that editors pin."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from feeds.selection import MOST
from pipeline import editing
from pipeline.store import newest
from tests.pipeline.annals import Newsroom


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom whose document holds five of its twelve stories."""
    made = Newsroom(tmp_path)
    made.add(12)
    yield made
    made.store.close()


def test_an_old_story_that_is_pinned_is_shown(room: Newsroom) -> None:
    """It takes the place of the oldest one; when the pin goes, so does the story."""
    old, *_, last = room.made[2], room.made[-5]
    documents = []
    for change in (editing.pinned, editing.unpinned):
        room.change(old, change(old, by="Anna", at=room.store.clock()))
        documents.append(room.walk("few")[0])
    pinned, unpinned = documents
    assert (set(pinned) - set(unpinned), set(unpinned) - set(pinned)) == ({old.id}, {last.id})


@pytest.mark.parametrize("name", ["few", "letter"])
def test_a_pin_counts_however_many_stories_are_newer(room: Newsroom, name: str) -> None:
    """Also of one that no document could hold without it."""
    old = room.made[0]
    room.add(MOST + 20)
    room.change(old, editing.pinned(old, by="Anna", at=room.store.clock()))
    assert old.id in room.walk(name)[0]


def test_the_few_that_are_pinned_are_found_by_an_index(room: Newsroom) -> None:
    """No other card is read for them: there may be a million."""
    asked: list[str] = []
    with room.store.reading() as c:
        event.listen(c, "before_cursor_execute", lambda *told: asked.append(told[2]))
        newest.pinned(c)
        plan = c.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0]}").all()
    assert "ix_card_pinned" in str(plan)
