"""The switches that change stories, as functions from one state to the next."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from demo.content import Language, Site, Story, Words
from demo.edits import Mode, edited, rewritten
from demo.slugs import plain_slug
from demo.state import Edit, State
from demo.world import World


class SwitchError(ValueError):
    """A switch that cannot be pulled: unknown site or story, nothing left in reserve."""


def site_named(world: World, slug: str) -> Site:
    """The site; raises SwitchError."""
    if slug not in world.sites:
        raise SwitchError(f"there is no site {slug!r}; there are {', '.join(world.sites)}")
    return world.sites[slug]


def story_named(world: World, key: str) -> Story:
    """The story, given ones included; raises SwitchError."""
    story = world.state.added.get(key) or world.stories.get(key)
    if story is None:
        raise SwitchError(f"there is no story {key!r}")
    return story


def next_reserve(world: World, site: Site) -> str:
    """The key of the site's first story still in reserve; raises SwitchError."""
    reserve = (s for s in world.stories.values() if s.site == site.slug and s.reserve)
    waiting = [s.key for s in sorted(reserve, key=lambda s: (s.node or 0, s.key))]
    left = [key for key in waiting if key not in world.state.released]
    if not left:
        raise SwitchError(f"{site.slug} has no story left in reserve; give one, or reset")
    return left[0]


def given_story(world: World, site: Site, fields: Mapping[str, Any]) -> Story:
    """A story from a mapping shaped like a content file; raises SwitchError.

    Absent `key`, `section` and `node` are filled in.
    """
    words = fields.get("it") or fields.get("en") or {}
    stories = [*world.stories.values(), *world.state.added.values()]
    nodes = [story.node or 0 for story in stories if story.site == site.slug]
    absent = {
        "site": site.slug,
        "key": plain_slug(str(words.get("title", ""))),
        "section": next(iter(site.sections), "News"),
        "node": max(nodes, default=0) + 1 if site.numbered else None,
    }
    try:
        story = Story.model_validate(absent | dict(fields))
    except ValidationError as error:
        raise SwitchError(f"the story is not usable: {error.errors()[0]}") from error
    if story.key in {other.key for other in stories}:
        raise SwitchError(f"there is already a story {story.key!r}")
    return story


def with_story(state: State, story: Story, now: dt.datetime) -> State:
    """The state in which the story is published; one that was hidden keeps its date."""
    released = {story.key: state.released.get(story.key, now)}
    new = story.reserve or story.key in state.added
    changes = {
        "released": {**state.released, **(released if new else {})},
        "gone": {key: status for key, status in state.gone.items() if key != story.key},
    }
    return _touching(state, story, now, changes)


def without_story(state: State, story: Story, now: dt.datetime, status: int) -> State:
    """The state in which the story's addresses answer with that status."""
    return _touching(state, story, now, {"gone": {**state.gone, story.key: status}})


def with_edit(
    state: State,
    story: Story,
    now: dt.datetime,
    mode: Mode,
    given: Mapping[Language, Mapping[str, Any]] | None,
) -> State:
    """The state after an edit of all languages, or of those with given words."""
    own: dict[Language, Words] = {n: w for n in story.languages if (w := story.words(n))}
    before = state.edits.get(story.key, Edit(at=now, page=own, listing=own))
    page = dict(before.page)
    for language in own if given is None else given:
        if language not in page:
            raise SwitchError(f"{story.key} has no language {language!r}")
        words = page[language]
        page[language] = (
            edited(words, language, mode) if given is None else rewritten(words, given[language])
        )
    listing = before.listing if mode == "page_only" else page
    listed_at = before.listed_at if mode == "page_only" else now
    edit = Edit(at=now, listed_at=listed_at, page=page, listing=listing)
    edits = {**state.edits, story.key: edit}
    if mode == "page_only":
        return state.model_copy(update={"last": now, "edits": edits})
    return _touching(state, story, now, {"edits": edits})


def with_design(state: State, slug: str, now: dt.datetime, changes: Mapping[str, Any]) -> State:
    """The state after a change of every page of a site."""
    moments = {"touched": {**state.touched, slug: now}, "restyled": {**state.restyled, slug: now}}
    return state.model_copy(update={"last": now, **moments, **changes})


def _touching(state: State, story: Story, now: dt.datetime, changes: Mapping[str, Any]) -> State:
    touched = {**state.touched, story.site: now}
    return state.model_copy(update={"last": now, "touched": touched, **changes})
