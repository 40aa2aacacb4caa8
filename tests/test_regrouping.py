"""Merged cards in the public documents."""

import json

import pytest

from tests.house import House

pytestmark = pytest.mark.server


def document(house: House, card: str) -> dict[str, object]:
    """What the document of a card's key says."""
    key = card.removeprefix("urn:uuid:").replace("-", "")
    path = house.settings.public / "cards" / key[:2] / f"{key}.json"
    said: dict[str, object] = json.loads(path.read_bytes())
    return said


def test_documents_carry_one_of_two_merged_cards(house: House) -> None:
    """Feeds lose the other at once, its own document is the survivor's; an undo restores both."""
    house.read("archivio")
    before = house.feed("sources/archivio")
    gone, into = (item["id"] for item in before[:2])
    run = house.act("merge", gone, into=into)
    after = house.feed("sources/archivio")
    assert run.outcome == "passed", run.reason
    assert {item["id"] for item in after} == {item["id"] for item in before} - {gone}
    assert document(house, gone) == document(house, into)
    house.act("edit", into, title="Un titolo nuovo")
    assert document(house, gone)["title"] == "Un titolo nuovo"
    house.act("undo", gone)
    assert {item["id"] for item in house.feed("sources/archivio")} == {i["id"] for i in before}
    assert document(house, gone)["id"] == gone


def test_a_newsletter_gets_no_story_twice(house: House) -> None:
    """What was mailed under one id is not mailed again under the one it was merged into."""
    house.read("ateneo-it")
    items = [item["id"] for item in house.feed("stories.it")[-2:]]
    house.act("release", items[0])
    assert items[0] in {item["id"] for item in house.feed("newsletter")}
    house.act("merge", items[0], into=items[1])
    house.act("release", items[1])
    assert not {item["id"] for item in house.feed("newsletter")} & set(items)
