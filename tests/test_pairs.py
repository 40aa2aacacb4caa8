"""`poliflash cards pairs`, from a proposal to one story and back."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.settings import settings_from
from pipeline.store.store import opened
from tests.calling import Call
from tests.pipeline.desk import Desk
from tests.pipeline.test_pairs import told

pytestmark = pytest.mark.server


@pytest.fixture
def proposed(tmp_path: Path) -> None:
    """A data folder in which one pair waits for an editor."""
    store = opened(settings_from(data=tmp_path / "data", public=tmp_path / "public"))
    told(Desk(store, tmp_path / "pages"))
    store.close()


def listed(call: Call, *words: str) -> list[dict[str, Any]]:
    """What the command lists."""
    found: list[dict[str, Any]] = json.loads(call("cards", "pairs", *words, "--json").out)
    return found


def twins(tmp_path: Path) -> set[int]:
    """How many other language versions the published items name."""
    feed = json.loads((tmp_path / "public" / "feeds" / "stories.json").read_bytes())
    return {len(item["_poliflash"].get("translations", ())) for item in feed["items"]}


@pytest.mark.usefixtures("proposed")
def test_a_pair_by_command(call: Call, tmp_path: Path) -> None:
    """Accepted, both items name each other; undone, neither does; the editor is named."""
    (pair,) = listed(call)
    assert [side["title"] for side in pair["sides"]] == [
        "Il ponte che parla",
        "The bridge that speaks",
    ]
    accepted = call("cards", "pairs", "accept", "1", "--by", "Anna", "--why", "one bridge")
    assert (accepted.code, listed(call), twins(tmp_path)) == (0, [], {1})
    (past,) = listed(call, "--past")
    assert (past["state"], past["by"], past["why"]) == ("accepted", "Anna", "one bridge")
    assert call("cards", "pairs", "undo", "1").code == 0
    assert ([p["number"] for p in listed(call)], twins(tmp_path)) == ([1], {0})


@pytest.mark.usefixtures("proposed")
def test_a_pair_that_is_not_there(call: Call) -> None:
    """A wrong number is the asker's mistake, told in one line."""
    ended = call("cards", "pairs", "reject", "7")
    assert (ended.code, "no such pair" in ended.err) == (2, True)
