"""What an edition costs, whatever went before it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tests.newsletters.press import Press
from tests.newsletters.test_editions import DAILY, EIGHT, HOUR, SUNDAY


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    """A daily newsletter that begins on a Sunday, and a story that it has released."""
    found = Press(tmp_path, SUNDAY, letter=DAILY)
    found.at(SUNDAY)
    found.read("ponte")
    found.at(SUNDAY + 2 * HOUR)
    yield found
    found.store.close()


def test_an_edition_costs_the_same_after_many(press: Press) -> None:
    """Of what earlier editions had only that is read which may be one of its own stories."""
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, text: str, values: Any, *_: Any) -> None:
        if "edition_item" in text and text.startswith("SELECT card.record"):
            asked.append((text, values))

    event.listen(press.store.engine, "before_cursor_execute", note)
    press.at(EIGHT)
    event.remove(press.store.engine, "before_cursor_execute", note)
    with press.store.reading() as c:
        plans = [
            row.detail
            for text, values in asked
            for row in c.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
        ]
    items = [plan for plan in plans if "edition_item" in plan]
    assert items
    assert [plan for plan in items if "card=?" not in plan] == []


def test_between_two_cut_offs_no_edition_is_looked_for(press: Press) -> None:
    """A story that is released in the meantime costs no look at the newsletters' last ones."""
    press.at(EIGHT)
    asked: list[str] = []
    event.listen(
        press.store.engine, "before_cursor_execute", lambda *told: asked.append(str(told[2]))
    )
    press.read("torre")
    press.at(EIGHT + 2 * HOUR)
    assert [text for text in asked if text.startswith("SELECT edition.cut")] == []


def test_where_nothing_is_due_nobody_is_waited_for(press: Press) -> None:
    """A run that found nothing new publishes beside whoever is writing."""
    press.at(EIGHT)
    asked: list[str] = []
    event.listen(
        press.store.engine, "before_cursor_execute", lambda *told: asked.append(str(told[2]))
    )
    assert press.at(EIGHT + HOUR).documents == ()
    assert [text for text in asked if not text.startswith("SELECT")] == []
