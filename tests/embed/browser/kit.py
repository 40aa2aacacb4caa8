"""A partner's page in a browser, with every answer coming from the test."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Request, Route

from feeds.channels import load_channels
from feeds.embed.release import newest, render_scripts, script
from feeds.embed.styles import stylesheet
from tests.chromium import chromium
from tests.embed.samples import cards_json
from tests.feeds.samples import site

MODULES = Path(__file__).parents[2] / "npm/node_modules"
AXE = MODULES / "axe-core/axe.min.js"
BOOTSTRAP = MODULES / "bootstrap-italia/dist/css/bootstrap-italia.min.css"
KIT = "https://kit.example/p"
"""Where the newsroom publishes; no such host is ever asked."""
HOST = "https://host.example/"
"""The partner's page."""
SCRIPT = f"{KIT}/embed/v1/poliflash.js"
POLICY = (
    "default-src 'none'; script-src https://kit.example; connect-src https://kit.example;"
    " img-src https:; style-src 'self'; font-src data:; frame-src https://kit.example"
)
"""What embed.md asks of a host, and nothing else."""
_STARTED = """
window.shift = 0;
window.violations = [];
new PerformanceObserver((list) => list.getEntries().forEach((e) => {
  window.shift += e.hadRecentInput ? 0 : e.value; // as CLS counts
})).observe({ type: "layout-shift", buffered: true });
addEventListener("securitypolicyviolation", (e) => window.violations.push(e.violatedDirective));
"""

Answer = Callable[[], tuple[int, bytes]] | tuple[int, bytes] | None
"""Status and body; `None` answers never."""


class Heard(NamedTuple):
    """What happened while a page was open."""

    asked: list[str]
    """Addresses."""
    said: list[str]
    """On the console."""


@cache
def picture(width: int = 600, height: int = 338) -> bytes:
    """A picture with a gradient, so that it is seen where it is cut."""
    stream = BytesIO()
    Image.linear_gradient("L").resize((width, height)).save(stream, "PNG")
    return stream.getvalue()


@cache
def published() -> Mapping[str, bytes]:
    """Scripts, frames and the style, by path."""
    declared = site(public_url=KIT)
    return {
        **dict(render_scripts(load_channels(), declared)),
        "embed/v1/poliflash.css": stylesheet(),
        "embed/9.9.9/poliflash.js": script(newest()),
    }


def needed(*files: Path) -> None:
    """Skip, and say what to install, where something is missing."""
    if missing := [file for file in files if not file.exists()]:
        pytest.skip(f"{missing[0].name} is missing: apt-get install npm, then make test")


@contextmanager
def launched() -> Iterator[Browser]:
    """The system's Chromium."""
    needed(AXE, BOOTSTRAP)
    with chromium("--disable-gpu", "--font-render-hinting=none") as browser:
        yield browser


class Stage:
    """One page of one browser, used again and again; tests say what is answered."""

    def __init__(self, browser: Browser, **context: Any) -> None:
        """`context`: as Playwright takes it."""
        self.context = browser.new_context(**context)
        self.context.add_init_script(_STARTED)
        self.page: Page = self.context.new_page()
        self.body = ""
        self.head = ""
        self.style = ""
        self.language = "it"
        self.answers: dict[str, Answer] = {}
        """Path below the newsroom's address → what is answered there."""
        self.heard = Heard([], [])
        self.held: list[Route] = []
        self.page.route("**/*", self._answer)
        self.page.on("console", lambda message: self.heard.said.append(message.text))
        self.page.on("pageerror", lambda error: self.heard.said.append(str(error)))
        self.page.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.heard.asked.append(request.url)

    def open(
        self,
        body: str,
        head: str = "",
        style: str = "",
        language: str = "it",
        answers: Mapping[str, Answer] | None = None,
    ) -> Page:
        """The partner's page with this in it, once its first cards could be there."""
        if len(self.page.frames) > 1:  # what a frame of the last page says may come late
            self.page.goto("about:blank")
        self.held.clear()
        self.heard = Heard([], [])
        self.body, self.head, self.style, self.language = body, head, style, language
        self.answers = {"embed/v1/stories.it.json": (200, cards_json()), **(answers or {})}
        self.page.goto(HOST, wait_until="domcontentloaded")
        return self.page

    def _answer(self, route: Route) -> None:
        url = route.request.url
        path = urlsplit(url).path.removeprefix("/p/")
        if route.request.resource_type == "image":
            route.fulfill(body=picture(), content_type="image/png")
        elif url.startswith(HOST):
            self._host(route, path)
        elif path in self.answers:
            self._newsroom(route, self.answers[path])
        elif path in published():
            kind = "text/html" if path.endswith("html") else f"text/{path.rpartition('.')[2]}"
            kind = kind.replace("text/js", "text/javascript")
            headers = {"access-control-allow-origin": "*"}
            route.fulfill(body=published()[path], content_type=kind, headers=headers)
        else:
            route.fulfill(status=404, headers={"access-control-allow-origin": "*"})

    def _host(self, route: Route, path: str) -> None:
        if path == "/bootstrap.css":
            route.fulfill(body=_bootstrap(), content_type="text/css")
        elif path == "/host.css":
            route.fulfill(body=self.style, content_type="text/css")
        else:
            text = (
                f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8">'
                '<meta name="viewport" content="width=device-width"><title>Partner</title>'
                f'{self.head}<link rel="stylesheet" href="/host.css"></head>'
                f'<body><main class="container"><h1>Partner</h1><h2>Notizie</h2>{self.body}'
                '<p id="after">Dopo.</p></main></body></html>'
            )
            headers = {"content-security-policy": POLICY}
            route.fulfill(body=text, content_type="text/html; charset=utf-8", headers=headers)

    def _newsroom(self, route: Route, answer: Answer) -> None:
        if answer is None:
            self.held.append(route)
            return
        status, body = answer() if callable(answer) else answer
        headers = {"access-control-allow-origin": "*"}
        route.fulfill(status=status, body=body, content_type="application/json", headers=headers)

    def documents(self) -> list[str]:
        """The cards documents that were asked for, in order; paths below the newsroom's."""
        urls = (urlsplit(url).path for url in self.heard.asked)
        return [path.removeprefix("/p/") for path in urls if path.endswith(".json")]

    def elsewhere(self) -> list[str]:
        """Addresses of neither the host, the newsroom, nor a card's picture that were asked."""
        ours = (HOST, KIT, "https://www.example.org/poliflash/media/", "https://news.example.org/")
        return [url for url in self.heard.asked if not url.startswith((*ours, "about:", "data:"))]


@contextmanager
def staged(browser: Browser, **context: Any) -> Iterator[Stage]:
    """A page until the end of the block; one that stays open goes on asking and drawing."""
    stage = Stage(browser, **context)
    yield stage
    stage.context.close()


@cache
def _bootstrap() -> bytes:
    return BOOTSTRAP.read_bytes()


def loaded(attribute: str = "defer") -> str:
    """The script in a page's head, there before anything is painted."""
    return f'<script src="{SCRIPT}" {attribute} blocking="render"></script>'
