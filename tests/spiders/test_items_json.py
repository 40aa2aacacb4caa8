"""Answers of Wagtail and of JSON:API to what they say."""

import json
from typing import Any

import pytest

from schemas.errors import NotAFeed
from schemas.source import Source
from spiders.items.item import FeedItem
from spiders.items.jsonapi import feed_from_jsonapi
from spiders.items.wagtail import feed_from_wagtail
from tests.builders import source

HOME = "https://www.example.org/"
API = HOME + "api/pages/?type=patents.PatentPage"
NODES = HOME + "jsonapi/node/news"
PATENT: dict[str, Any] = {
    "id": 41,
    "meta": {
        "detailUrl": HOME + "api/pages/41/",
        "slug": "membrana",
        "firstPublishedAt": "2026-03-02T09:30:00.000+01:00",
        "locale": "en",
    },
    "title": "A membrane that counts",
    "abstract": "<p>It counts &amp; filters.</p>",
    "trl": 4,
    "coverImage": {"url": "/media/m.png", "alt": "The membrane"},
}
NODE: dict[str, Any] = {
    "type": "node--news",
    "id": "5f1c",
    "attributes": {
        "drupal_internal__nid": 812,
        "langcode": "it",
        "title": "Il tetto che raccoglie la nebbia",
        "created": "2026-03-01T23:30:00+00:00",
        "changed": "2026-03-04T10:00:00+00:00",
        "path": {"alias": "/notizie/tetto", "langcode": "it"},
        "body": {"value": "x", "processed": "<p>Testo.</p>", "summary": "In breve."},
    },
    "relationships": {
        "field_image": {"data": {"type": "file--file", "id": "f1", "meta": {"alt": "Il tetto"}}},
        "field_tags": {
            "data": [{"type": "t", "id": "a"}, {"type": "t", "id": "b"}, {"type": "t", "id": "-"}]
        },
        "field_media_image": {"data": None},
    },
}
INCLUDED = [
    {"type": "file--file", "id": "f1", "attributes": {"uri": {"url": "/files/tetto.jpg"}}},
    {"type": "t", "id": "a", "attributes": {"name": "acqua"}},
    {"type": "t", "id": "b", "attributes": {"name": "nebbia"}},
]


def wagtail(**rules: Any) -> Source:
    """A newsroom with Wagtail's interface."""
    table = {"urls": [API], "link": HOME + "en/patent/{slug}/", **rules}
    return source(home=HOME, kind="wagtail", listing=None, wagtail=table)


def drupal(**rules: Any) -> Source:
    """A newsroom with JSON:API."""
    table = {"urls": [NODES], **rules}
    return source(home=HOME, kind="jsonapi", listing=None, jsonapi=table)


def patent(**changes: Any) -> FeedItem:
    """The patent as read."""
    body = json.dumps({"meta": {"totalCount": 90}, "items": [{**PATENT, **changes}]}).encode()
    return feed_from_wagtail(body, API, wagtail(map={"tags": "trl"}))[0].items[0]


def node(room: Source | None = None, **changes: Any) -> FeedItem:
    """The node as read."""
    attributes = {**NODE["attributes"], **changes}
    document = {"data": [{**NODE, "attributes": attributes}], "included": INCLUDED}
    return feed_from_jsonapi(json.dumps(document).encode(), NODES, room or drupal()).items[0]


def test_wagtail_fields() -> None:
    """Keys count in any spelling; what the map names is found beside what is usual."""
    said = patent().extracted
    assert said.url == HOME + "en/patent/membrana/"
    assert (said.title, said.teaser) == ("A membrane that counts", "It counts & filters.")
    assert said.published is not None and said.published.day.isoformat() == "2026-03-02"
    assert (said.language, said.guid, said.tags) == ("en", "41", ("4",))
    assert said.image is not None and said.image.url == HOME + "media/m.png"


def test_wagtail_total() -> None:
    """How many there are is told, so that the offset can be moved on."""
    body = json.dumps({"meta": {"total_count": 90}, "items": [PATENT]}).encode()
    assert feed_from_wagtail(body, API, wagtail())[1] == 90


def test_wagtail_item_without_an_address() -> None:
    """A pattern that cannot be filled is told with what to do."""
    body = json.dumps({"items": [{"id": 1, "title": "x", "meta": {}}]}).encode()
    feed, _ = feed_from_wagtail(body, API, wagtail())
    assert feed.items == () and "link" in feed.troubles[0]


def test_jsonapi_fields() -> None:
    """Attributes and what relationships lead to; a dangling one is left out."""
    said = node().extracted
    assert (said.url, said.aliases) == (HOME + "notizie/tetto", (HOME + "node/812",))
    assert (said.title, said.teaser) == ("Il tetto che raccoglie la nebbia", "In breve.")
    assert (said.body, said.tags, said.guid) == ("<p>Testo.</p>", ("acqua", "nebbia"), "5f1c")
    assert said.image is not None
    assert (said.image.url, said.image.alt) == (HOME + "files/tetto.jpg", "Il tetto")


def test_jsonapi_day_is_romes() -> None:
    """What a server writes in UTC was another day in Turin."""
    said = node().extracted
    assert said.published is not None and said.published.day.isoformat() == "2026-03-02"


@pytest.mark.parametrize(
    ("path", "rules", "url"),
    [
        ({"alias": "/notizie/tetto"}, {"base": HOME + "en"}, HOME + "en/notizie/tetto"),
        ({"alias": None}, {}, HOME + "node/812"),
        ({"alias": None}, {"base": HOME + "en"}, HOME + "en/node/812"),
    ],
)
def test_jsonapi_address(path: dict[str, Any], rules: dict[str, Any], url: str) -> None:
    """Path aliases have no host and no language; without one there is the node's own address."""
    assert node(drupal(**rules), path=path).url == url


def test_jsonapi_map() -> None:
    """Fields of the site's own come before the standard ones."""
    room = drupal(map={"published": "field_data", "title": ["field_titolo", "title"]})
    said = node(room, field_data="2026-02-20", field_titolo="").extracted
    assert said.published is not None and said.published.day.isoformat() == "2026-02-20"
    assert said.title == "Il tetto che raccoglie la nebbia"


def test_jsonapi_next_page() -> None:
    """`links.next` is the following page, whether a text or an object."""
    for link in (NODES + "?page=2", {"href": NODES + "?page=2"}):
        document = {"data": [], "links": {"next": link}}
        feed = feed_from_jsonapi(json.dumps(document).encode(), NODES, drupal())
        assert feed.following == NODES + "?page=2"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html><title>Accesso</title>", "web page titled .Accesso"),
        (b'{"errors": [{"title": "Forbidden", "detail": "The bundle is closed."}]}', "closed"),
        (b'{"message": "No route"}', "No route"),
        (b"{}", "other JSON"),
        (b"[1", "broken JSON"),
    ],
)
def test_what_is_no_interface(body: bytes, words: str) -> None:
    """Anything else is named, by either reader."""
    with pytest.raises(NotAFeed, match=words):
        feed_from_jsonapi(body, NODES, drupal())
    with pytest.raises(NotAFeed):
        feed_from_wagtail(body, API, wagtail())
