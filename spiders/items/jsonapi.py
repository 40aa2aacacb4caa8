"""JSON:API documents as Drupal writes them (https://jsonapi.org/format/1.1/)."""

from collections.abc import Mapping
from typing import Any

from schemas.errors import NotAFeed
from schemas.rules import JsonapiRules, MappedName, Path
from schemas.source import Source
from spiders.items.instead import json_from
from spiders.items.item import Feed, FeedItem, item_of, whole_address
from spiders.items.mapped import story, texts, under
from spiders.links import address_of
from spiders.places import origin_of

DRUPAL: dict[MappedName, Path] = {
    "title": "title",
    "teaser": ("body.summary", "field_summary.processed", "field_summary"),
    "body": ("body.processed", "body.value"),
    "published": ("field_date", "created"),
    "updated": "changed",
    "language": "langcode",
    "image": ("field_image.uri.url", "field_media_image.field_media_image.uri.url"),
    "image_alt": ("field_image.meta.alt", "field_media_image.field_media_image.meta.alt"),
    "tags": "field_tags.name",
    "link": "path.alias",
    "guid": "id",
}
"""Where Drupal's standard profile keeps the fields."""

Included = Mapping[tuple[str, str], Any]


def feed_from_jsonapi(body: bytes, url: str, source: Source) -> Feed:
    """The resources of a collection and the address of the next page; raises NotAFeed."""
    document = json_from(body, "JSON:API")
    data = document.get("data") if isinstance(document, dict) else None
    if not isinstance(data, list):
        raise NotAFeed(f"a collection of JSON:API was expected, but {_errors(document)}")
    included = {_key(one): one for one in document.get("included") or () if isinstance(one, dict)}
    items: list[FeedItem] = []
    troubles: list[str] = []
    for number, resource in enumerate(data, 1):
        if item := _item(resource, included, url, source):
            items.append(item)
        else:
            troubles.append(f"resource {number} has no address; see what `map.link` names")
    following = next(iter(texts(document, ("links.next.href", "links.next"))), "")
    return Feed(
        items=tuple(items),
        troubles=tuple(troubles),
        following=whole_address(following, url),
    )


def _item(resource: Any, included: Included, url: str, source: Source) -> FeedItem | None:
    rules = source.rules
    assert isinstance(rules, JsonapiRules), "only they have a map of resources"

    def step(value: Any, name: str) -> Any:
        return _part(value, name, included)

    places = {**DRUPAL, **rules.map}
    base = (rules.base or origin_of(source.home)).rstrip("/")
    named = next(iter(texts(resource, places["link"], step)), "")
    node = next(iter(texts(resource, "drupal_internal__nid", step)), "")
    href = base + named if named.startswith("/") else named or (node and f"{base}/node/{node}")
    link = address_of(href, url, source) if href else None
    if link is None:
        return None
    said = story(resource, places, link, url, source, step)
    if node:
        address = address_of(f"{origin_of(base)}/node/{node}", url, source)
        said = said.model_copy(update={"aliases": (address,) if address else ()})
    changed = next(iter(texts(resource, places["updated"], step)), None)
    return item_of(said, source, version=changed)


def _part(value: Any, name: str, included: Included) -> Any:
    """An attribute, or what a relationship leads to, or a member of a plain value.

    What is told of a relationship itself, such as Drupal's alternative text, is its `meta`.
    """
    if not isinstance(value, dict) or "type" not in value or "id" not in value:
        return under(value, name)
    if (attribute := under(value.get("attributes"), name)) is not None:
        return attribute
    related = under(value.get("relationships"), name)
    if related is None:
        return value.get(name)
    data = related.get("data") if isinstance(related, dict) else None
    found = data if isinstance(data, list) else [data]
    return [_led_to(one, included) for one in found if isinstance(one, dict)]


def _led_to(identifier: Mapping[str, Any], included: Included) -> dict[str, Any]:
    resource = included.get(_key(identifier), {})
    return {**resource, **identifier}


def _key(resource: Mapping[str, Any]) -> tuple[str, str]:
    return str(resource.get("type")), str(resource.get("id"))


def _errors(document: Any) -> str:
    told = texts(document, ("errors.detail", "errors.title", "message"))
    return f"the answer says: {told[0]}" if told else "the answer is other JSON"
