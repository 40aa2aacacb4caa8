"""Editors' actions on cards that readers do not see."""

import pytest

from pipeline import editing
from pipeline.accept import place
from pipeline.store import cards, publication
from schemas.order import ActionName
from tests.pipeline.desk import HOST, ITALIAN, Desk

ACTIONS: list[tuple[ActionName, dict[str, str]]] = [
    ("pin", {}),
    ("hide", {}),
    ("edit", {"title": "Un altro titolo"}),
    ("release", {}),
    ("include", {"channel": "letter"}),
    ("exclude", {"channel": "letter"}),
    ("retract", {}),
]


@pytest.mark.parametrize(("name", "fields"), ACTIONS)
def test_no_action_brings_a_withdrawn_story_back(
    desk: Desk, name: ActionName, fields: dict[str, str]
) -> None:
    """What its newsroom took away stays away until the newsroom brings it back."""
    desk.italian()
    (card,) = desk.cards()
    with desk.store.writing() as c:
        cards.set_state(c, card.id, "withdrawn")
        place(c, {card.id: False}, desk.placing, desk.store.clock())
    desk.order(name, card, **fields)
    with desk.store.reading() as c:
        assert cards.state_of(c, card.id) == "withdrawn"
        assert publication.variants_with(c, [card.id]) == {}


def test_an_empty_text_gives_a_field_back(desk: Desk) -> None:
    """Whatever the field, readers see the newsroom's words again."""
    image = {"url": f"{HOST}/ponte.jpg", "alt": "Il ponte di giorno"}
    desk.italian(image=image)
    (card,) = desk.cards()
    ours = {"title": "Nostro", "teaser": "Nostro.", "image_alt": "Nostro", "topics": "space"}
    ours["section"] = "awards"
    desk.order("edit", card, **ours)
    (edited,) = desk.cards()
    assert editing.shown(edited).teaser == "Nostro."
    desk.order("edit", card, **dict.fromkeys(ours, ""))
    (again,) = desk.cards()
    assert (again.editor.overrides, again.editor.topics) == ({}, None)


def test_a_merge_brings_no_language_version_back(desk: Desk) -> None:
    """Nor does its card's story, which its versions go along with."""
    desk.italian()
    desk.english(translations={"it": ITALIAN})
    desk.read(f"{HOST}/en/news/other", language="en", title="Another one", body=None)
    italian, english, other = sorted(desk.cards(), key=lambda card: card.first_seen)
    with desk.store.writing() as c:
        cards.set_state(c, italian.id, "withdrawn")
    desk.order("merge", english, into=other.id)
    with desk.store.reading() as c:
        assert cards.state_of(c, italian.id) == "withdrawn"
        assert cards.live(c, [italian.id])[italian.id].story == other.story
