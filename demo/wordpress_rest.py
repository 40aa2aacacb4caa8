"""The REST interface of the WordPress site (wp/v2 posts and media)."""

import datetime as dt
import json
from collections.abc import Mapping
from html import escape
from typing import Any

from demo.dateshapes import ROME
from demo.kinds import Asked
from demo.page import JSON, Page
from demo.storypage import facts, summary
from demo.view import Edition, View, quirk

POSTS = "/wp-json/wp/v2/posts"
MEDIA = "/wp-json/wp/v2/media"
ORDERS = ("date", "modified", "id", "title", "slug")


class RestError(ValueError):
    """A request WordPress refuses; carries its code, message and HTTP status."""

    def __init__(self, code: str, message: str, status: int) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


def answer(view: View, asked: Asked) -> Page:
    """The answer to any path under /wp-json, errors included."""
    path = asked.path.rstrip("/")
    try:
        if path == "/wp-json":
            return _page({"name": view.site.name("it"), "namespaces": ["wp/v2", "yoast/v1"]})
        if path == POSTS:
            return _collection(view, asked.query)
        if path.startswith(POSTS):
            return _page(_post(view, _edition(view, path, 0), "_embed" in asked.query))
        if path.startswith(MEDIA):
            return _page(_medium(view, _edition(view, path, 1)))
        raise RestError("rest_no_route", "Nessuna rotta trovata per questo indirizzo.", 404)
    except RestError as error:
        told = {"code": error.code, "message": str(error), "data": {"status": error.status}}
        return Page(_json(told), JSON, status=error.status)


def post_id(edition: Edition) -> int:
    """The post's number; its picture has the next one."""
    return 2000 + 2 * quirk(edition.story.key, "post", 40_000)


def html_text(text: str) -> str:
    """The text as WordPress prints it: typographic signs as numeric entities."""
    return "".join(f"&#{ord(c)};" if c in "‘’“”–—…" else c for c in escape(text, quote=False))


def yoast_graph(view: View, edition: Edition) -> dict[str, Any]:
    """The plug-in's JSON-LD: article, page, image, site in one @graph."""
    url = view.url(edition.path)
    article = {
        "@type": "Article",
        "@id": f"{url}#article",
        "isPartOf": {"@id": url},
        "author": {"name": "Redazione", "@id": view.url("/#/schema/person/redazione")},
        "headline": edition.words.title,
        "datePublished": _utc(edition.order).isoformat(),
        "dateModified": _utc(edition.modified).isoformat(),
        "mainEntityOfPage": {"@id": url},
        "image": {"@id": f"{url}#primaryimage"},
        "keywords": list(edition.words.tags),
        "articleSection": [edition.story.section],
        "inLanguage": "it-IT",
    }
    page = {"@type": "WebPage", "@id": url, "url": url, "name": edition.words.title}
    site = {"@type": "WebSite", "@id": view.url("/#website"), "name": view.site.name("it")}
    graph = [article, page, site]
    if edition.picture_path:
        picture = view.url(edition.picture_path)
        graph.append({"@type": "ImageObject", "@id": f"{url}#primaryimage", "url": picture})
    return {"@context": "https://schema.org", "@graph": graph}


def _collection(view: View, query: Mapping[str, str]) -> Page:
    size = _number(query, "per_page", 10, most=100)
    number = _number(query, "page", 1)
    found = _ordered(_filtered(view.listed(), query), query)
    pages = -(-len(found) // size)
    if number > max(pages, 1):
        raise RestError("rest_post_invalid_page_number", "Pagina oltre l’ultima.", 400)
    shown = found[(number - 1) * size : number * size]
    headers = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)}
    posts = [_post(view, edition, "_embed" in query) for edition in shown]
    if names := query.get("_fields"):
        posts = [{n: post[n] for n in names.split(",") if n in post} for post in posts]
    return Page(_json(posts), JSON, "listing", modified=view.changed, headers=headers)


def _filtered(editions: list[Edition], query: Mapping[str, str]) -> list[Edition]:
    after, before = _moment(query, "after"), _moment(query, "before")
    since, slug = _moment(query, "modified_after"), query.get("slug")
    return [
        e
        for e in editions
        if (after is None or e.order > after)
        and (before is None or e.order < before)
        and (since is None or e.modified > since)
        and (slug is None or _slug(e) == slug)
    ]


def _ordered(editions: list[Edition], query: Mapping[str, str]) -> list[Edition]:
    by = query.get("orderby", "date")
    if by not in ORDERS:
        raise RestError("rest_invalid_param", "Parametro non valido: orderby", 400)
    keys = {
        "date": lambda e: e.order,
        "modified": lambda e: e.modified,
        "id": post_id,
        "title": lambda e: e.words.title,
        "slug": _slug,
    }
    return sorted(editions, key=keys[by], reverse=query.get("order", "desc") != "asc")


