"""Tests of the public page in a browser."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from feeds.consumers import FIELDS, Field, consumers
from feeds.explanation import Absent, Explained, Explanation, page_of
from feeds.page import PATHS, STYLESHEET_PATH, render_page, stylesheet
from feeds.taking import Taken
from tests.builders import NOON
from tests.chromium import chromium, picture
from tests.feeds.samples import PICTURE, entry, site
from tests.feeds.test_page import CHANNELS

pytestmark = pytest.mark.browser

ORIGIN = "http://127.0.0.1:9"
"""Nothing listens there: every answer comes from the test."""
LONG = "Precipitevolissimevolmente" * 3
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' https:"

CONTRASTS = """() => {
  const channels = c => c.match(/[\\d.]+/g).map(Number);
  const luminance = c => channels(c).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor;
      if (channels(c).length === 3 || channels(c)[3] > 0.99) return c;
    }
    return 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll('h1, h2, h3, p, a, dt, time, .section')].map(e => {
    const pair = [luminance(getComputedStyle(e).color), luminance(ground(e))];
    const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    return [contrast, e.className || e.tagName, e.textContent.trim().slice(0, 30)];
  });
}"""


@cache
def _body(path: str) -> bytes:
    """The page of one language, with words that do not break and every kind of section."""
    entries = [
        entry(title=f"Storia {LONG}", image=PICTURE, teaser=f"Teaser {LONG}."),
        *(entry(section=s) for s in ("at_polito", "students", "awards", "external")),
        *(entry(image=PICTURE) for _ in range(7)),
    ]
    languages = {address: language for language, address in PATHS.items()}
    return render_page(entries, CHANNELS, site(), languages[path], NOON)


def _answer(route: Route) -> None:
    """The page, its stylesheet and any picture; a strict policy on all of it."""
    path = route.request.url.removeprefix(f"{ORIGIN}/p/")
    if route.request.resource_type == "image" or path.endswith(".svg"):
        route.fulfill(body=picture(), content_type="image/png")
    elif path.endswith(STYLESHEET_PATH):
        route.fulfill(body=stylesheet(), content_type="text/css")
    else:
        policy = {"Content-Security-Policy": POLICY}
        route.fulfill(body=_body(path), content_type="text/html; charset=utf-8", headers=policy)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """One page of the system's Chromium; each test opens what it needs."""
    with chromium() as browser:
        made = browser.new_page()
        made.route("**/*", _answer)
        yield made


def _opened(page: Page, width: int = 1280, scheme: Any = "light") -> Page:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{ORIGIN}/p/{PATHS['it']}")
    return page


def _sticking_out(page: Page, *widths: int) -> dict[int, int]:
    """Width of a window → how wide a page is in it, where that is another."""
    found = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found[width] = page.evaluate("document.documentElement.scrollWidth")
    return {width: wide for width, wide in found.items() if wide != width}


def test_the_page_fits_every_width(page: Page) -> None:
    """Nothing sticks out, not even at 320 pixels with words that do not break."""
    assert _sticking_out(_opened(page), 320, 390, 800, 1280, 2000) == {}


def test_the_explanation_fits_every_width(page: Page) -> None:
    """What a tool takes stands beside its name, or below it, however long the words are."""
    said: dict[Field, str] = {"id": LONG, "title": LONG, "link": LONG, "image": "", "text": LONG}
    given: dict[Field, str] = dict.fromkeys(FIELDS, "description")
    taken = Taken.model_validate({**said, "date": "", "at": None, "given_by": given, "lacks": ()})
    told = Explanation(
        channel="stories",
        address=f"{ORIGIN}/{LONG}.rss",
        format="rss",
        consumer=consumers()["mailchimp"],
        items=(Explained(taken=taken),),
        absent=(Absent(key="0", title=LONG, why=(LONG, LONG)),),
    )
    page.goto("about:blank")  # where no policy of another test's page holds
    page.set_content(page_of(told, site()))
    assert _sticking_out(page, 360, 768, 1280) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out(page: Page, scheme: Any) -> None:
    """Contrast is 4.5 : 1 at least, by day and by night (WCAG 2.2, 1.4.3)."""
    weak = [found for found in _opened(page, scheme=scheme).evaluate(CONTRASTS) if found[0] < 4.5]
    assert weak == []


def test_a_strict_policy_breaks_nothing(page: Page) -> None:
    """Under `default-src 'none'` the style applies and the console stays silent."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    _opened(page)
    assert page.evaluate("getComputedStyle(document.querySelector('.stories')).display") == "grid"
    assert said == []


def test_pictures_move_nothing_when_they_arrive(page: Page) -> None:
    """The layout does not shift while pictures load."""
    _opened(page)
    page.wait_for_load_state("networkidle")
    shift = page.evaluate(
        "new Promise(done => new PerformanceObserver(list => done(list.getEntries()"
        ".reduce((sum, e) => sum + e.value, 0))).observe({type: 'layout-shift', buffered: true})"
        " || setTimeout(() => done(0), 200))"
    )
    assert shift == 0


def test_the_keyboard_reaches_the_stories_first(page: Page) -> None:
    """The first stop of the tab key leads past the masthead, and shows itself."""
    _opened(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#stories"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0


def test_every_target_can_be_hit(page: Page) -> None:
    """Links are 24 pixels high at least, or stand alone in their line (WCAG 2.2, 2.5.8)."""
    small = _opened(page, width=390).evaluate(
        "[...document.querySelectorAll('header a, .follow a, footer a')]"
        ".map(a => [a.textContent, a.getBoundingClientRect().height]).filter(x => x[1] < 24)"
    )
    assert small == []
