"""The newsroom: sites, stories, and the switches that change what they show."""

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from copy import copy
from pathlib import Path
from typing import Any

from demo import switches
from demo.awkward import SLOW, Awkward
from demo.content import STORIES, Language, Site, Story, load_sites, load_stories
from demo.dateshapes import ROME
from demo.edits import Mode
from demo.respond import Answer, Request, respond
from demo.state import Failure, Frozen, Scope, State, save, state_from
from demo.visible import Row, Visit, newest, rows
from demo.world import World

PORT = 8001
SECOND = dt.timedelta(seconds=1)
MOST_VISITS = 100_000
"""Requests remembered; older ones are forgotten."""
FAILURES = (403, 429, 500, 503)
"""Statuses that the switch `fail` knows."""


class Newsroom:
    """Invented sites over a content folder, and everything done to them since."""

    def __init__(
        self,
        content: Path | None = None,
        today: dt.date | None = None,
        state: Path | None = None,
        clock: Callable[[], dt.datetime] | None = None,
    ) -> None:
        """`today` anchors `days_ago`, unless the file `state` remembers an earlier anchor.

        With a `clock` nothing is dated in its future and switches are stamped by it; without
        one, switches are stamped from the newest story on, so that all bytes are repeatable.
        Raises ContentError, StateError.
        """
        folder = content or STORIES
        sites = load_sites(folder)
        self.requests: list[Visit] = []
        """Every request to a site, oldest first."""
        self._clock = clock
        self._file = state
        self._lock = threading.RLock()
        started = clock().replace(microsecond=0) if clock else None
        fresh = State(today=today or dt.datetime.now(ROME).date(), started=started)
        self.world = World(sites, load_stories(folder, sites), state_from(state, fresh), PORT)
        self._turn(self.state)

    @property
    def state(self) -> State:
        """Everything the switches have changed."""
        return self.world.state

    @property
    def port(self) -> int:
        """The port that all absolute addresses name."""
        return self.world.port

    def answer(self, request: Request) -> Answer:
        """The site's answer; the visit is noted."""
        answer = respond(self.world, request)
        target = request.target or request.path
        now = dt.datetime.now(dt.UTC)
        visit = Visit(now, request.host, request.method, target, request.conditional, answer.status)
        self.requests.append(visit)
        del self.requests[:-MOST_VISITS]
        return answer

    def delay(self, host: str, path: str = "") -> float:
        """Seconds the site behind a host takes before it answers."""
        site = self.world.site_at(host)
        if site is None:
            return 0.0
        story = self.world.view(site.slug).pictures.get(path)
        slow = story is not None and self.state.pictures.get(story.key) == "slow"
        return SLOW if slow else self.state.slow.get(site.slug, 0.0)

    def move_to_port(self, port: int) -> None:
        """Makes all absolute addresses name that port."""
        world = self.world
        if port != world.port:
            self.world = World(world.sites, world.stories, world.state, port)

    def twin(self) -> "Newsroom":
        """Another one that shows the same now, and goes its own way from here on."""
        other = copy(self)
        other.requests, other._lock = [], threading.RLock()
        return other

    def stories(self) -> list[Row]:
        """Every edition of every story, visible or not."""
        return rows(self.world)

    # Switches

    def publish(
        self, key: str | None = None, site: str = "ateneo", story: Mapping[str, Any] | None = None
    ) -> list[Row]:
        """Publishes a given story, the reserve story of that key, or the site's next one.

        A given story is a mapping in the shape of the content files; `key`, `node` and
        `section` are filled in where absent.
        """
        with self._lock:
            state, now = self.state, self._moment()
            if story is not None:
                given = switches.given_story(self.world, self._site(site), story)
                state = state.model_copy(update={"added": {**state.added, given.key: given}})
                self._turn(switches.with_story(state, given, now))
                return self._rows(given.key)
            key = key or switches.next_reserve(self.world, self._site(site))
            self._turn(switches.with_story(state, self._story(key), now))
            return self._rows(key)

    def edit(
        self,
        key: str,
        mode: Mode = "typo",
        words: Mapping[Language, Mapping[str, Any]] | None = None,
    ) -> list[Row]:
        """Changes a story in all its languages: by mode, or to the fields given per language."""
        with self._lock:
            story, now = self._story(key), self._moment()
            self._turn(switches.with_edit(self.state, story, now, mode, words))
            return self._rows(key)

    def unpublish(self, key: str) -> list[Row]:
        """Hides a story: 403 on all its addresses, off the listing. `publish(key)` undoes it."""
        return self._remove(key, 403)

    def delete(self, key: str) -> list[Row]:
        """Deletes a story: 404 on all its addresses, off the listing."""
        return self._remove(key, 404)

    def redesign(self, site: str) -> None:
        """Changes all class names and structure; story pages lose their metadata."""
        self._restyle(site, redesigned=(*self.state.redesigned, site))

    def restore_design(self, site: str) -> None:
        """Brings the old design back."""
        left = tuple(slug for slug in self.state.redesigned if slug != site)
        self._restyle(site, redesigned=left)

    def move_host(self, site: str, new_host: str) -> None:
        """Moves a site to `<new_host>.localhost`; its old hosts redirect with 301."""
        label = new_host.removesuffix(".localhost")
        taken = self.world.site_at(label)
        if taken and taken.slug != site:
            raise switches.SwitchError(f"host {label!r} belongs to {taken.slug}")
        self._restyle(site, moved={**self.state.moved, site: label})

    def cache_listing(self, site: str, seconds: int = 3600) -> None:
        """Puts a cache before the listing: a copy as of now, `seconds` old, until lifted."""
        bare = self.state.model_copy(update={"frozen": {}})
        copy = Frozen(seconds=seconds, state=bare)
        self._set(site, frozen={**self.state.frozen, site: copy})

    def not_modified(self, site: str) -> None:
        """Answers 304 to every conditional request for the listing."""
        self._set(site, unmodified=(*self.state.unmodified, site))

    def fail(
        self,
        site: str,
        status: int = 503,
        scope: Scope = "listing",
        retry_after: int | None = None,
    ) -> None:
        """Makes the listing, the story pages or everything fail."""
        if status not in FAILURES:
            raise switches.SwitchError(f"fails with one of {FAILURES}, not with {status}")
        failure = Failure(status=status, scope=scope, retry_after=retry_after)
        self._set(site, failing={**self.state.failing, site: failure})

    def html_feed(self, site: str) -> None:
        """Serves a cheerful HTML page with status 200 where the feed was."""
        self._set(site, html_feeds=(*self.state.html_feeds, site))

    def picture(self, key: str, mode: Awkward | None = None) -> None:
        """Makes a story's picture awkward, or (without a mode) ordinary again."""
        with self._lock:
            self._story(key)
            others = {k: m for k, m in self.state.pictures.items() if k != key}
            spoilt = {**others, key: mode} if mode else others
            self._turn(self.state.model_copy(update={"pictures": spoilt}))

    def slow(self, site: str, seconds: float = 2.0) -> None:
        """Makes the site wait before every answer."""
        self._set(site, slow={**self.state.slow, site: seconds})

    def lift(self, site: str) -> None:
        """Ends caching, 304s, failures, HTML feeds and slowness of a site."""
        state = self.state
        self._set(
            site,
            frozen={k: v for k, v in state.frozen.items() if k != site},
            unmodified=tuple(k for k in state.unmodified if k != site),
            failing={k: v for k, v in state.failing.items() if k != site},
            html_feeds=tuple(k for k in state.html_feeds if k != site),
            slow={k: v for k, v in state.slow.items() if k != site},
        )

    def reset(self) -> None:
        """Undoes all switches; `today` stays."""
        with self._lock:
            self._turn(State(today=self.state.today, started=self.state.started))

    def forget_requests(self) -> None:
        """Empties the list of requests."""
        self.requests.clear()

    # What the switches share

    def _site(self, slug: str) -> Site:
        return switches.site_named(self.world, slug)

    def _story(self, key: str) -> Story:
        return switches.story_named(self.world, key)

    def _rows(self, key: str) -> list[Row]:
        return [row for row in self.stories() if row["key"] == key]

    def _remove(self, key: str, status: int) -> list[Row]:
        with self._lock:
            story, now = self._story(key), self._moment()
            self._turn(switches.without_story(self.state, story, now, status))
            return self._rows(key)

    def _restyle(self, site: str, **changes: Any) -> None:
        with self._lock:
            self._site(site)
            self._turn(switches.with_design(self.state, site, self._moment(), changes))

    def _set(self, site: str, **changes: Any) -> None:
        with self._lock:
            self._site(site)
            self._turn(self.state.model_copy(update=changes))

    def _moment(self) -> dt.datetime:
        """The time a switch is pulled: later than everything shown and done before."""
        soonest = (self.state.last or newest(self.world)) + SECOND
        now = self._clock().replace(microsecond=0) if self._clock else soonest
        return max(now, soonest)

    def _turn(self, state: State) -> None:
        world = self.world
        self.world = World(world.sites, world.stories, state, world.port)
        if self._file:
            save(state, self._file)
