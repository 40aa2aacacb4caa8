"""Tests of the page /use in a browser: choose, look, copy, paste."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from feeds.embed.cards import cards_document, written
from feeds.embed.release import newest, render_scripts
from feeds.page import STYLESHEET_PATH, stylesheet
from feeds.pages.front import ASSETS
from feeds.use import PATHS, rendered
from schemas.channel import Variant
from schemas.types import InterfaceLanguage
from tests.builders import NOON
from tests.chromium import axe
from tests.feeds.samples import entry, site
from tests.feeds.test_page import CHANNELS
from web.headers import of_body, shared

pytestmark = pytest.mark.browser

ORIGIN = "http://127.0.0.1:9"
"""Nothing listens there: every answer comes from the test."""
SITE = site(public_url=f"{ORIGIN}/p")
HOST = "http://127.0.0.1:10/"
"""A partner's page."""
FILES = {
    STYLESHEET_PATH: stylesheet(),
    **dict(rendered(CHANNELS, SITE, newest())),
    **dict(render_scripts(CHANNELS, SITE)),
    **{path: file.read_bytes() for path, file in ASSETS.items()},
}
Scheme = Literal["light", "dark"]
Forced = Literal["none", "active"]
BARE = '<!doctype html><html lang="it"><title>Partner</title><h2>Notizie</h2>'


@cache
def _cards(path: str) -> bytes:
    """Nine cards whose titles name the channel's variant."""
    key = path.removeprefix("embed/v1/").removesuffix(".json")
    name, _, language = key.partition(".")
    (its,) = (channel for channel in CHANNELS if channel.name == name)
    variant = Variant.model_validate({"channel": its, "language": language or None})
    found = [entry(title=f"{key} {n}", language=language or "it") for n in range(9)]
    return written(cards_document(variant, found, SITE, NOON))


def _answer(route: Route) -> None:
    """What the public folder holds, with the headers that `serve` sends."""
    path = route.request.url.partition("?")[0].removeprefix(f"{ORIGIN}/p/")
    path += "index.html" if path.endswith("/") else ""
    body = FILES[path] if path in FILES else _cards(path)
    lines = [*shared(path, 0, ""), *of_body(path, len(body), None)]
    route.fulfill(body=body, headers={n.decode(): v.decode() for n, v in lines})


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page of one visitor; each test opens what it needs."""
    made = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    made.route(f"{ORIGIN}/**", _answer)
    yield made.new_page()
    made.close()


@pytest.fixture
def said(page: Page) -> Iterator[list[str]]:
    """Everything that its consoles say, a frame's too."""
    heard: list[str] = []
    page.goto("about:blank")  # what the page of another test still says is not meant
    listeners: tuple[tuple[Any, Any], ...] = (
        ("console", lambda message: heard.append(message.text)),
        ("weberror", lambda error: heard.append(str(error.error))),
    )
    for event, listener in listeners:
        page.context.on(event, listener)
    yield heard
    for event, listener in listeners:
        page.context.remove_listener(event, listener)


def _opened(page: Page, asked: str = "", path: str = "use/") -> Page:
    _face(page)
    page.goto(f"{ORIGIN}/p/{path}{asked}")
    return page


def _face(page: Page, width: int = 1280, scheme: Scheme = "light", forced: Forced = "none") -> None:
    """What the window is like."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, forced_colors=forced)


def _copied(page: Page, way: str) -> str:
    """The text that the first button of a way puts into the clipboard."""
    page.locator(f"#{way} button").first.click()
    expect(page.locator("#said[role=status]")).to_have_text("Copiato")
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def _pasted(page: Page, text: str) -> Page:
    page.route(HOST, lambda r: r.fulfill(body=BARE + text, content_type="text/html"))
    page.goto(HOST)
    return page


def test_what_is_chosen_is_seen_copied_and_works_elsewhere(page: Page, said: list[str]) -> None:
    """From a channel, language and layout to the same cards on a partner's bare page."""
    _opened(page)
    page.get_by_label("Canale").select_option("topics/energy")
    page.get_by_label("Inglese").check()
    page.get_by_label("Elenco").check()
    page.get_by_label("Quante storie").select_option("4")
    seen = page.locator("#stage article")
    expect(seen).to_have_count(4)
    expect(seen.first).to_contain_text("topics/energy.en")
    chosen = seen.all_inner_texts()
    theirs = _pasted(page, _copied(page, "component"))
    expect(theirs.locator("poliflash-cards article")).to_have_count(4)
    assert theirs.locator("article").all_inner_texts() == chosen
    assert said == []


