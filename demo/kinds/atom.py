"""A research institute's newsroom: Atom with thumbnails and later `updated` dates."""

import datetime as dt
import json

from demo.kinds import Asked, Naming
from demo.newsrooms import feed, newsroom_listing, numbered
from demo.page import Page
from demo.press import press
from demo.storypage import story_page as filled_page
from demo.storypage import summary
from demo.view import Edition, View, quirk


def addresses(naming: Naming) -> tuple[str, ...]:
    """`/news/<slug>/`."""
    return (f"/news/{numbered(naming)}/",)


def picture_folder(published: dt.datetime) -> str:
    """A folder for each month."""
    return f"/media/{published:%Y/%m}/"


def story_page(view: View, edition: Edition) -> Page:
    """A page with JSON-LD and a `time` element."""
    linked = _linked_data(view, edition)
    return filled_page("atom/story.html", view, edition, feed="/atom.xml", linked=linked)


def document(view: View, asked: Asked) -> Page | None:
    """The feed at /atom.xml, the listing at / and /news/, the press page."""
    if asked.path == "/atom.xml":
        media_type = "application/atom+xml; charset=utf-8"
        more = {"updated": updated, "summary": summary, "id": entry_id}
        return feed("atom/feed.xml", view, media_type, 20, **more)
    if asked.path in ("/", "/news/"):
        return newsroom_listing(view, feed=("/atom.xml", "application/atom+xml"))
    return press(view, asked)


def updated(view: View, edition: Edition) -> dt.datetime:
    """Some hours after the publication, never later than the newsroom's start."""
    hours = 1 + quirk(edition.story.key, "updated", 30)
    mended = edition.order + dt.timedelta(hours=hours, minutes=7)
    return max(edition.modified, min(mended, view.state.started or mended))


def entry_id(view: View, edition: Edition) -> str:
    """A tag URI (RFC 4151) that survives a move of the site."""
    return f"tag:{view.site.hosts[0]}.localhost,2015:news/{edition.story.key}"


def _linked_data(view: View, edition: Edition) -> str:
    article = {
        "@context": "https://schema.org",
        "@type": ["NewsArticle"],
        "headline": edition.words.title,
        "inLanguage": edition.language,
        "dateModified": updated(view, edition).isoformat(),
        "author": [{"@type": "Organization", "name": view.site.name(edition.language)}],
    }
    if edition.published:
        article["datePublished"] = edition.published.isoformat()
    if edition.picture_path:
        article["image"] = [view.url(edition.picture_path)]
    return json.dumps([article]).replace("</", "<\\/")
