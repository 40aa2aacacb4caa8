"""What a newsroom of the year shows at an instant."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from schemas.crawl import Problem
from schemas.extracted import Extracted
from schemas.source import Source
from spiders.failures import problem_of_status
from spiders.links import fingerprint
from tests.simulation.records import Newsroom, Story, Turn, Version, What, day

LISTED = 20
_SLIPS_AT = 2
"""The first look after a story was read."""
_BLOCKED = Problem(code="blocked", detail="the server answers 403 and does not let us in")
_HTML = Problem(code="not-a-feed", detail="the answer is no feed")
_AWAY = Problem(code="unreachable", detail="the server refuses connections")
_MOVED = Problem(code="redirected-away", detail="the listing has moved to another domain")


class Answer(NamedTuple):
    """What the server says to a request for a story page."""

    status: int = 200
    url: str = ""
    """Where the answer comes from."""
    story: Story | None = None
    etag: str | None = None
    problem: Problem | None = None


class Listed(NamedTuple):
    """What the server says to a request for the listing."""

    status: int = 200
    links: tuple[tuple[str, str, Story], ...] = ()
    """Address, mark and story, newest first."""
    etag: str | None = None
    problem: Problem | None = None


class Site:
    """A newsroom and its stories."""

    def __init__(self, room: Newsroom, stories: Iterable[Story]) -> None:
        """`stories`: the newsroom's own."""
        self.room = room
        self.stories = sorted(stories, key=lambda story: story.born, reverse=True)
        self._known = {path: s for s in self.stories for path in self._paths(s)}
        self._asked = 0
        self._looks: Counter[str] = Counter()

    def source(self, now: datetime) -> Source:
        """The declaration in force."""
        room, host = self.room, self._host(self._mended(now, "host"))
        feed = room.read != "listing" and not self._mended(now, "listing")
        kind = "feed" if feed else "listing"
        url = f"https://{host}/{room.language}/" + ("rss.xml" if feed else "news")
        feeding = {"urls": [url], "pages": room.read == "feed"}
        rules = feeding if feed else {"urls": [url], "links": "article a"}
        return Source.model_validate(
            {
                "slug": room.slug,
                "name": room.slug.capitalize(),
                "home": f"https://{host}/",
                "kind": kind,
                "language": room.language,
                "every": room.every,
                "authority": room.authority,
                "hosts": {room.host: host} if host != room.host else {},
                "rights": {"text": "teaser", "images": "hotlink"},
                kind: rules,
            }
        )

    def listing(self, now: datetime) -> Listed:
        """What the listing or feed answers."""
        self._asked += 1
        happens = {turn.what: turn for turn in self.room.turns if self._under_way(turn, now)}
        refused = _refused(happens, self.room.read)
        if refused is not None:
            return refused
        if "redesign" in happens:
            return Listed()
        shown = [s for s in self.stories if s.born <= now and not s.away(now)][:LISTED]
        links = tuple((self.address(s, now), self._mark(s, now), s) for s in shown)
        etag = fingerprint(*(part for url, mark, _ in links for part in (url, mark)))
        return Listed(links=links, etag=etag if self.room.etags else None)

    def page(self, url: str, now: datetime) -> Answer:
        """What a story page answers."""
        happens = {turn.what: turn for turn in self.room.turns if self._under_way(turn, now)}
        refused = _refused({k: v for k, v in happens.items() if k not in ("host", "listing")}, "")
        if refused is not None:
            return Answer(refused.status, url, problem=refused.problem)
        story = self._known.get(url.partition("://")[2].removeprefix("www."))
        status = story.away(now) if story and story.born <= now else 404
        if story is not None and story.slip:
            self._looks[story.key] += 1
            status = 404 if self._looks[story.key] == _SLIPS_AT else status
        old = story is not None and self._era(url) < self._eras(now)
        if story is None or status or old:
            return Answer(status or 404, url, story, problem=problem_of_status(status or 404))
        at = self.address(story, now)
        return Answer(200, at, story, etag=self._etag(story, now))

    def said(self, story: Story, now: datetime, *, twin: str | None = None) -> Extracted:
        """What the page, or the item, says; `twin`: the address of its translation."""
        version, room, url = story.at(now), self.room, self.address(story, now)
        self._asked += 1
        trace = version.markup if room.etags else self._asked
        body = "".join(_markup(line, trace) for line in version.words.paragraphs)
        node = f"https://{self._host(now)}/{room.language}/node/{story.number}"
        other = {"it": "en", "en": "it"}[room.language]
        image = {"url": f"https://{self._host(now)}/files/{version.slug}.jpg?itok={trace}"}
        fields = {
            "title": version.words.title,
            "teaser": version.words.paragraphs[0],
            "body": body,
            "published": story.published,
            "image": image if room.pictures else None,
        }
        given = {name: "opengraph" for name, value in fields.items() if value}
        return Extracted.model_validate(
            {
                "url": url,
                "aliases": (node,) if room.nodes else (),
                "guid": self._guid(story, now) if room.read != "listing" else None,
                "language": room.language,
                "translations": {other: twin} if twin and not room.nodes else {},
                "provenance": given,
                **fields,
            }
        )

    def address(self, story: Story, now: datetime) -> str:
        """Where a story is."""
        return f"https://{self._host(now)}{self._path(story, self._eras(now))}"

    def _under_way(self, turn: Turn, now: datetime) -> bool:
        return day(turn.start) <= now < day(turn.end)

    def _mended(self, now: datetime, what: What) -> bool:
        return any(turn.what == what and day(turn.end) <= now for turn in self.room.turns)

    def _host(self, now: datetime | bool) -> str:
        moved = now if isinstance(now, bool) else self._begun(now, "host")
        return f"nuova-{self.room.host}" if moved else self.room.host

    def _begun(self, now: datetime, what: What) -> bool:
        return any(turn.what == what and day(turn.start) <= now for turn in self.room.turns)

    def _eras(self, now: datetime) -> int:
        return int(self._begun(now, "cms"))

    def _era(self, url: str) -> int:
        return int("/articoli/" in url)

    def _path(self, story: Story, era: int) -> str:
        if era:
            return f"/articoli/{story.number * 7}.html"
        return f"/{self.room.language}/news/{story.versions[0].slug}"

    def _paths(self, story: Story) -> Iterator[str]:
        for host in (self.room.host, f"nuova-{self.room.host}"):
            for era in (0, 1):
                yield host.removeprefix("www.") + self._path(story, era)

    def _guid(self, story: Story, now: datetime) -> str:
        return f"{'post' if self._eras(now) else 'node'}-{story.number}"

    def _mark(self, story: Story, now: datetime) -> str:
        words = story.at(now).words
        whole = words.paragraphs if self.room.read == "items" else ()
        return fingerprint(words.title, self.address(story, now), *whole)

    def _etag(self, story: Story, now: datetime) -> str | None:
        if not self.room.etags:
            return None
        redesigned = any(self._under_way(t, now) for t in self.room.turns if t.what == "redesign")
        version: Version = story.at(now)
        return fingerprint(self.address(story, now), str(version.at), str(redesigned))


def _refused(happens: dict[What, Turn], read: str) -> Listed | None:
    """The answer while the newsroom is in trouble."""
    if "5xx" in happens:
        return Listed(503, problem=problem_of_status(503))
    if "away" in happens:
        return Listed(0, problem=_AWAY)
    if "blocked" in happens:
        return Listed(403, problem=_BLOCKED)
    if "html" in happens:
        return Listed(200, problem=_HTML) if read else None
    if "host" in happens:
        return Listed(301, problem=_MOVED)
    if "listing" in happens:
        return Listed(404, problem=problem_of_status(404))
    return None


def _markup(line: str, trace: int) -> str:
    """A paragraph; what no reader sees depends on `trace`."""
    if trace % 2:
        return f'<p class="t{trace}">{line}  </p>\n'
    return f'<p>{line}<span data-n="{trace}"></span></p>'
