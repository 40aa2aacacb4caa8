"""The facts a story's template is filled with, the same for every kind of site."""

import html
import re
from typing import Any

from markupsafe import Markup

from demo.content import Words
from demo.page import Page, rendered
from demo.view import Edition, View

BETWEEN_INLINE_TAGS = re.compile(r"(</(?:strong|em|a)>)\s+(?=<(?:strong|em|a)\b)")


def story_page(template: str, view: View, edition: Edition, **more: Any) -> Page:
    """The story in its site's template, or in the new design after a redesign."""
    name = "redesigned/story.html" if view.redesigned else template
    body = rendered(name, **facts(view, edition), **more)
    return Page(body, role="story", modified=edition.modified)


def listing_page(template: str, view: View, **more: Any) -> Page:
    """A listing in its site's template, or in the new design after a redesign."""
    name = "redesigned/listing.html" if view.redesigned else template
    body = rendered(name, view=view, site=view.site, **more)
    return Page(body, role="listing", modified=view.changed)


def facts(view: View, edition: Edition) -> dict[str, Any]:
    """Everything a template says about a story."""
    words = edition.words
    picture = edition.picture_path
    captions = [words.caption] if words.caption else []
    return {
        "view": view,
        "site": view.site,
        "edition": edition,
        "story": edition.story,
        "language": edition.language,
        "words": words,
        "paragraphs": paragraphs(words, edition.glued),
        "kicker": kicker(view, edition),
        "url": view.url(edition.path),
        "picture": view.url(picture) if picture else None,
        "file_name": edition.story.picture_file or f"{edition.story.picture}.jpg",
        "captions": captions * (2 if "double_caption" in edition.story.traps else 1),
    }


def kicker(view: View, edition: Edition) -> str:
    """The section's label in the edition's language, or the story's own free label."""
    section = view.site.sections.get(edition.story.section)
    if section is None:
        return edition.story.section
    return section.it if edition.language == "it" else section.en


def paragraphs(words: Words, glued: bool = False) -> list[Markup]:
    """The body as HTML blocks."""
    bodies = (BETWEEN_INLINE_TAGS.sub(r"\1", text) if glued else text for text in words.body)
    return [Markup(text if text.startswith(BLOCKS) else f"<p>{text}</p>") for text in bodies]  # noqa: S704 - our own content files


BLOCKS = ("<h2", "<h3", "<ul", "<ol", "<blockquote", "<p")


def plain(words: Words) -> str:
    """The body without tags, paragraphs apart by an empty line."""
    return "\n\n".join(html.unescape(re.sub(r"<[^>]+>", "", text)) for text in words.body)


def summary(words: Words) -> str:
    """The teaser, or the body's first sentence where the newsroom wrote none."""
    if words.teaser:
        return words.teaser
    first = plain(words).split("\n\n")[0]
    return re.split(r"(?<=[.?!])\s+(?=[A-ZÈÀ“«])", first)[0]
