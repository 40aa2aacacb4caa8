"""A department that puts all its releases on one page, and the latest at an address of its own."""

import datetime as dt

from demo.bulletin import items
from demo.kinds import Asked, Naming
from demo.newsrooms import numbered
from demo.page import Page, rendered
from demo.storypage import story_page as filled_page
from demo.view import Edition, View

A_PAGE = 5
"""Releases on one page."""


def addresses(naming: Naming) -> tuple[str, ...]:
    """`/storie/<slug>`, should somebody publish a story here after all."""
    return (f"/storie/{numbered(naming)}",)


def picture_folder(published: dt.datetime) -> str:
    """A folder for each year."""
    return f"/immagini/{published:%Y}/"


def story_page(view: View, edition: Edition) -> Page:
    """A plain page."""
    return filled_page("rss/story.html", view, edition, feed=None)


def document(view: View, asked: Asked) -> Page | None:
    """The releases at / and /comunicati, another one every day at /ultimo."""
    found = items(view.state.today)
    if asked.path == "/ultimo":
        found = [found[view.state.today.toordinal() % len(found)]]
    elif asked.path in ("/", "/comunicati"):
        first = asked.number("page", 0) * A_PAGE
        found = found[first : first + A_PAGE]
    else:
        return None
    body = rendered("digest/page.html", site=view.site, items=found, language="it", feed=None)
    return Page(body, role="listing", modified=view.changed)
