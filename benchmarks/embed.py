"""The web component: its weight, its first cards, what a page and a poll transfer."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from feeds.channels import load_channels
from feeds.embed.release import newest, script
from feeds.embed.snippets import Options, chosen, kit
from pipeline.files import etag_of
from tests.chromium import FRUGAL, program
from tests.embed.samples import cards_json
from tests.feeds.samples import site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROUNDS = 15
BASE = "https://www.example.org/poliflash"
PLAIN = (
    '<!doctype html><html lang="it"><title>Host</title>'
    '<script src="/plain.js" defer></script><div id="plain"></div>'
)
LEAST = """
fetch("/embed/v1/stories.it.json", { cache: "no-cache" }).then((answer) => answer.json()).then(
  ({ cards }) => {
    const item = ({ url, title, teaser }) =>
      `<article><h3><a href="${url}">${title}</a></h3><p>${teaser}</p></article>`;
    document.querySelector("#plain").innerHTML = cards.slice(0, 6).map(item).join("");
  },
);
"""
"""The least that a page could do to show the same stories."""
WATCH = """
window.first = new Promise((done) => {
  const look = () => {
    const element = document.querySelector("poliflash-cards, #plain");
    const asked = performance.getEntriesByType("resource");
    const script = asked.find(({ name }) => name.endsWith(".js"));
    if (!script?.responseEnd || !(element?.shadowRoot ?? element)?.querySelector("article a"))
      return setTimeout(look);
    done(performance.now() - script.responseEnd);
  };
  look();
});
"""
FIRST = "window.first"
"""Milliseconds from the script's last byte to the first card."""


class _Answer(NamedTuple):
    """A document as it is sent: made before anybody asks, as `serve` has it."""

    kind: str
    packed: bytes
    etag: str


def _made(kind: str, content: bytes) -> _Answer:
    return _Answer(kind, gzip.compress(content, 9), etag_of(content))


def _host() -> str:
    """A page with nothing but the code that `/use` gives out."""
    stories = next(one for one in load_channels() if one.name == "stories")
    (way, *_) = kit(chosen(stories, "it"), site(public_url=BASE), newest(), Options()).ways
    code = way.codes[0].text.replace(BASE, "")
    return f'<!doctype html><html lang="it"><title>Host</title>{code}'


class _Newsroom(BaseHTTPRequestHandler):
    """Gives documents packed, and a 304 where nothing changed."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or a body waits 40 ms for word that its head arrived
    documents: ClassVar[dict[str, _Answer]] = {
        "/": _made("text/html; charset=utf-8", _host().encode()),
        "/plain": _made("text/html; charset=utf-8", PLAIN.encode()),
        "/plain.js": _made("text/javascript", LEAST.encode()),
        "/embed/v1/poliflash.js": _made("text/javascript", script(newest())),
        "/embed/v1/stories.it.json": _made("application/json", cards_json()),
    }
    sent: ClassVar[list[tuple[str, int, int]]] = []
    """Path, status, bytes of the body."""

    def do_GET(self) -> None:
        answer = self.documents.get(self.path)
        known = answer is not None and self.headers.get("If-None-Match") == answer.etag
        status = 404 if answer is None else 304 if known else 200
        body = answer.packed if answer and not known else b""
        self.sent.append((self.path, status, len(body)))
        self.send_response(status)
        if answer:
            self.send_header("ETag", answer.etag)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "public, max-age=300")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Nothing: the benchmark speaks for itself."""


@contextmanager
def _served() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Newsroom) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def _first(browser: "Browser", address: str) -> float:
    """Milliseconds until the first card, for a visitor who was never there."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    took = float(page.evaluate(FIRST))
    context.close()
    return took


def main() -> None:
    """Each number beside its bar."""
    weight = len(gzip.compress(script(newest()), 9))
    print(f"script, gzipped            {weight} bytes (bar 8192)")
    if (found := program()) is None:
        print("skipped: apt-get install --no-install-recommends chromium-headless-shell")
        return
    from playwright.sync_api import sync_playwright

    with _served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", *FRUGAL])
        pairs = [
            (_first(browser, f"{address}plain"), _first(browser, address)) for _ in range(ROUNDS)
        ]
        page = browser.new_page()
        page.add_init_script(WATCH)
        _Newsroom.sent.clear()
        page.goto(address)
        page.evaluate(FIRST)
        ours = [row for row in _Newsroom.sent if "/embed/" in row[0]]
        _Newsroom.sent.clear()
        page.wait_for_event("requestfinished", lambda one: one.url.endswith(".json"))
        again = [status for path, status, _ in _Newsroom.sent if path.endswith(".json")]
        browser.close()
    plain, times = (median(column) for column in zip(*pairs, strict=True))
    print(f"first cards after script   {times:.0f} ms (bar 100, median of {ROUNDS})")
    print(
        f"of what it takes at least  {times / plain:.1f} ({plain:.0f} ms to fetch and write them)"
    )
    print(f"page besides pictures      {sum(size for *_, size in ours)} bytes (bar 15360)")
    print(f"asking once more           {again} (bar [304])")


if __name__ == "__main__":
    main()
