"""A page that editors keep, for people: the first one that visitors see."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from feeds.page import STYLESHEET_PATH, Shared, Story, listed, shared, surroundings
from feeds.pages.fragments import rendered
from feeds.site import Site
from feeds.templating import TEMPLATES, template
from schemas.channel import Channel
from schemas.page_document import PageDocument, ShownPicture

FRONT = "innovation"
"""The page that takes the place of the page of stories, where editors keep one of this name."""
STYLES = ("assets/blocks.css", "assets/front.css")
"""The first one also dresses fragments on other people's pages."""
ASSETS: Mapping[str, Path] = MappingProxyType(
    {path: TEMPLATES / Path(path).name for path in (*STYLES, "assets/icon.svg")}
)
"""Published path → file."""


def render_front(
    document: PageDocument, stories: Sequence[Story], channels: Sequence[Channel], site: Site
) -> bytes:
    """The page in its language; `stories`: those that it names, in its order."""
    hero, rest = _parted(document)
    around = surroundings(channels, site, document.language, document.updated)
    text = template("front.html").render(
        around,
        title=document.title,
        description=document.description,
        styles=[STYLESHEET_PATH, *STYLES],
        shared=_shared(hero) or shared(stories),
        hero=hero,
        page=document,
        stories=stories,
        listed=listed(document.stories.title, stories),
        blocks={
            "intro": rendered(rest, "intro"),
            **{name: rendered(document, name) for name in ("figures", "platforms", "contacts")},
        },
    )
    return text.encode()


def _parted(document: PageDocument) -> tuple[ShownPicture | None, PageDocument]:
    """The first picture, which stands beside the title, and the page without it."""
    if not document.intro or document.intro[0].picture is None:
        return None, document
    first, *others = document.intro
    bare = first.model_copy(update={"picture": None})
    return first.picture, document.model_copy(update={"intro": (bare, *others)})


def _shared(hero: ShownPicture | None) -> Shared | None:
    """None for a drawing: what shows pages that are shared shows photographs only."""
    if hero is None or hero.src.endswith(".svg"):
        return None
    return Shared(hero.src, hero.width, hero.height, hero.alt)
