"""An incubator's newsroom: RSS 2.0 with Italian dates and double-escaped entities."""

import datetime as dt
from collections.abc import Callable
from html import escape

from demo import dateshapes
from demo.kinds import Asked, Naming
from demo.newsrooms import feed, newsroom_listing, numbered
from demo.page import Page
from demo.storypage import story_page as filled_page
from demo.view import Edition, View, quirk
from demo.wagtail_api import pages

SHAPES: tuple[Callable[[dt.datetime], str], ...] = (
    *(dateshapes.italian_pubdate,) * 5,
    dateshapes.zulu_pubdate,
    dateshapes.offset_pubdate,
)
"""How the feed may print a date; which one a story gets never changes."""


def addresses(naming: Naming) -> tuple[str, ...]:
    """`/news/<slug>`."""
    return (f"/news/{numbered(naming)}",)


def picture_folder(published: dt.datetime) -> str:
    """A folder for each year."""
    return f"/uploads/news/{published:%Y}/"


def story_page(view: View, edition: Edition) -> Page:
    """A page whose only date is printed above the title, as in `29/05/2007`."""
    return filled_page("rss/story.html", view, edition, feed="/rss.xml")


def document(view: View, asked: Asked) -> Page | None:
    """The feed at /rss.xml, the listing at / and /news, the interface at /api/pages/."""
    if asked.path == "/rss.xml":
        media_type = "application/rss+xml; charset=utf-8"
        return feed("rss/feed.xml", view, media_type, 30, pubdate=pubdate, text=text, guid=guid)
    if asked.path in ("/", "/news"):
        return newsroom_listing(view, feed=("/rss.xml", "application/rss+xml"))
    return pages(view, asked)


def pubdate(edition: Edition) -> str:
    """The date in the shape this story got when somebody typed it."""
    assert edition.published is not None, "the template asks only for dated stories"
    return SHAPES[quirk(edition.story.key, "pubdate", len(SHAPES))](edition.published)


def text(edition: Edition, words: str) -> str:
    """The words as the feed's source has them: escaped once too often under that trap."""
    if "entities" not in edition.story.traps:
        return words
    return "".join(c if c.isascii() else f"&#{ord(c)};" for c in escape(words, quote=False))


def guid(edition: Edition) -> str:
    """An identifier that is no address."""
    return f"dora-news-{1000 + quirk(edition.story.key, 'guid', 9000)}"
