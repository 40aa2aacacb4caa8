"""Language versions found by what pages say, from the page to the store."""

from typing import Any

import pytest

from pipeline import editing
from pipeline.nodes import other_languages
from pipeline.store import cards
from tests.pipeline.desk import ENGLISH, HOST, ITALIAN, Desk

TO_IT, TO_EN = {"translations": {"it": ITALIAN}}, {"translations": {"en": ENGLISH}}
NODE = {"aliases": [f"{HOST}/node/7"]}
LINKS = [
    ("the later page names the earlier", {}, TO_IT, 1),
    ("the earlier page names the later", TO_EN, {}, 1),
    ("neither", {}, {}, 2),
    ("one node, unprefixed for the default language", NODE, {"aliases": [f"{HOST}/en/node/7"]}, 1),
    ("one node, printed alike", NODE, NODE, 1),
    ("one node, each with its prefix", {"aliases": [f"{HOST}/it/node/7"]},
     {"aliases": [f"{HOST}/en/node/7"]}, 1),
    ("two nodes", NODE, {"aliases": [f"{HOST}/en/node/8"]}, 2),
    ("one number at two hosts", NODE, {"aliases": ["http://altrove.localhost:8001/en/node/7"]}, 2),
    ("one page of many texts", {"aliases": [f"{HOST}/node/7?idn=1"]},
     {"aliases": [f"{HOST}/en/node/7?idn=2"]}, 2),
]  # fmt: skip


@pytest.mark.parametrize(
    ("italian", "english", "stories"), [row[1:] for row in LINKS], ids=[row[0] for row in LINKS]
)
def test_what_links_two_languages(
    desk: Desk, italian: dict[str, Any], english: dict[str, Any], stories: int
) -> None:
    """Two cards of one story, whichever of the pages says so."""
    desk.italian(**italian)
    desk.english(**english)
    assert (len(desk.cards()), desk.stories()) == (2, stories)


def test_a_link_that_the_older_page_gets_later(desk: Desk) -> None:
    """The younger version joins the story although its own page is not read again."""
    desk.italian()
    desk.english()
    assert desk.stories() == 2
    desk.italian(**TO_EN)
    english = next(card for card in desk.cards() if card.language == "en")
    assert (desk.stories(), english.revision, english.title) == (1, 2, "The bridge that speaks")


def test_a_withdrawn_version_is_not_brought_back_by_a_link(desk: Desk) -> None:
    """A page may name a translation that is gone."""
    desk.italian()
    desk.english()
    (english,) = (card for card in desk.cards() if card.language == "en")
    with desk.store.writing() as c:
        cards.set_state(c, english.id, "withdrawn")
    desk.italian(**TO_EN)
    assert [card.language for card in desk.cards()] == ["it"]


def test_a_release_counts_for_the_story_it_turns_out_to_be_of(desk: Desk) -> None:
    """The older version, hidden while the younger was sent, is not sent when they are linked."""
    desk.italian()
    (italian,) = desk.cards()
    desk.edit(editing.hidden, italian)
    desk.english()
    assert desk.release() == {"en"}
    desk.english(**TO_IT)
    desk.edit(editing.restored, italian)
    assert (desk.release(), desk.stories()) == ({"en"}, 1)


KEYS = [
    ("url:a.example/node/7", ("url:a.example/it/node/7", "url:a.example/en/node/7")),
    ("url:a.example/en/node/7", ("url:a.example/node/7", "url:a.example/it/node/7")),
    ("url:a.example/node/7?x=2", ("url:a.example/it/node/7?x=2", "url:a.example/en/node/7?x=2")),
    ("url:a.example/x/node/7", ()),
    ("url:a.example/node/seven", ()),
    ("guid:a:/node/7", ()),
]  # fmt: skip


@pytest.mark.parametrize(("key", "expected"), KEYS)
def test_the_keys_of_one_node(key: str, expected: tuple[str, ...]) -> None:
    """Drupal puts the language before `/node/N`, the default one perhaps not."""
    assert other_languages(key) == expected