@pytest.mark.parametrize("way", ["pinned", "frame"])
def test_other_ways_work_as_they_are_copied(page: Page, said: list[str], way: str) -> None:
    """Integrity holds, and a fenced frame shows cards and is as high as they are."""
    _opened(page, "?channel=sources/ateneo&limit=3")
    page.locator(f"#{way} summary").click()
    theirs = _pasted(page, _copied(page, way))
    inside = theirs.frame_locator("iframe") if way == "frame" else theirs
    expect(inside.locator("poliflash-cards article")).to_have_count(3)
    if way == "frame":
        fits = "() => document.querySelector('iframe').offsetHeight !== 720"
        theirs.wait_for_function(fits)
    assert said == []


def test_the_look_is_ours_or_the_pages_own(page: Page) -> None:
    """Requirement 65: A shadow root keeps hosts' style out; Bootstrap Italia's cards let it in."""
    _opened(page, "?limit=2")
    expect(page.locator("#stage article")).to_have_count(2)
    outside = "document.querySelectorAll('#stage article').length"
    assert (page.evaluate(outside), page.locator("#dressed").is_visible()) == (0, False)
    page.get_by_label("Aspetto").select_option("bootstrap-italia")
    expect(page.locator("#stage article.it-card")).to_have_count(2)
    assert (page.evaluate(outside), page.locator("#dressed").is_visible()) == (2, True)


def test_an_address_keeps_the_choice(page: Page) -> None:
    """It can be sent to somebody; what it asks for and is not there is passed over."""
    _opened(page, "?channel=topics/energy&lang=en&layout=nope&limit=99")
    expect(page.locator("#stage article").first).to_contain_text("topics/energy.en")
    assert (page.get_by_label("Griglia").is_checked(), page.locator("#limit").input_value()) == (
        True, "6",
    )  # fmt: skip
    page.get_by_label("In evidenza").check()
    assert "layout=featured" in page.url


def test_the_keyboard_copies_and_is_told(page: Page) -> None:
    """The button takes focus and Enter; a live region says what happened."""
    _opened(page)
    button = page.locator("#component button").first
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said[role=status]")).to_have_text("Copiato")
    assert button.evaluate("b => b === document.activeElement")


def test_without_a_clipboard_the_text_is_selected(page: Page) -> None:
    """Then the reader's own hand copies it, and is told how."""
    _opened(page)
    page.evaluate("document.execCommand = () => false; delete Navigator.prototype.clipboard")
    page.locator("#component button").first.click()
    expect(page.locator("#said[role=status]")).to_contain_text("Ctrl+C")
    selected = page.evaluate("getSelection().toString()")
    assert selected.strip() == page.locator("#component code").first.inner_text().strip()


FACES: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"scheme": "dark"},
    "narrow": {"width": 320},
    "forced": {"forced": "active"},
}
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules of axe that colours decide; all others ask what stands there, and where."""
FAULTS = """only => axe
  .run({resultTypes: ['violations'], ...(only && {runOnly: {type: 'rule', values: only}})})
  .then(r => r.violations.map(one => [one.id, one.nodes.map(node => node.html).slice(0, 3)]))"""
SMALL = """() => [...document.querySelectorAll(
    'main a, main button, main select, main summary, .choices label'
  )].filter(e => e.checkVisibility())
  .map(e => [e.textContent.trim().slice(0, 30), e.getBoundingClientRect().height])
  .filter(([, height]) => height < 24)"""
PLACES = """() => JSON.stringify([...document.querySelectorAll('body *')].map(
  e => [e.checkVisibility(), e.getBoundingClientRect()]))"""


def test_nobody_is_shut_out(page: Page) -> None:
    """Requirement 66: axe finds nothing, all opened; nothing sticks out; targets can be hit."""
    _opened(page).evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    page.evaluate(axe())
    found, seen = {}, set()
    for name, face in FACES.items():
        _face(page, **face)
        places = page.evaluate(PLACES)
        # Where all stands as it stood before, only colours can have become a fault.
        told = page.evaluate(FAULTS, COLOURS if places in seen else None)
        seen.add(places)
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found[name] = (told, page.evaluate(SMALL), width)
    assert found == dict.fromkeys(FACES, ([], [], 0))


def test_without_script_the_code_stands_there(browser: Browser) -> None:
    """No field and no button that does nothing; a channel's details open by themselves."""
    context = browser.new_context(java_script_enabled=False)
    context.route(f"{ORIGIN}/**", _answer)
    page = _opened(context.new_page())
    page.locator("[data-channel='topics/energy'] summary").click()
    shown = page.locator("[data-channel='topics/energy'] code").is_visible()
    fields = (page.locator("button").count(), page.locator("form").is_visible())
    context.close()
    assert (shown, fields) == (True, (0, False))


@pytest.mark.parametrize("language", ["it", "en"])
def test_either_language_works(page: Page, said: list[str], language: InterfaceLanguage) -> None:
    """The page in each language starts with its own stories."""
    _opened(page, path=PATHS[language].removesuffix("index.html"))
    expect(page.locator("#stage article").first).to_contain_text(f"stories.{language}")
    assert said == []
