"""The magazine's archive: sections in the path, underscores, one content under two hosts."""

import datetime as dt

from demo.kinds import Asked, Naming
from demo.page import Page, rendered
from demo.slugs import archive_slug
from demo.storypage import listing_page
from demo.storypage import story_page as filled_page
from demo.view import Edition, View, quirk


def addresses(naming: Naming) -> tuple[str, ...]:
    """`/<section>/<slug_with_underscores>`."""
    suffix = f"_{naming.attempt}" if naming.attempt else ""
    section = naming.site.sections[naming.story.section].path
    return (f"/{section}/{archive_slug(naming.title)}{suffix}",)


def picture_folder(published: dt.datetime) -> str:
    """A folder for each year."""
    return f"/var/poliflash/storage/images/{published:%Y}/"


def story_page(view: View, edition: Edition) -> Page:
    """An old page; the undated ones have lost the whole header with it."""
    bare = edition.published is None and quirk(edition.story.key, "bare", 3) > 0
    return filled_page("archive/story.html", view, edition, bare=bare)


def document(view: View, asked: Asked) -> Page | None:
    """Everything at `/`, one section at `/<section>`, all addresses in the sitemap."""
    if asked.path == "/sitemap.xml":
        body = rendered("archive/sitemap.xml", view=view)
        return Page(body, "application/xml", "listing", modified=view.changed)
    sections = {f"/{section.path}": name for name, section in view.site.sections.items()}
    if asked.path not in ("/", *sections):
        return None
    name = sections.get(asked.path)
    cards = [e for e in view.listed() if name in (None, e.story.section)]
    section = view.site.sections[name] if name else None
    return listing_page("archive/listing.html", view, cards=cards, section=section, language="it")
