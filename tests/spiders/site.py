"""A web site of the test's own, and a memory of what was read from it."""

import asyncio
import gzip
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from schemas.crawl import (
    CrawlPlan,
    CrawlSummary,
    HostSeen,
    HostState,
    ListingSeen,
    PageSeen,
    RawSeen,
    RobotsCopy,
    RobotsSeen,
    Seen,
    Validators,
)
from schemas.source import Source
from spiders.crawl import run_crawl
from tests.builders import source

AGENT = "Poliflash/0.1 (+https://flash.example.org/bot)"


@dataclass
class Answer:
    """What the site says at one address."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "text/html"
    zipped: bool = False
    wait: float = 0.0
    raw: bytes | None = None
    """Bytes instead of a text."""
    declared: str | None = None
    """The whole Content-Type, true or not."""
    drip: float = 0.0
    """Seconds between two bytes."""

    @property
    def content(self) -> bytes:
        """The body's bytes."""
        whole = self.body.encode() if self.raw is None else self.raw
        return gzip.compress(whole) if self.zipped else whole


@dataclass
class Site:
    """Answers by path and query; a dict of answers by host where hosts differ."""

    answers: dict[str, Answer] = field(default_factory=dict)
    default: Answer | None = None
    """What it says everywhere else."""
    heads: dict[str, Answer] = field(default_factory=dict)
    """Other answers to HEAD."""
    asked: list[str] = field(default_factory=list)
    """Paths asked for, in order; with the host in front where it is not `news`."""
    headers: list[Mapping[str, str]] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0
    waiting: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once somebody waits for an answer that takes long."""
    port: int = 0

    def url(self, path: str = "/", host: str = "news") -> str:
        """The address of a path."""
        return f"http://{host}.localhost:{self.port}{path}"

    async def respond(self, request: web.BaseRequest) -> web.StreamResponse:
        """The answer, conditional where it has an ETag."""
        host = request.host.partition(".")[0]
        path = ("" if host == "news" else f"{host}:") + str(request.rel_url)
        self.asked.append(path)
        self.headers.append(request.headers)
        self.moments.append(time.monotonic())
        unknown = Answer("nothing here", status=404)
        other = unknown if path == "/robots.txt" else self.default or unknown
        answer = self.answers.get(path, other)
        if request.method == "HEAD":
            answer = self.heads.get(path, answer)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        if answer.wait > 1:
            self.waiting.set()
        try:
            await asyncio.sleep(answer.wait)
        finally:
            self.under_way -= 1
        etag = answer.headers.get("ETag")
        if etag and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        packed = {"Content-Encoding": "gzip"} if answer.zipped else {}
        kind = {"Content-Type": answer.declared or f"{answer.media_type}; charset=utf-8"}
        headers = {**answer.headers, **packed, **kind}
        if answer.drip:
            return await _dripped(request, answer, headers)
        return web.Response(body=answer.content, status=answer.status, headers=headers)

    def asked_for(self, path: str) -> int:
        """How often a path was asked for."""
        return self.asked.count(path)


async def _dripped(
    request: web.BaseRequest, answer: Answer, headers: Mapping[str, str]
) -> web.StreamResponse:
    response = web.StreamResponse(status=answer.status, headers=headers)
    await response.prepare(request)
    for byte in answer.content:
        await response.write(bytes([byte]))
        await asyncio.sleep(answer.drip)
    return response


@asynccontextmanager
async def served(answers: dict[str, Answer]) -> AsyncIterator[Site]:
    """The site, on 127.0.0.1 at a free port."""
    site = Site(answers)
    runner = web.ServerRunner(web.Server(site.respond), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = runner.addresses[0][1]
    try:
        yield site
    finally:
        await runner.cleanup()


@dataclass
class Memory:
    """What is known, in dicts; as a sink it learns from what is seen."""

    events: list[Seen] = field(default_factory=list)
    marks: dict[str, str | None] = field(default_factory=dict)
    kept: dict[str, Validators] = field(default_factory=dict)
    due: list[str] = field(default_factory=list)
    copies: dict[str, RobotsCopy] = field(default_factory=dict)
    hosts: dict[str, HostState] = field(default_factory=dict)
    raws: list[RawSeen] = field(default_factory=list)
    """The answers themselves."""

    def expect(self, urls: Sequence[str]) -> None:
        """Nothing is looked up."""

    def seen(self, url: str) -> bool:
        """As Known has it."""
        return url in self.marks

    def entry_hash(self, url: str) -> str | None:
        """As Known has it."""
        return self.marks.get(url)

    def validators(self, url: str) -> Validators | None:
        """As Known has it."""
        return self.kept.get(url)

    def due_again(self) -> list[str]:
        """As Known has it."""
        return self.due

    def robots(self, origin: str) -> RobotsCopy | None:
        """As Known has it."""
        return self.copies.get(origin)

    def host(self, host: str) -> HostState | None:
        """As Known has it."""
        return self.hosts.get(host)

    def __call__(self, event: Seen) -> None:
        """Learn what an event says."""
        if isinstance(event, RawSeen):
            self.raws.append(event)
            return
        self.events.append(event)
        if isinstance(event, RobotsSeen):
            self.copies[event.copy_.origin] = event.copy_
        elif isinstance(event, HostSeen):
            self.hosts[event.state.host] = event.state
        elif event.problem is None:
            if event.validators:
                self.kept[event.url] = event.validators
            if isinstance(event, PageSeen):
                self.marks[event.url] = event.entry_hash or self.marks.get(event.url)

    @property
    def pages(self) -> dict[str, PageSeen]:
        """The story pages of the latest crawl by address."""
        return {e.url: e for e in self.events if isinstance(e, PageSeen)}

    @property
    def listings(self) -> list[ListingSeen]:
        """The listings of the latest crawl."""
        return [e for e in self.events if isinstance(e, ListingSeen)]

    async def crawl(self, newsroom: Source, **plan: Any) -> CrawlSummary:
        """One crawl; forgets the events of the one before, not what was learnt."""
        self.events.clear()
        values = {"user_agent": AGENT, "timeout": 20.0, **plan}
        return await run_crawl(CrawlPlan(source=newsroom, **values), self, self)


def newsroom(site: Site, **overrides: Any) -> Source:
    """The site as a source with a listing at `/news`, asked without delay."""
    rules = {"urls": [site.url("/news")], "links": "h3 a", **overrides.pop("listing", {})}
    values = {"home": site.url(), "delay": 0, "listing": rules, **overrides}
    return source(**values)


def feed_room(site: Site, *, pages: bool = True, **overrides: Any) -> Source:
    """The site as a source with a feed at `/feed`, asked without delay."""
    feed = {"urls": [site.url("/feed")], "pages": pages}
    values = {"home": site.url(), "kind": "feed", "listing": None, "delay": 0, "feed": feed}
    return source(**{**values, **overrides})


def listing(*paths: str, **more: Any) -> Answer:
    """A listing page whose links are called after their paths."""
    rows = "".join(
        f'<article><h3><a href="{path}">Storia {path}</a></h3></article>' for path in paths
    )
    return Answer(f"<html><body>{rows}</body></html>", **more)


def story(title: str, **more: Any) -> Answer:
    """A story page with title, text and validator."""
    text = f"La storia {title} racconta che cosa succede in laboratorio, con calma e per intero."
    head = f'<title>{title}</title><meta property="og:title" content="{title}">'
    body = f"<html><head>{head}</head><body><h1>{title}</h1><p>{text}</p></body></html>"
    return Answer(body, **{"headers": {"ETag": f'"{title}"'}, **more})


def rss(site: Site, *items: tuple[str, str], extra: str = "") -> str:
    """An RSS feed of (path, title) items."""
    rows = "".join(
        f"<item><title>{title}</title><link>{site.url(path)}</link><guid>{path}</guid>"
        f"<pubDate>Mon, 02 Mar 2026 09:30:00 +0100</pubDate>{extra}</item>"
        for path, title in items
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>N</title>{rows}</channel></rss>'
    )
