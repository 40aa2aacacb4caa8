"""A foundation's site: WordPress with its feed, its REST interface and an SEO plug-in."""

import datetime as dt
import json

from demo import dateshapes
from demo.kinds import Asked, Naming
from demo.newsrooms import feed, numbered
from demo.page import Page, moved_to
from demo.storypage import listing_page, summary
from demo.storypage import story_page as filled_page
from demo.view import Edition, View
from demo.wordpress_rest import answer, html_text, post_id, yoast_graph

A_FEED = 10
"""Stories in the feed, WordPress's default."""


def addresses(naming: Naming) -> tuple[str, ...]:
    """`/YYYY/MM/DD/<slug>/`."""
    return (f"/{naming.published:%Y/%m/%d}/{numbered(naming)}/",)


def picture_folder(published: dt.datetime) -> str:
    """A folder for each month."""
    return f"/wp-content/uploads/{published:%Y/%m}/"


def story_page(view: View, edition: Edition) -> Page:
    """A post, with the plug-in's graph and its shortlink."""
    more = {"graph": json.dumps(yoast_graph(view, edition)).replace("</", "<\\/")}
    post = post_id(edition)
    return filled_page("wordpress/story.html", view, edition, post=post, feed="/feed/", **more)


def document(view: View, asked: Asked) -> Page | None:
    """The home page, `?p=N`, the feed, the REST interface."""
    if asked.path == "/" and "p" in asked.query:
        return _shortlink(view, asked.query["p"])
    if asked.path == "/":
        return listing_page("wordpress/listing.html", view, cards=view.listed(), language="it")
    if asked.path == "/feed/":
        media_type = "application/rss+xml; charset=UTF-8"
        more = {"pubdate": dateshapes.utc_pubdate, "summary": summary, "post_id": post_id}
        return feed("wordpress/feed.xml", view, media_type, A_FEED, html_text=html_text, **more)
    if asked.path.startswith("/wp-json"):
        return answer(view, asked)
    return None


def _shortlink(view: View, number: str) -> Page | None:
    found = (e for e in view.editions if str(post_id(e)) == number)
    return next((moved_to(view.url(e.path)) for e in found), None)
