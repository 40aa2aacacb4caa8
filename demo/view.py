"""One site as it stands: its stories with addresses, dates and words under a state."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import quote, unquote

from demo.content import Language, Site, Story, When, Words
from demo.dateshapes import ROME
from demo.kinds import Kind, Naming, kind_named
from demo.state import State

LONG_AGO = dt.datetime(2016, 1, 4, 9, 0, tzinfo=ROME)
"""When the web server says a page without a date was last modified."""


def quirk(key: str, name: str, choices: int) -> int:
    """A number below `choices` that never changes for this key and name."""
    return int.from_bytes(hashlib.sha256(f"{name}:{key}".encode()).digest()[:4]) % choices


@dataclass(frozen=True)
class Edition:
    """One story in one language, at its address."""

    story: Story
    language: Language
    words: Words
    listed: Words
    """The words the listing and the feeds show, which may be older."""
    listed_modified: dt.datetime
    path: str
    other_paths: tuple[str, ...]
    published: dt.datetime | None
    """In Rome; None where the page carries no date."""
    order: dt.datetime
    """What the listing sorts by, known even where no date is printed."""
    modified: dt.datetime
    status: int
    """200, 404 before its release or after its deletion, 403 when unpublished."""
    picture_path: str | None

    @property
    def visible(self) -> bool:
        """Whether readers can open it."""
        return self.status == 200

    @property
    def glued(self) -> bool:
        """Whether its inline tags are joined without a space."""
        return "glued" in self.story.traps


@dataclass(frozen=True)
class View:
    """A site under a state; everything a kind needs to answer with."""

    site: Site
    state: State
    base: str
    """`http://<host>.localhost:<port>`, the canonical one."""
    editions: tuple[Edition, ...]
    """All of them, newest first, whether visible or not."""

    @property
    def redesigned(self) -> bool:
        """Whether all class names and structure are the new ones."""
        return self.site.slug in self.state.redesigned

    @cached_property
    def by_path(self) -> Mapping[str, Edition]:
        """Every address of every edition, decoded."""
        pairs = [(e.path, e) for e in self.editions]
        pairs += [(path, e) for e in self.editions for path in e.other_paths]
        return {unquote(path): edition for path, edition in reversed(pairs)}

    @cached_property
    def pictures(self) -> Mapping[str, Story]:
        """The stories whose picture lives at a path, decoded."""
        return {unquote(e.picture_path): e.story for e in self.editions if e.picture_path}

    def listed(self, language: Language | None = None) -> list[Edition]:
        """The visible editions, newest first, as the listing and the feeds know them."""
        return [
            replace(e, words=e.listed, modified=e.listed_modified)
            for e in self.editions
            if e.visible and language in (None, e.language)
        ]

    def twin(self, edition: Edition, language: Language) -> Edition | None:
        """The same story in that language, when readers can open it."""
        same = (e for e in self.listed(language) if e.story.key == edition.story.key)
        return next(same, None)

    def url(self, path: str) -> str:
        """The absolute address of a path of this site."""
        return self.base + path

    @property
    def changed(self) -> dt.datetime:
        """When its listing last changed."""
        moments = [e.modified for e in self.listed()]
        return max([*moments, self.state.touched.get(self.site.slug, LONG_AGO), LONG_AGO])


def view_of(site: Site, stories: Iterable[Story], state: State, port: int) -> View:
    """The site's view; earlier stories win the shorter address."""
    host = state.moved.get(site.slug, site.hosts[0])
    base = f"http://{host}.localhost:{port}"
    own = [s for s in (*stories, *state.added.values()) if s.site == site.slug]
    taken: set[str] = set()
    editions = []
    for story in sorted(own, key=lambda s: (s.node or 0, s.key in state.added, s.key)):
        for language in story.languages:
            editions.append(_edition(site, story, language, state, taken))
            taken.add(editions[-1].path)
    editions.sort(key=lambda e: (e.order, e.story.node or 0, e.story.key), reverse=True)
    return View(site, state, base, tuple(editions))


def _edition(
    site: Site, story: Story, language: Language, state: State, taken: set[str]
) -> Edition:
    kind = kind_named(site.kind)
    words = story.words(language)
    assert words is not None, "only called for languages the story has"
    moment = published(story, language, state)
    order = moment or LONG_AGO
    names = (Naming(site, story, language, words.title, order, n) for n in range(len(taken) + 1))
    paths = next(paths for name in names if (paths := kind.addresses(name))[0] not in taken)
    edit = state.edits.get(story.key)
    restyled = state.restyled.get(site.slug, LONG_AGO)
    return Edition(
        story=story,
        language=language,
        words=edit.page.get(language, words) if edit else words,
        listed=edit.listing.get(language, words) if edit else words,
        path=paths[0],
        other_paths=paths[1:],
        published=None if "nodate" in story.traps else moment,
        order=order,
        modified=max(edit.at if edit else order, restyled),
        listed_modified=(edit and edit.listed_at) or order,
        status=_status(story, state),
        picture_path=_picture_path(story, published(story, story.languages[0], state), kind),
    )


def published(story: Story, language: Language, state: State) -> dt.datetime | None:
    """When the edition was published, in Rome; None for a page that never says."""
    if story.key in state.released:
        return state.released[story.key].astimezone(ROME)
    if story.published is None:
        return None
    later = story.en_days_later if language == "en" and story.it else 0
    moment = _moment(story.published, later, state.today)
    return min(moment, state.started.astimezone(ROME)) if state.started else moment


def _moment(when: When, later: int, today: dt.date) -> dt.datetime:
    if when.date:
        day = when.date + dt.timedelta(days=later)
    else:
        day = min(today, today - dt.timedelta(days=(when.days_ago or 0) - later))
    return dt.datetime.combine(day, when.time, ROME)


def _status(story: Story, state: State) -> int:
    if story.reserve and story.key not in state.released:
        return 404
    return state.gone.get(story.key, 200)


def _picture_path(story: Story, moment: dt.datetime | None, kind: Kind) -> str | None:
    if story.picture is None:
        return None
    name = story.picture_file or f"{story.picture}.jpg"
    return quote(kind.picture_folder(moment or LONG_AGO)) + quote(name)
