"""The addresses of a site's interfaces, told from what they answer."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit

import orjson

from schemas.crawl import RawSeen
from spiders.items.mapped import texts, under

WAGTAIL = ("/api/v2/pages/", "/api/pages/")
"""Where Wagtail's pages usually are."""
JSONAPI = "/jsonapi"
"""Where Drupal lists its collections."""
BUNDLES = ("/jsonapi/node/news", "/jsonapi/node/article")
"""The collections that Drupal sites commonly have, where there is no list of them."""
_NEWS = re.compile(
    r"news|notizi|stori|article|articol|post|press|comunicat|blog|magazine", re.IGNORECASE
)
_MAPPED = {
    "teaser": ("intro_text", "intro", "introduction", "abstract", "summary", "excerpt"),
    "image": ("cover_image.full_url", "main_image.full_url", "hero_image.full_url"),
    "image_alt": ("cover_image.alt", "main_image.alt", "hero_image.alt"),
}
"""Field → names that sites give to fields of their own."""


def collections_in(answer: RawSeen | None) -> list[str]:
    """The collection of Drupal's nodes whose name says news, else the only one."""
    links = under(_read(answer), "links")
    nodes = [n for n in links if str(n).startswith("node--")] if isinstance(links, dict) else []
    news = [name for name in nodes if _NEWS.search(name)]
    chosen = news[:1] or (nodes if len(nodes) == 1 else [])
    return ["/jsonapi/" + name.replace("--", "/") for name in chosen]


def wagtail_rules(answer: RawSeen | None, known: Iterable[str]) -> dict[str, Any] | None:
    """The rules for the kind of page that is news; None where there is none.

    `known`: addresses of stories, which tell where a page without an address of its own is.
    """
    items = under(_read(answer), "items")
    if answer is None or not isinstance(items, list) or not items:
        return None
    kinds = Counter(_one(item, "meta.type") for item in items)
    news = [kind for kind, _ in kinds.most_common() if _NEWS.search(kind)]
    if not news:
        return None
    own = [item for item in items if _one(item, "meta.type") == news[0]]
    bare = answer.url.partition("?")[0]
    rules: dict[str, Any] = {"urls": (f"{bare}?type={quote(news[0])}&fields=*",), "max_pages": 1}
    if not _one(own[0], ("meta.html_url", "html_url", "url")):
        pattern = _pattern({_one(item, "meta.slug") for item in own}, known)
        if pattern is None:
            return None
        rules["link"] = pattern
    mapped = {name: _present(own[0], places) for name, places in _MAPPED.items()}
    return rules | {"map": {name: place for name, place in mapped.items() if place}}


def _pattern(slugs: set[str], known: Iterable[str]) -> str | None:
    """A known address with the slug taken out."""
    for url in known:
        slug = urlsplit(url).path.rstrip("/").rpartition("/")[2]
        if slug and slug in slugs:
            before, _, after = url.rpartition(slug)
            return f"{before}{{slug}}{after}"
    return None


def _present(item: Any, places: Iterable[str]) -> str | None:
    return next((place for place in places if texts(item, place)), None)


def _one(item: Any, path: str | tuple[str, ...]) -> str:
    return next(iter(texts(item, path)), "")


def _read(answer: RawSeen | None) -> Any:
    try:
        return orjson.loads(answer.body) if answer else None
    except orjson.JSONDecodeError:
        return None
