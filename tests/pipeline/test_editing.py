"""Editors' decisions."""

from datetime import timedelta
from typing import Any

import pytest

from pipeline import editing
from pipeline.editing import channelled, edited, shown
from schemas.card import StoryCard
from schemas.errors import InputError
from tests.builders import NOON, card

LATER = NOON + timedelta(hours=5)
SAID: dict[str, Any] = {"by": "anna", "at": LATER, "why": "refuso"}
PICTURE = {"url": "https://a.example/p.jpg"}

FIELDS: list[tuple[dict[str, Any], str, Any]] = [
    ({"title": "  Titolo\u00a0nuovo "}, "title", "Titolo nuovo"),
    ({"title": "Un <em>ponte</em> &amp; altro"}, "title", "Un ponte & altro"),
    ({"teaser": "Un’altra frase."}, "teaser", "Un’altra frase."),
    ({"teaser": ""}, "teaser", ""),
    ({"section": "awards"}, "section", "awards"),
]


@pytest.mark.parametrize(("fields", "name", "value"), FIELDS)
def test_readers_see_the_editors_words(fields: dict[str, Any], name: str, value: Any) -> None:
    """An override wins over the source, tidied, and says whose it is."""
    seen = shown(edited(card(), fields, **SAID))
    assert getattr(seen, name) == value
    assert seen.provenance[name] == "editor"


def test_an_editor_describes_a_picture() -> None:
    """The alternative text is replaced where there is a picture, and nothing else of it."""
    seen = shown(edited(card(image=PICTURE), {"image_alt": "Il ponte"}, **SAID))
    assert seen.image is not None
    assert (seen.image.alt, seen.image.url) == ("Il ponte", PICTURE["url"])


def test_an_editor_chooses_topics() -> None:
    """The chosen topics replace the rules', keep the rules' reasons where both agree."""
    mark = {"topic": "energy", "words": ("idrogeno",), "vocabulary": "2026-01-01"}
    before = card(topics=(mark, {"topic": "awards", "vocabulary": "2026-01-01"}))
    seen = shown(edited(before, {"topics": "energy, space"}, **SAID))
    assert [(t.topic, t.words) for t in seen.topics] == [("energy", ("idrogeno",)), ("space", ())]


def test_an_editors_word_can_be_taken_back() -> None:
    """None shows the source's words again."""
    before = card()
    after = edited(edited(before, {"title": "Nostro"}, **SAID), {"title": None}, **SAID)
    assert shown(after).title == before.title
    assert after.editor.overrides == {}


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"titel": "x"}, "titel: no such field"),
    ({"section": "sport"}, "section: no such section"),
    ({"topics": "sport"}, "topics: no such topic"),
    ({"title": "x" * 501}, "title: longer than 500"),
    ({"title": ["x"]}, "title: takes one text"),
]


@pytest.mark.parametrize(("fields", "message"), REFUSED)
def test_mistakes_are_named(fields: dict[str, Any], message: str) -> None:
    """Unknown fields, sections, topics and overlong texts are refused by name."""
    with pytest.raises(InputError, match=message):
        edited(card(), fields, **SAID)


REWORDED: list[tuple[dict[str, Any], bool]] = [
    ({"title": "Altro"}, True),
    ({"teaser": "Altra."}, True),
    ({"section": "awards"}, False),
    ({"topics": "space"}, False),
    ({"image_alt": "Il ponte"}, False),
]


@pytest.mark.parametrize(("fields", "moved"), REWORDED)
def test_updated_follows_the_words_a_reader_sees(fields: dict[str, Any], moved: bool) -> None:
    """Title and teaser move it; filing does not."""
    before = card(image=PICTURE)
    assert (edited(before, fields, **SAID).updated == LATER) is moved


def test_the_same_words_move_nothing() -> None:
    """An override equal to the source's title is no change for a reader."""
    before = card()
    assert edited(before, {"title": before.title}, **SAID).updated == before.updated


ACTIONS = [
    ("hide", editing.hidden, {"hidden": True}),
    ("pin", editing.pinned, {"pinned": True}),
    ("unpin", editing.unpinned, {"pinned": False}),
    ("retract", editing.retracted, {"retracted": True}),
    ("restore", editing.restored, {"hidden": False, "retracted": False}),
    ("release", editing.released, {"embargo": None}),
]


@pytest.mark.parametrize(("action", "carry_out", "state"), ACTIONS)
def test_every_action_is_on_record(action: str, carry_out: Any, state: dict[str, Any]) -> None:
    """A new revision with who, when, why; `updated` stays."""
    before = card(editor={"hidden": True, "retracted": True, "pinned": True, "embargo": LATER})
    after: StoryCard = carry_out(before, **SAID)
    (mark,) = after.editor.log
    assert {name: getattr(after.editor, name) for name in state} == state
    assert (mark.action, mark.by, mark.at, mark.why) == (action, "anna", LATER, "refuso")
    assert (after.revision, after.updated) == (before.revision + 1, before.updated)


def test_a_channel_can_be_told_otherwise() -> None:
    """In, out, or as the filter says again."""
    inside = channelled(card(), "stories", included=True, **SAID)
    outside = channelled(inside, "stories", included=False, **SAID)
    neither = channelled(outside, "stories", included=None, **SAID)
    assert inside.editor.channels == {"stories": True}
    assert outside.editor.channels == {"stories": False}
    assert neither.editor.channels == {}


def test_a_card_without_editor_is_shown_as_it_is() -> None:
    """Nothing is copied where nobody said anything."""
    before = card()
    assert shown(before) is before