def _number(query: Mapping[str, str], name: str, otherwise: int, most: int | None = None) -> int:
    text = query.get(name, str(otherwise))
    if not text.isdecimal() or int(text) < 1 or (most and int(text) > most):
        raise RestError("rest_invalid_param", f"Parametro non valido: {name}", 400)
    return int(text)


def _moment(query: Mapping[str, str], name: str) -> dt.datetime | None:
    if name not in query:
        return None
    try:
        moment = dt.datetime.fromisoformat(query[name])
    except ValueError as error:
        raise RestError("rest_invalid_param", f"Parametro non valido: {name}", 400) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=ROME)


def _edition(view: View, path: str, offset: int) -> Edition:
    number = path.rsplit("/", 1)[1]
    found = (e for e in view.editions if str(post_id(e) + offset) == number)
    edition = next(found, None)
    if edition is None or edition.status == 404:
        raise RestError("rest_post_invalid_id", "ID articolo non valido.", 404)
    if not edition.visible:
        raise RestError("rest_forbidden", "Non hai i permessi per questo articolo.", 401)
    return edition


def _post(view: View, edition: Edition, embed: bool) -> dict[str, Any]:
    told = facts(view, edition)
    words = told["words"]
    number = post_id(edition)
    post: dict[str, Any] = {
        "id": number,
        "date": _local(edition.order),
        "date_gmt": _gmt(edition.order),
        "guid": {"rendered": view.url(f"/?p={number}")},
        "modified": _local(edition.modified),
        "modified_gmt": _gmt(edition.modified),
        "slug": _slug(edition),
        "status": "publish",
        "type": "post",
        "link": told["url"],
        "title": {"rendered": html_text(words.title)},
        "content": {"rendered": "\n".join(told["paragraphs"]), "protected": False},
        "excerpt": {"rendered": f"<p>{html_text(summary(words))} [&hellip;]</p>\n"},
        "author": 1,
        "featured_media": number + 1 if told["picture"] else 0,
        "comment_status": "closed",
        "format": "standard",
        "categories": [1 + quirk(edition.story.section, "category", 90)],
        "tags": [100 + quirk(tag, "tag", 900) for tag in words.tags],
        "yoast_head_json": _yoast(view, edition),
        "_links": {"self": [{"href": view.url(f"{POSTS}/{number}")}]},
    }
    if embed and told["picture"]:
        post["_embedded"] = {"wp:featuredmedia": [_medium(view, edition)]}
    return post


def _yoast(view: View, edition: Edition) -> dict[str, Any]:
    head: dict[str, Any] = {
        "title": f"{edition.words.title} - {view.site.name('it')}",
        "canonical": view.url(edition.path),
        "og_locale": "it_IT",
        "og_type": "article",
        "og_title": edition.words.title,
        "og_description": summary(edition.words),
        "article_published_time": _utc(edition.order).isoformat(),
        "article_modified_time": _utc(edition.modified).isoformat(),
        "author": "Redazione",
    }
    if edition.picture_path:
        picture = {"width": 1200, "height": 675, "url": view.url(edition.picture_path)}
        head["og_image"] = [picture | {"type": "image/jpeg"}]
    return head


def _medium(view: View, edition: Edition) -> dict[str, Any]:
    if edition.picture_path is None:
        raise RestError("rest_post_invalid_id", "ID articolo non valido.", 404)
    caption = f"<p>{html_text(edition.words.caption)}</p>\n" if edition.words.caption else ""
    return {
        "id": post_id(edition) + 1,
        "type": "attachment",
        "alt_text": edition.story.alt or "",
        "media_type": "image",
        "mime_type": "image/png" if edition.picture_path.lower().endswith("png") else "image/jpeg",
        "caption": {"rendered": caption},
        "media_details": {"width": 1200, "height": 675},
        "source_url": view.url(edition.picture_path),
    }


def _slug(edition: Edition) -> str:
    return edition.path.rstrip("/").rsplit("/", 1)[1]


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC)


def _gmt(moment: dt.datetime) -> str:
    return f"{_utc(moment):%Y-%m-%dT%H:%M:%S}"


def _local(moment: dt.datetime) -> str:
    return f"{moment.astimezone(ROME):%Y-%m-%dT%H:%M:%S}"


def _page(told: dict[str, Any]) -> Page:
    return Page(_json(told), JSON)


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()
