"""Tests of the first page of all, and of its blocks on a partner's page, in a browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from feeds.page import PATHS
from tests.chromium import axe, chromium, picture
from tests.feeds.samples import site
from tests.pages.demo import files
from web.headers import of_body

pytestmark = pytest.mark.browser

ORIGIN = "http://127.0.0.1:9"
"""Nothing listens there: every answer comes from the test."""
FILES = files(site(public_url=f"{ORIGIN}/p"))
VIOLATIONS = """async rules => (await axe.run({rules, resultTypes: ['violations']})).violations
  .map(found => [found.id, found.nodes.map(node => node.html.slice(0, 120))])"""
SHIFT = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().reduce((sum, e) => sum + e.value, 0)))
    .observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(0)));
})"""
SMALL = """() => [...document.querySelectorAll('a:not(article a)')]
  .map(a => [a.textContent.trim(), a.getBoundingClientRect()])
  .filter(([, box]) => box.height < 24).map(([text]) => text)"""
LOOKS: list[dict[str, Any]] = [
    {"width": 1440, "path": PATHS["it"], "color_scheme": "light"},
    {"width": 360, "path": PATHS["en"], "color_scheme": "dark"},
    {"width": 320, "path": PATHS["it"], "forced_colors": "active"},
    {"width": 900, "path": PATHS["en"], "media": "print"},
    {"width": 360, "path": "host/it", "color_scheme": "light"},
    {"width": 1440, "path": "host/en", "color_scheme": "dark"},
]


class Visit:
    """One page that all tests share, and what happened while it was open."""

    def __init__(self, page: Page) -> None:
        """Nothing is open yet."""
        self.page = page
        self.said: list[str] = []
        self.asked: set[str] = set()
        page.route("**/*", self._answer)
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def open(self, path: str, width: int, **media: Any) -> Page:
        """A page of ours, in a window of that width."""
        self.said.clear()
        self.asked.clear()
        self._face(width, **media)
        self.page.goto(f"{ORIGIN}/p/{path}")
        self.page.wait_for_load_state("networkidle")
        return self.page

    def shown(self, path: str, width: int, **media: Any) -> Page:
        """The same, as another test left it where it did: for those that only look at styles."""
        if self.page.url != f"{ORIGIN}/p/{path}":
            return self.open(path, width, **media)
        self._face(width, **media)
        return self.page

    def _face(self, width: int, **media: Any) -> None:
        self.page.set_viewport_size({"width": width, "height": 800})
        usual = {"media": "screen", "color_scheme": "light", "forced_colors": "none"}
        self.page.emulate_media(**{**usual, **media})

    def _answer(self, route: Route) -> None:
        """Under the headers that `serve` sends; any picture of a newsroom is there."""
        path = route.request.url.removeprefix(f"{ORIGIN}/p/")
        if path in FILES:
            headers = of_body(path if "." in path else f"{path}.html", len(FILES[path]), None)
            told = {name.decode(): value.decode() for name, value in headers}
            route.fulfill(body=FILES[path], headers=told)
            return
        self.asked.add(route.request.url)
        route.fulfill(body=picture(), content_type="image/png")


@pytest.fixture(scope="module")
def visit() -> Iterator[Visit]:
    """The system's Chromium, with one page."""
    with chromium() as browser:
        yield Visit(browser.new_page())


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look.values())))
def test_it_is_whole_in_every_look(visit: Visit, look: dict[str, Any]) -> None:
    """axe finds nothing, the console is silent, nothing sticks out; only pictures are asked for."""
    page = visit.open(**look)
    page.evaluate(axe())
    forced = "forced_colors" in look  # axe reads colours there that nobody sees
    found = page.evaluate(VIOLATIONS, {"color-contrast": {"enabled": not forced}})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert (found, visit.said, wide) == ([], [], look["width"])
    assert all(url.endswith(".jpg") for url in visit.asked)


def test_forced_colours_stand_on_their_own_ground(visit: Visit) -> None:
    """No gradient of ours is left behind the colours that the reader chose."""
    page = visit.shown(PATHS["it"], 800, forced_colors="active")
    ground = "name => getComputedStyle(document.querySelector(name)).backgroundImage"
    assert [page.evaluate(ground, name) for name in (".masthead", ".band")] == ["none"] * 2


def test_data_for_search_engines_passes_the_policy(visit: Visit) -> None:
    """Under `default-src 'none'` it is there, can be read, and nothing is said of it."""
    page = visit.open(PATHS["it"], 800)
    data = "JSON.parse(document.querySelector('script').textContent).itemListElement.length"
    assert (page.evaluate(data), visit.said) == (6, [])


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves_and_all_can_be_hit(visit: Visit, width: int) -> None:
    """Pictures have their place from the start; links are 24 pixels high (WCAG 2.2, 2.5.8).

    That of a story is as large as its card.
    """
    page = visit.open(PATHS["it"], width)
    assert (page.evaluate(SHIFT), page.evaluate(SMALL)) == (0, [])


@pytest.mark.parametrize("width", [961, 1100, 1440])
def test_the_first_story_stands_beside_its_picture(visit: Visit, width: int) -> None:
    """On a wide screen: nothing is covered, and hardly any of a wide picture is cut away."""
    page = visit.shown(PATHS["it"], width)
    box = (
        "name => document.querySelector(`.stories > :first-child ${name}`).getBoundingClientRect()"
    )
    picture, *words = (
        page.evaluate(box, name) for name in (".picture", ".kicker", "h3", ".teaser", ".source")
    )
    assert all(one["left"] >= picture["right"] for one in words)
    assert picture["height"] >= picture["width"] * 9 / 16 - 1
    assert picture["width"] > width / 2


@pytest.mark.parametrize("path", PATHS.values())
def test_every_block_can_be_jumped_to(visit: Visit, path: str) -> None:
    """In the order in which they stand on the page."""
    page = visit.shown(path, 800)
    places = "[...document.querySelectorAll('.parts a')].map(a => document.querySelector(a.hash)"
    tops = page.evaluate(f"{places}.getBoundingClientRect().top)")
    assert (len(tops), tops) == (5, sorted(tops))


def test_blocks_are_dressed_on_a_page_that_says_nothing(visit: Visit) -> None:
    """Without a single property of ours set, a number stands out in the page's own typeface."""
    page = visit.shown("host/it", 800)
    style = "name => { const s = getComputedStyle(document.querySelector(name));"
    size, face = page.evaluate(f"{style} return [s.fontSize, s.fontFamily]; }}", ".poliflash-value")
    assert (size, face) == ("48px", page.evaluate(f"{style} return s.fontFamily; }}", "body"))


def test_print_has_the_words_alone(visit: Visit) -> None:
    """Black on white: no scene, no band, no way around the page."""
    page = visit.shown(PATHS["it"], 800, media="print")
    shown = "name => getComputedStyle(document.querySelector(name)).display"
    assert [page.evaluate(shown, name) for name in (".scene", ".parts", ".switch")] == ["none"] * 3
    ground = "getComputedStyle(document.querySelector('.band')).backgroundImage"
    assert page.evaluate(ground) == "none"


def test_the_keyboard_reaches_the_stories_first(visit: Visit) -> None:
    """The first stop of the tab key leads past the masthead, and shows itself."""
    page = visit.open(PATHS["en"], 800)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#stories"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
