"""Posts of WordPress (https://developer.wordpress.org/rest-api/reference/posts/)."""

from typing import Any

from schemas.errors import NotAFeed
from schemas.extracted import AuthorFound, Extracted, ImageFound
from schemas.source import Source
from schemas.types import Moment
from spiders.dates import moment
from spiders.items.instead import json_from
from spiders.items.item import Feed, FeedItem, given, item_of, whole_address
from spiders.items.json_feed import language_of
from spiders.items.mapped import texts, under
from spiders.items.text import plain
from spiders.links import address_of

_MOST_WIDE = 2_400
"""Pixels; beyond it a smaller size of the picture is taken."""
_NOBODY = frozenset({"admin", "administrator", "redazione", "webmaster", "editor"})


def feed_from_wordpress(body: bytes, url: str, source: Source) -> Feed:
    """The posts of one page of results; raises NotAFeed."""
    posts = json_from(body, "WordPress's interface")
    if not isinstance(posts, list):
        told = next(iter(texts(posts, "message")), "")
        said = f"the answer says: {plain(told)}" if told else "the answer is other JSON"
        raise NotAFeed(f"WordPress's interface was expected, but {said}")
    items: list[FeedItem] = []
    troubles: list[str] = []
    for number, post in enumerate(posts, 1):
        if link := address_of(_one(post, "link"), url, source):
            items.append(_item(post, link, url, source))
        else:
            troubles.append(
                f"post {number} (“{plain(_one(post, 'title.rendered'))[:80]}”) has no address"
            )
    return Feed(items=tuple(items), troubles=tuple(troubles))


def _item(post: Any, link: str, base: str, source: Source) -> FeedItem:
    yoast = under(post, "yoast_head_json")
    modified = _moment(post, "modified")
    terms = _terms(post)
    fields = {
        "title": plain(_one(post, "title.rendered")),
        "teaser": _teaser(post, yoast),
        "body": _one(post, "content.rendered"),
        "published": _moment(post, "date"),
        "updated": modified.instant if modified else None,
        "language": language_of(_one(yoast, "og_locale") or _one(post, "lang")),
        "image": _featured(post, base) or _of_yoast(yoast, base),
        "authors": _authors(post, yoast),
        "section": next(iter(terms.get("category", ())), None),
        "tags": tuple(terms.get("post_tag", ())),
        "site_name": plain(_one(yoast, "og_site_name")),
        "guid": plain(_one(post, "guid.rendered")),
        "translations": _translations(post, base, source),
    }
    said = Extracted.model_validate({"url": link, **given(fields)})
    return item_of(said, source, dated=modified, version=_one(post, "modified_gmt"))


def _one(item: Any, path: str) -> str:
    return next(iter(texts(item, path)), "")


def _teaser(post: Any, yoast: Any) -> str:
    """The excerpt; where WordPress cut it off, the plug-in's whole description."""
    excerpt = plain(_one(post, "excerpt.rendered"))
    cut = excerpt.endswith(("[…]", "[...]", "…"))
    written = plain(_one(yoast, "og_description") or _one(yoast, "description"))
    return written if written and (cut or not excerpt) else excerpt


def _moment(post: Any, name: str) -> Moment | None:
    """A date in UTC, or else in the site's own zone, which is Rome's as far as we know."""
    text = _one(post, f"{name}_gmt")
    return moment(f"{text}Z") if text else moment(_one(post, name))


def _featured(post: Any, base: str) -> ImageFound | None:
    """The embedded picture, in the largest size that is not larger than any page needs."""
    media = under(under(post, "_embedded"), "wp:featuredmedia")
    medium = media[0] if isinstance(media, list) and media else None
    if not isinstance(medium, dict) or medium.get("media_type", "image") != "image":
        return None
    details = medium.get("media_details") or {}
    whole = {
        **details,
        "source_url": medium.get("source_url"),
        "mime_type": medium.get("mime_type"),
    }
    named = under(details, "sizes")  # an empty list where there are none
    sizes = [s for s in named.values() if isinstance(s, dict)] if isinstance(named, dict) else []
    fitting = [size for size in (whole, *sizes) if _number(size, "width") <= _MOST_WIDE]
    best = max(fitting, key=lambda size: _number(size, "width"), default=whole)
    url = whole_address(_one(best, "source_url"), base)
    if url is None:
        return None
    return ImageFound(
        url=url,
        alt=plain(_one(medium, "alt_text")) or None,
        width=_number(best, "width") or None,
        height=_number(best, "height") or None,
        media_type=_one(best, "mime_type") or None,
    )


def _of_yoast(yoast: Any, base: str) -> ImageFound | None:
    url = whole_address(_one(yoast, "og_image.url"), base)
    if url is None:
        return None
    pictures = under(yoast, "og_image")
    first = pictures[0] if isinstance(pictures, list) else pictures
    width, height = _number(first, "width") or None, _number(first, "height") or None
    return ImageFound(url=url, width=width, height=height, media_type=_one(first, "type") or None)


def _number(item: Any, name: str) -> int:
    text = _one(item, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _authors(post: Any, yoast: Any) -> tuple[AuthorFound, ...]:
    names = texts(post, "_embedded.author.name") or texts(yoast, "author")
    people = dict.fromkeys(plain(name) for name in names)
    return tuple(AuthorFound(name=name) for name in people if name.casefold() not in _NOBODY)


def _terms(post: Any) -> dict[str, list[str]]:
    """Taxonomy → the names of its terms."""
    found: dict[str, list[str]] = {}
    groups = under(under(post, "_embedded"), "wp:term")
    for group in groups if isinstance(groups, list) else ():
        for term in group if isinstance(group, list) else ():
            found.setdefault(_one(term, "taxonomy"), []).append(plain(_one(term, "name")))
    return found


def _translations(post: Any, base: str, source: Source) -> dict[str, str]:
    """What Polylang adds: language → address."""
    listed = under(post, "translations")
    pairs = listed.items() if isinstance(listed, dict) else ()
    own = _one(post, "lang")
    found = {
        language_of(code): address_of(url, base, source)
        for code, url in pairs
        if isinstance(url, str) and code != own
    }
    return {code: url for code, url in found.items() if code and url}
