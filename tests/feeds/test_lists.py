"""Tests of OPML, a card's own document and its schema."""

import orjson
from lxml import etree

from feeds import card_json, opml, story_schema
from tests.builders import NOON, card
from tests.feeds.samples import PICTURE, site, variant


def test_opml_lists_every_document() -> None:
    """Requirement 39: One outline a document, by its RSS address, in the given order."""
    root = etree.fromstring(opml.render([variant("it"), variant(None)], site()))
    assert root.get("version") == "2.0"
    assert [(o.get("type"), o.get("text"), o.get("xmlUrl")) for o in root.iter("outline")] == [
        ("rss", "Tutto (it)", "https://www.example.org/poliflash/feeds/all.it.rss"),
        ("rss", "Everything", "https://www.example.org/poliflash/feeds/all.rss"),
    ]


def test_a_cards_document_lives_by_its_key() -> None:
    """Two digits spread a million cards over 256 folders."""
    made = card()
    assert card_json.path(made) == f"cards/{made.key[:2]}/{made.key}.json"


def test_a_cards_document_tells_its_provenance_but_not_the_newsroom() -> None:
    """Who edited what is nobody's business outside."""
    mark = {"action": "pin", "by": "Ada", "at": NOON}
    made = card(provenance={"title": "json-ld"}, editor={"pinned": True, "log": (mark,)})
    document = orjson.loads(card_json.render(made))
    assert document["provenance"] == {"title": "json-ld"}
    assert b"Ada" not in card_json.render(made)
    assert "editor" not in document


def test_a_cards_document_obeys_its_rights() -> None:
    """A teaser that rights keep back is not in it."""
    assert orjson.loads(card_json.render(card(rights={"text": "title"})))["teaser"] == ""


def test_a_cards_document_is_the_same_whatever_the_order() -> None:
    """Keys are sorted at every depth."""
    one = card(provenance={"a": "1", "b": "2"})
    two = one.model_copy(update={"provenance": {"b": "2", "a": "1"}})
    assert card_json.render(one) == card_json.render(two)


def test_the_schema_names_every_field_of_the_document() -> None:
    """What is published and what is promised are the same fields."""
    schema = orjson.loads(story_schema.render(site()))
    document = orjson.loads(card_json.render(card(image=PICTURE)))
    assert schema["$id"] == "https://www.example.org/poliflash/schemas/story-card.json"
    assert set(schema["properties"]) == set(schema["required"]) == set(document)


def test_the_schema_refers_to_nothing_missing() -> None:
    """Every `$ref` leads to a definition, and no definition is left over."""
    text = story_schema.render(site()).decode()
    schema = orjson.loads(text)
    assert {name for name in schema["$defs"] if f'"#/$defs/{name}"' in text} == set(schema["$defs"])
