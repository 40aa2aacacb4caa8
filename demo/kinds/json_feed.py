"""A European programme's newsroom: JSON Feed 1.1, dates inside addresses, Dublin Core."""

import datetime as dt
import json
from typing import Any

from demo.kinds import Asked, Naming
from demo.newsrooms import main_language, newsroom_listing, numbered
from demo.page import Page
from demo.sitemaps import sitemap
from demo.storypage import facts, plain
from demo.storypage import story_page as filled_page
from demo.view import Edition, View, quirk

MEDIA_TYPE = "application/feed+json"
LENGTH = 20


def addresses(naming: Naming) -> tuple[str, ...]:
    """`/news/<slug>-YYYY-MM-DD_en`, the Commission's habit."""
    return (f"/news/{numbered(naming)}-{naming.published:%Y-%m-%d}_{naming.language}",)


def picture_folder(published: dt.datetime) -> str:
    """A folder for each month."""
    return f"/system/files/{published:%Y-%m}/"


def story_page(view: View, edition: Edition) -> Page:
    """A page with Dublin Core metadata only."""
    return filled_page("json_feed/story.html", view, edition, feed="/feed.json")


def document(view: View, asked: Asked) -> Page | None:
    """The feed at /feed.json, the listing at / and /news_en, the sitemaps."""
    if asked.path == "/feed.json":
        return Page(_feed(view), MEDIA_TYPE, role="listing", modified=view.changed)
    if asked.path in ("/", "/news_en"):
        return newsroom_listing(view, feed=("/feed.json", MEDIA_TYPE))
    return sitemap(view, asked)


def _feed(view: View) -> bytes:
    language = main_language(view)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.site.name(language),
        "description": view.site.tagline(language),
        "home_page_url": view.url("/"),
        "feed_url": view.url("/feed.json"),
        "language": language,
        "items": [_item(view, edition) for edition in view.listed()[:LENGTH]],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _item(view: View, edition: Edition) -> dict[str, Any]:
    told = facts(view, edition)
    words = told["words"]
    item = {
        "id": f"ibe-{1000 + quirk(edition.story.key, 'id', 9000)}",
        "url": told["url"],
        "title": words.title,
        "tags": [edition.story.section, *words.tags],
        "language": edition.language,
    }
    if words.teaser:
        item["summary"] = words.teaser
    if quirk(edition.story.key, "text", 3) == 0:
        item["content_text"] = plain(words)
    else:
        item["content_html"] = "\n".join(told["paragraphs"])
    if told["picture"]:
        item["image"] = told["picture"]
    if edition.published:
        item["date_published"] = edition.published.isoformat()
        item["date_modified"] = edition.modified.isoformat()
    return item
