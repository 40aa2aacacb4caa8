"""What is published of the pages that editors keep."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import orjson
from pydantic import ValidationError
from sqlalchemy import Connection

from feeds.pages.paths import paths_of
from pipeline.files import etag_of
from pipeline.logs import log
from pipeline.pages import Declared, Found, Stamps, pages_in, stamps_of
from pipeline.store import incidents, publication
from pipeline.store.store import remember, remembered
from schemas.incident import Kind, Trouble
from schemas.page import Page
from schemas.types import ROME, Instant, Record

MARK = "page"
"""The kind of mark on a page that is to be rendered."""
GONE = "page gone"
"""The kind of mark on a path at which nothing of a page is published any more."""
_KEY = "pages"
_FOLDER = "pages/"


class Kept(NamedTuple):
    """A page as it is to be published."""

    page: Page
    changed: datetime
    """When its file last changed, as we saw it."""
    stale: frozenset[str]
    """The ids of its figures that are out of date."""
    pictures: Mapping[str, bytes] = MappingProxyType({})
    """Its own pictures; none while its file cannot be used: those that lie there stay."""


class _State(Record):
    """What is remembered of a page."""

    page: Page | None = None
    """As its file last declared it well."""
    pictures: dict[str, str] = {}
    """Name → ETag."""
    changed: Instant
    stale: tuple[str, ...] = ()
    broken: str = ""


class Pages:
    """Follows the folders of pages; the last good declaration of each is in the store."""

    def __init__(self, folders: Sequence[Path], channels: Collection[str]) -> None:
        """`channels`: the names of all."""
        self._folders = folders
        self._channels = channels
        self._stamps: Stamps | None = None
        self._found = Found({}, {})
        self._next: date | None = None
        self.kept: tuple[Kept, ...] = ()
        """The pages, by name, as `follow` last found them."""

    def due(self, now: datetime) -> bool:
        """Whether a file changed since `follow`, or another figure is out of date."""
        aged = self._next is not None and _today(now) >= self._next
        return aged or (bool(self._folders) and stamps_of(self._folders) != self._stamps)

    def follow(self, c: Connection, now: datetime) -> bool:
        """Have rendered what changed, and removed what went; whether there was any.

        A page whose file is broken stays as it was, and is told of once.
        """
        stamps = stamps_of(self._folders)  # first: what changes while we read is seen next time
        if stamps != self._stamps or "" in self._found.broken:
            self._found, self._stamps = pages_in(self._folders, self._channels), stamps
        before = _remembered(c)
        gone = self._found.gone(before)
        after = {name: self._state(name, before.get(name), now) for name in self._names(before)}
        for name in gone:
            del after[name]
        states = {name: state for name, state in after.items() if state.page is not None}
        self.kept = tuple(self._kept(name, state) for name, state in sorted(states.items()))
        today = _today(now)
        days = (f.stale_on for one in self.kept for f in one.page.figures if f.stale_on > today)
        self._next = min(days, default=None)
        if after == before:
            return False
        self._told(c, before, after, now)
        told = {name: state.model_dump(mode="json") for name, state in after.items()}
        remember(c, _KEY, told)
        self._marked(c, before, after, now)
        return True

    def ended(self, paths: Iterable[str]) -> list[str]:
        """Those of these paths at which nothing of a page is published, not even again."""
        wanted = {path for one in self.kept for path in paths_of(one.page)}
        return [path for path in paths if path not in wanted]

    def _names(self, before: Collection[str]) -> set[str]:
        return {*before, *self._found.pages, *self._found.broken} - {""}

    def _state(self, name: str, before: _State | None, now: datetime) -> _State:
        declared = self._found.pages.get(name)
        old = before or _State(changed=now)
        page = declared.page if declared else old.page
        pictures = _etags(declared) if declared else old.pictures
        same = (page, pictures) == (old.page, old.pictures)
        today = _today(now)
        figures = page.figures if page else ()
        return _State(
            page=page,
            pictures=pictures,
            changed=old.changed if same else now,
            stale=tuple(figure.id for figure in figures if figure.stale(today)),
            broken=self._found.broken.get(name, "") if declared is None else "",
        )

    def _kept(self, name: str, state: _State) -> Kept:
        assert state.page is not None, "others are not published"
        declared = self._found.pages.get(name)
        pictures = declared.pictures if declared else {}
        return Kept(state.page, state.changed, frozenset(state.stale), pictures)

    def _marked(
        self,
        c: Connection,
        before: Mapping[str, _State],
        after: Mapping[str, _State],
        now: datetime,
    ) -> None:
        changed = [name for name, state in after.items() if state != before.get(name)]
        publication.mark_dirty(c, MARK, dict.fromkeys(changed, now))
        wanted = {path for one in after.values() if one.page for path in paths_of(one.page)}
        published = (path for path in publication.documents(c) if path.startswith(_FOLDER))
        ended = [path for path in published if path not in wanted]
        for path in ended:
            publication.drop_document(c, path)
        publication.mark_dirty(c, GONE, dict.fromkeys(ended, now))
        if gone := before.keys() - after.keys():  # what else was made of them is made anew
            publication.mark_dirty(c, MARK, dict.fromkeys(gone, now))

    def _told(
        self,
        c: Connection,
        before: Mapping[str, _State],
        after: Mapping[str, _State],
        now: datetime,
    ) -> None:
        """Tell editors, once, of a file that cannot be used and of figures out of date."""
        for name in sorted({*before, *after}):
            was, its = (states.get(name, _State(changed=now)) for states in (before, after))
            if was.broken != its.broken:
                _noted(c, name, "unusable", its.broken, now)
                if its.broken:
                    log.warning("page-unusable", page=name, reason=its.broken)
            if was.stale != its.stale:
                _noted(c, name, "stale", f"out of date: {', '.join(its.stale)}", now, its.stale)


def _noted(
    c: Connection,
    name: str,
    kind: Kind,
    reason: str,
    now: datetime,
    wrong: Collection[str] | None = None,
) -> None:
    """Open, see again or, where nothing is wrong, close an incident."""
    subject = f"{_FOLDER}{name}"
    if reason if wrong is None else wrong:
        incidents.noted(c, Trouble(subject=subject, kind=kind, reason=reason), now)
    else:
        incidents.ended(c, subject, now, kinds=[kind], ending="it was seen to")


def _etags(declared: Declared) -> dict[str, str]:
    return {name: etag_of(content) for name, content in sorted(declared.pictures.items())}


def _remembered(c: Connection) -> dict[str, _State]:
    """Page → its state; what another version wrote otherwise is taken as never read."""
    found = {}
    for name, told in orjson.loads(remembered(c, _KEY) or "{}").items():
        try:
            found[name] = _State.model_validate_json(orjson.dumps(told))
        except ValidationError:
            found[name] = _State(changed=told["changed"])
    return found


def _today(now: datetime) -> date:
    return now.astimezone(ROME).date()
