"""What the newsroom tells about itself: its stories and the visits it had."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple, TypedDict

from demo.dateshapes import ROME
from demo.view import Edition, View
from demo.world import World


class Visit(NamedTuple):
    """One request to a site."""

    time: dt.datetime
    host: str
    method: str
    path: str
    """As sent, with its query."""
    conditional: bool
    status: int


class Row(TypedDict):
    """One edition of a story, as `stories.json` lists it."""

    site: str
    key: str
    language: str
    title: str
    url: str
    node_url: str | None
    picture: str | None
    published: str | None
    modified: str
    visible: bool
    status: int
    reserve: bool


def rows(world: World) -> list[Row]:
    """Every edition of every story of every site, newest first within a site."""
    return [_row(view, edition) for view, edition in _editions(world)]


def newest(world: World) -> dt.datetime:
    """The latest moment any page mentions, and not before today began in Rome."""
    moments = [e.modified for _, e in _editions(world) if e.visible]
    midnight = dt.datetime.combine(world.state.today, dt.time(), ROME)
    return max([*moments, midnight])


def _editions(world: World) -> Iterator[tuple[View, Edition]]:
    for slug in world.sites:
        view = world.view(slug)
        for edition in view.editions:
            yield view, edition


def _row(view: View, edition: Edition) -> Row:
    node, picture = edition.story.node, edition.picture_path
    return Row(
        site=view.site.slug,
        key=edition.story.key,
        language=edition.language,
        title=edition.words.title,
        url=view.url(edition.path),
        node_url=view.url(f"/node/{node}") if node is not None else None,
        picture=view.url(picture) if picture else None,
        published=edition.published.isoformat() if edition.published else None,
        modified=edition.modified.isoformat(),
        visible=edition.visible,
        status=edition.status,
        reserve=edition.story.reserve,
    )
