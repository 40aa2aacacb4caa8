"""The documents that hang on no card."""

from collections.abc import Iterable, Iterator, Sequence

from feeds import opml, page, record_schemas, story_schema
from feeds.embed.places import STYLESHEET_PATH
from feeds.embed.release import newest, render_scripts
from feeds.embed.styles import stylesheet
from feeds.pages import front
from feeds.site import Site
from feeds.use import rendered as render_use
from schemas.channel import Channel, Variant


def render(
    variants: Iterable[Variant], channels: Sequence[Channel], site: Site
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each: the same for as long as the channels and the site are."""
    yield opml.PATH, opml.render(variants, site)
    yield story_schema.PATH, story_schema.render(site)
    yield from record_schemas.render(site)
    yield page.STYLESHEET_PATH, page.stylesheet()
    yield STYLESHEET_PATH, stylesheet()
    yield from render_scripts(channels, site)
    yield from render_use(channels, site, newest())
    yield from ((path, file.read_bytes()) for path, file in front.ASSETS.items())
