"""The OPML 2.0 list of everything one can subscribe to."""

from collections.abc import Iterable

from feeds.site import Site
from feeds.xml import DECLARATION, tag
from schemas.channel import Variant

PATH = "opml.xml"
MEDIA_TYPE = "text/x-opml"


def render(variants: Iterable[Variant], site: Site) -> bytes:
    """One outline per document, in the given order, by its RSS address."""
    lines = [DECLARATION + '<opml version="2.0">', "  <head>"]
    lines += [f"    {tag('title', site.name.en)}", "  </head>", "  <body>"]
    lines += [f"    {_outline(variant, site)}" for variant in variants]
    return "\n".join([*lines, "  </body>", "</opml>", ""]).encode()


def _outline(variant: Variant, site: Site) -> str:
    title = variant.title if variant.language is None else f"{variant.title} ({variant.language})"
    return tag(
        "outline",
        text=title,
        title=title,
        type="rss",
        xmlUrl=site.self_link(variant, "rss"),
        htmlUrl=site.home,
        description=variant.description,
        language=variant.language,
    )
