"""The stories that a page's JSON-LD lists."""

from collections.abc import Iterator
from typing import Any

from lxml.etree import _Element

from spiders.extract.jsonld import parsed

JSON_LD = "json-ld"
"""What stands for a selector of links where a listing names its stories in JSON-LD."""
_LISTS = ("itemListElement", "blogPost", "blogPosts", "hasPart", "mainEntity", "item", "@graph")
_STORIES = frozenset(
    {"Article", "NewsArticle", "BlogPosting", "PressRelease", "Report", "ListItem"}
)
_DEEP = 6


def linked_in(root: _Element) -> Iterator[tuple[str, str]]:
    """Address and title of each; a page that is a story itself lists only the others it names."""
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            for node in parsed(script.text or ""):
                yield from _listed(node, 0, inside=False)


def _listed(node: Any, depth: int, *, inside: bool) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for part in node:
            yield from _listed(part, depth, inside=inside)
    elif isinstance(node, str) and inside:
        yield node, ""
    elif isinstance(node, dict) and depth <= _DEEP:
        address, title = _address(node), node.get("headline") or node.get("name")
        if inside and address and _STORIES & _types(node):
            yield address, title if isinstance(title, str) else ""
        for name in _LISTS:
            within = (inside or name != "@graph") and name in node
            if name in node and not (name == "item" and address and inside):
                yield from _listed(node[name], depth + 1, inside=within)


def _address(node: dict[str, Any]) -> str | None:
    whole = node.get("item")
    for place in (node, whole if isinstance(whole, dict) else {}):
        for name in ("url", "@id"):
            if isinstance(place.get(name), str) and "://" in place[name]:
                return str(place[name])
    return whole if isinstance(whole, str) else None


def _types(node: dict[str, Any]) -> set[str]:
    kinds = node.get("@type")
    return {kinds} if isinstance(kinds, str) else {str(kind) for kind in kinds or ()}
