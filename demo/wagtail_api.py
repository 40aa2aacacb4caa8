"""The pages interface of a Wagtail site, with the keys in camel case."""

import json
from typing import Any

from demo.kinds import Asked
from demo.page import JSON, Page
from demo.storypage import facts, summary
from demo.view import Edition, View, quirk

PAGES = "/api/pages/"


def pages(view: View, asked: Asked) -> Page | None:
    """The stories as pages of results; None for other paths."""
    if asked.path != PAGES:
        return None
    found = view.listed()
    offset, limit = asked.number("offset", 0), asked.number("limit", 20)
    told = {
        "meta": {"totalCount": len(found)},
        "items": [_item(view, edition) for edition in found[offset : offset + limit]],
    }
    body = json.dumps(told, ensure_ascii=False).encode()
    return Page(body, JSON, role="listing", modified=view.changed)


def _item(view: View, edition: Edition) -> dict[str, Any]:
    told = facts(view, edition)
    number = 100 + quirk(edition.story.key, "page", 9000)
    return {
        "id": number,
        "meta": {
            "type": "news.NewsPage",
            "detailUrl": view.url(f"{PAGES}{number}/"),
            "htmlUrl": None,
            "slug": edition.path.rsplit("/", 1)[1],
            "firstPublishedAt": edition.order.isoformat(),
            "lastPublishedAt": edition.modified.isoformat(),
            "locale": edition.language,
        },
        "title": edition.words.title,
        "introText": f"<p>{summary(edition.words)}</p>",
        "coverImage": {"fullUrl": told["picture"], "alt": edition.story.alt or ""},
    }
