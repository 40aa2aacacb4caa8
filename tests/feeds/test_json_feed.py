"""Tests of JSON Feed documents."""

from typing import Any

import orjson
import pytest

from feeds import json_feed
from tests.builders import NOON, card_id
from tests.feeds.samples import PICTURE, entry, rendered, site, variant

FULL = {"text": "full", "attribution": "Ateneo"}


def _item(**of_card: Any) -> dict[str, Any]:
    (item,) = orjson.loads(rendered("json", [entry(**of_card)]))["items"]
    return dict(item)


def test_the_document_knows_its_page_and_itself() -> None:
    """Requirement 27: `feed_url` is the address served, `home_page_url` the page for people."""
    feed = orjson.loads(rendered("json", [], variant("it")))
    assert feed["feed_url"] == "https://www.example.org/poliflash/feeds/all.it.json"
    assert (feed["home_page_url"], feed["language"]) == ("https://www.example.org/", "it")


def test_our_extension_explains_itself_once() -> None:
    """Requirements 32 and 34: `about` stands at the top, not in every item."""
    text = rendered("json", [entry(), entry()])
    assert text.count(b'"about"') == 1
    assert orjson.loads(text)["_poliflash"]["about"] == "https://www.example.org/poliflash/use"


def test_hubs_are_named() -> None:
    """Requirement 31: WebSub hubs have their own list."""
    shown = json_feed.render(variant(), [], site(hubs=("https://hub.example.org/",)), NOON)
    assert orjson.loads(shown.content)["hubs"] == [
        {"type": "WebSub", "url": "https://hub.example.org/"}
    ]


@pytest.mark.parametrize(
    ("of_card", "key", "content"),
    [
        ({"teaser": "Una & due."}, "content_text", "Una & due."),
        ({"teaser": "", "title": "Titolo"}, "content_text", "Titolo"),
        ({"body": "<p>Uno</p>", "rights": FULL}, "content_html", "<p>Uno</p><p>Fonte: Ateneo</p>"),
    ],
)
def test_every_item_has_content_of_its_sort(
    of_card: dict[str, Any], key: str, content: str
) -> None:
    """Requirement 29: HTML stands in `content_html`, plain words in `content_text`, never both."""
    item = _item(**of_card)
    assert {k: item[k] for k in ("content_html", "content_text") if k in item} == {key: content}


def test_the_picture_is_image_and_attachment() -> None:
    """Requirements 30 and 51: Size and type are the measured ones."""
    item = _item(image=PICTURE)
    assert item["image"] == PICTURE["url"]
    assert item["attachments"] == [
        {"url": PICTURE["url"], "mime_type": "image/jpeg", "size_in_bytes": 81234}
    ]


def test_tags_are_topics_then_the_sources_words_each_once() -> None:
    """Requirement 30: A topic's label that a source uses as a tag stands there once."""
    item = _item(topics=({"topic": "energy", "vocabulary": "1"},), tags=("sole", "Energia"))
    assert item["tags"] == ["Energia", "sole"]


def test_what_has_no_standard_field_is_in_the_extension() -> None:
    """Requirement 34: Source, section, story, precision, other sources, twins, rights and the
    card's address.
    """
    identity = card_id(7)
    made = entry(
        id=identity,
        departments=("DISAT",),
        also_at=({"source": "i3p-it", "url": "https://i3p.example.org/a", "title": "A"},),
        twins=({"id": card_id(8), "language": "en", "url": "https://news.example.org/en"},),
    )
    (item,) = orjson.loads(rendered("json", [made]))["items"]
    told = item["_poliflash"]
    assert told == {
        "source": {"slug": "ateneo", "name": "Ateneo", "url": "http://ateneo.localhost:8001/"},
        "section": {"slug": "research_innovation", "label": "Ricerca e innovazione"},
        "kind": "story",
        "story": identity,
        "first_seen": made.card.first_seen.isoformat(),
        "precision": "minute",
        "departments": ["DISAT"],
        "also_at": [{"source": "i3p-it", "url": "https://i3p.example.org/a", "title": "A"}],
        "translations": [
            {"id": card_id(8), "language": "en", "url": "https://news.example.org/en"}
        ],
        "rights": {"text": "teaser", "images": "hotlink"},
        "card": f"https://www.example.org/poliflash/cards/00/{made.card.key}.json",
    }
