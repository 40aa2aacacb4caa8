"""Addresses and listings shared by the plain newsrooms, whose pages differ only in templates."""

from typing import Any

from demo.content import Language
from demo.kinds import Naming
from demo.page import Page, rendered
from demo.slugs import plain_slug
from demo.storypage import facts, listing_page
from demo.view import View


def numbered(naming: Naming) -> str:
    """The slug, where the second of a name gets `-2`."""
    suffix = f"-{naming.attempt + 1}" if naming.attempt else ""
    return plain_slug(naming.title) + suffix


def main_language(view: View) -> Language:
    """The language most of its stories are in; Italian for an empty site."""
    languages = [edition.language for edition in view.editions] or ["it"]
    return max(("it", "en"), key=languages.count)


def newsroom_listing(view: View, **more: Any) -> Page:
    """The listing in the plain newsrooms' frame."""
    frame = {"cards": view.listed(), "language": main_language(view), "feed": None} | more
    return listing_page("newsroom/listing.html", view, **frame)


def feed(template: str, view: View, media_type: str, length: int, **more: Any) -> Page:
    """A feed of the newest `length` stories, each with its facts."""
    items = [facts(view, edition) for edition in view.listed()[:length]]
    language = main_language(view)
    body = rendered(template, view=view, site=view.site, language=language, items=items, **more)
    return Page(body, media_type, role="listing", modified=view.changed)
