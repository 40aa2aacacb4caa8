"""Posts of WordPress to what they say."""

import json
from typing import Any

import pytest

from schemas.errors import NotAFeed
from schemas.source import Source
from spiders.items.wordpress import feed_from_wordpress
from tests.builders import source

HOME = "https://www.example.org/"
POSTS = HOME + "wp-json/wp/v2/posts"
MEDIUM: dict[str, Any] = {
    "media_type": "image",
    "mime_type": "image/jpeg",
    "alt_text": "Una vela d&#8217;argento",
    "source_url": HOME + "up/vela-scaled.jpg",
    "media_details": {
        "width": 5000,
        "height": 3000,
        "sizes": {
            "large": {"width": 1024, "height": 614, "source_url": HOME + "up/vela-1024.jpg"},
            "2048": {"width": 2048, "height": 1229, "source_url": HOME + "up/vela-2048.jpg"},
        },
    },
}
POST: dict[str, Any] = {
    "id": 7,
    "date": "2026-03-02T09:30:00",
    "date_gmt": "2026-03-02T08:30:00",
    "modified_gmt": "2026-03-03T10:00:00",
    "guid": {"rendered": HOME + "?p=7"},
    "link": HOME + "2026/03/vela/",
    "title": {"rendered": "La vela &#8220;d&#8217;argento&#8221; &amp; il vento"},
    "content": {"rendered": "<p>Il testo.</p>", "protected": False},
    "excerpt": {"rendered": "<p>Una vela si piega [&hellip;]</p>\n"},
    "yoast_head_json": {
        "og_locale": "it_IT",
        "og_description": "Una vela si piega e non si rompe.",
        "author": "Redazione",
        "og_image": [{"url": HOME + "up/og.jpg", "width": 1200, "height": 630}],
    },
    "_embedded": {
        "author": [{"name": "Ada Riva"}],
        "wp:featuredmedia": [MEDIUM],
        "wp:term": [
            [{"taxonomy": "category", "name": "Ricerca &amp; sviluppo"}],
            [{"taxonomy": "post_tag", "name": "vela"}, {"taxonomy": "post_tag", "name": "mare"}],
        ],
    },
}


def room() -> Source:
    """A newsroom with posts."""
    return source(home=HOME, kind="wordpress", listing=None, wordpress={"urls": [POSTS]})


def said(**changes: Any) -> dict[str, Any]:
    """What the post says with some of its members changed; `None` takes one away."""
    post = {name: value for name, value in {**POST, **changes}.items() if value is not None}
    (item,) = feed_from_wordpress(json.dumps([post]).encode(), POSTS, room()).items
    return item.extracted.model_dump(mode="json") | {"mark": item.mark}


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("url", HOME + "2026/03/vela/"),
        ("title", "La vela “d’argento” & il vento"),
        ("teaser", "Una vela si piega e non si rompe."),
        ("body", "<p>Il testo.</p>"),
        ("published", {"day": "2026-03-02", "instant": "2026-03-02T08:30:00Z"}),
        ("updated", "2026-03-03T10:00:00Z"),
        ("language", "it"),
        ("authors", [{"name": "Ada Riva", "url": None}]),
        ("section", "Ricerca & sviluppo"),
        ("tags", ["vela", "mare"]),
        ("guid", HOME + "?p=7"),
    ],
)
def test_fields(field: str, expected: object) -> None:
    """Each field is what WordPress says, without entities."""
    assert said()[field] == expected


def test_picture_is_of_a_usable_size() -> None:
    """Of the sizes the largest below 2400 pixels is taken, with the words beside it."""
    image = said()["image"]
    assert (image["url"], image["width"]) == (HOME + "up/vela-2048.jpg", 2048)
    assert image["alt"] == "Una vela d’argento"


@pytest.mark.parametrize(
    "embedded", [None, {"wp:featuredmedia": [{"code": "rest_forbidden"}]}, {"wp:featuredmedia": []}]
)
def test_picture_of_the_plug_in(embedded: object) -> None:
    """Without an embedded picture the one for social networks counts."""
    assert said(_embedded=embedded)["image"]["url"] == HOME + "up/og.jpg"


def test_whole_excerpt_is_kept() -> None:
    """An excerpt that WordPress did not cut is the teaser."""
    assert said(excerpt={"rendered": "<p>Scritto a mano.</p>"})["teaser"] == "Scritto a mano."


def test_local_date() -> None:
    """Without `date_gmt` the date is Rome's."""
    assert said(date_gmt=None)["published"]["instant"] == "2026-03-02T08:30:00Z"


def test_house_accounts_are_no_authors() -> None:
    """`admin` wrote nothing."""
    assert said(_embedded={"author": [{"name": "admin"}]})["authors"] == []


def test_modification_is_the_mark() -> None:
    """Whatever changed in a post, its `modified_gmt` says so."""
    assert said()["mark"] != said(modified_gmt="2026-03-04T10:00:00")["mark"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!doctype html><title>Torniamo subito</title>", "web page titled .Torniamo"),
        (b'{"code": "rest_no_route", "message": "Nessuna rotta"}', "Nessuna rotta"),
        (b"[{", "broken JSON"),
        (b"", "empty"),
    ],
)
def test_what_is_no_interface(body: bytes, words: str) -> None:
    """Anything else than posts is named."""
    with pytest.raises(NotAFeed, match=words):
        feed_from_wordpress(body, POSTS, room())


def test_post_without_an_address() -> None:
    """A post that cannot be linked to is told, and the others are read."""
    posts = [{**POST, "link": "javascript:x"}, POST, 3]
    feed = feed_from_wordpress(json.dumps(posts).encode(), POSTS, room())
    assert (len(feed.items), len(feed.troubles)) == (1, 2)
