"""The university's JSON:API: one collection of nodes for each language."""

import json
import uuid
from typing import Any

from demo.content import Language
from demo.kinds import Asked
from demo.page import Page
from demo.storypage import facts
from demo.view import Edition, View

COLLECTIONS: dict[str, Language] = {
    "/jsonapi/node/poliflash": "it",
    "/en/jsonapi/node/poliflash": "en",
}
MEDIA_TYPE = "application/vnd.api+json"
MOST = 50


def collection(view: View, asked: Asked) -> Page | None:
    """The nodes of one language, newest first, with their pictures; None for other paths."""
    language = COLLECTIONS.get(asked.path)
    if language is None:
        return None
    found = view.listed(language)
    limit = min(asked.number("page[limit]", MOST), MOST) or MOST
    offset = asked.number("page[offset]", 0)
    shown = found[offset : offset + limit]
    links: dict[str, Any] = {"self": {"href": view.url(asked.path)}}
    if offset + limit < len(found):
        query = f"?sort=-created&page%5Boffset%5D={offset + limit}&page%5Blimit%5D={limit}"
        links["next"] = {"href": view.url(asked.path + query)}
    told = {
        "jsonapi": {"version": "1.0"},
        "data": [_node(view, edition) for edition in shown],
        "included": [_file(edition) for edition in shown if edition.picture_path],
        "links": links,
    }
    body = json.dumps(told, ensure_ascii=False).encode()
    return Page(body, MEDIA_TYPE, role="listing", modified=view.changed)


def _id(edition: Edition, name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{name}:{edition.story.key}"))


def _node(view: View, edition: Edition) -> dict[str, Any]:
    told = facts(view, edition)
    words, picture = told["words"], None
    if edition.picture_path:
        meta = {"alt": edition.story.alt or told["file_name"], "width": 1200, "height": 675}
        picture = {"type": "file--file", "id": _id(edition, "file"), "meta": meta}
    return {
        "type": "node--poliflash",
        "id": _id(edition, "node"),
        "attributes": {
            "drupal_internal__nid": edition.story.node,
            "langcode": edition.language,
            "title": words.title,
            "created": edition.order.isoformat(),
            "changed": edition.modified.isoformat(),
            "path": {
                "alias": edition.path.removeprefix("/en"),
                "langcode": edition.language,
            },
            "field_data": edition.published.date().isoformat() if edition.published else None,
            "field_sezione": told["kicker"],
            "body": {
                "processed": "\n".join(told["paragraphs"]),
                "summary": words.teaser or "",
            },
        },
        "relationships": {"field_cover": {"data": picture}},
    }


def _file(edition: Edition) -> dict[str, Any]:
    return {
        "type": "file--file",
        "id": _id(edition, "file"),
        "attributes": {
            "uri": {"url": edition.picture_path},
            "filename": edition.story.picture_file,
        },
    }
