"""Tests of the room that an element keeps for what it waits for."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.embed.browser.kit import Answer, Stage, loaded
from tests.embed.browser.test_component import DOWN, SPARE, STORIES
from tests.embed.browser.test_frame import FIGURES
from tests.embed.browser.test_states import BOOTSTRAP
from tests.embed.samples import cards_json
from tests.feeds.samples import entry

pytestmark = pytest.mark.browser

CARDS = "<poliflash-cards limit=2 theme={theme}>{inside}</poliflash-cards>"
SHORT: Answer = (200, cards_json([entry(title=f"Barca {n}", teaser="A sole.") for n in "ab"]))
FIGURE = "<poliflash-figures></poliflash-figures>"
FRAME = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)))"
ELEMENT = "document.querySelector('poliflash-cards, poliflash-figures')"
HEIGHT = f"{ELEMENT}.offsetHeight"
VOID = """() => {
  const host = document.querySelector("poliflash-cards");
  const section = (host.shadowRoot || host).querySelector("section");
  const foot = section.lastChild.getBoundingClientRect();
  return host.getBoundingClientRect().bottom - foot.bottom;
}"""
"""Pixels between the last line of an element and its end."""
NEEDED = f"""() => {{
  const host = {ELEMENT};
  for (const one of [host, ...(host.shadowRoot || host).querySelectorAll("ul")])
    one.style.minHeight = 0;
  return host.offsetHeight;
}}"""
"""Pixels that an element takes where it keeps no room."""
WAYS: dict[str, Callable[[Page], object]] = {
    "click": lambda page: page.mouse.click(5, 5),
    "key": lambda page: page.keyboard.press("Shift"),
    "away": lambda page: page.evaluate("scrollTo(0, 9999)"),
}


def kept(stage: Stage, element: str, answer: Answer, **opened: Any) -> tuple[Page, int]:
    """A page that had to wait for this answer; the room it kept until then, in pixels."""
    path = FIGURES if "figures" in element else STORIES
    page = stage.open(element, answers={path: None}, **{"head": loaded(), **opened})
    page.evaluate(FRAME)
    room = page.evaluate(HEIGHT)
    assert isinstance(answer, tuple)
    headers = {"access-control-allow-origin": "*"}
    stage.held.pop().fulfill(status=answer[0], body=answer[1], headers=headers)
    page.wait_for_load_state("networkidle")
    page.evaluate(FRAME)
    return page, room


@pytest.mark.parametrize("theme", ["auto", "bootstrap-italia"])
def test_cards_share_the_room_that_they_do_not_need(stage: Stage, theme: str) -> None:
    """Short stories stand in all of it: nothing moved, and nothing is void below them."""
    element = CARDS.format(theme=theme, inside="")
    head = (BOOTSTRAP if theme == "bootstrap-italia" else "") + loaded()
    page, room = kept(stage, element, SHORT, head=head)
    assert (round(page.evaluate(VOID)), page.evaluate(HEIGHT) - room) == (
        0,
        pytest.approx(0, abs=1),
    )
    assert page.evaluate("shift") == 0


@pytest.mark.parametrize(
    ("way", "element", "answer"),
    [
        ("click", CARDS.format(theme="auto", inside=""), SHORT),
        ("away", CARDS.format(theme="auto", inside=SPARE), DOWN),
        ("key", FIGURE, DOWN),
        ("click", FIGURE, (200, b"{}")),
    ],
    ids=["click", "away", "key", "click nonsense"],
)
def test_room_is_given_back(stage: Stage, way: str, element: str, answer: Answer) -> None:
    """When nobody sees anything move, or expects it to; with cards or without."""
    page, room = kept(stage, element, answer, style="#after { margin-bottom: 2000px }")
    before = page.evaluate(HEIGHT)
    WAYS[way](page)
    page.evaluate(FRAME)
    after = page.evaluate(HEIGHT)
    assert before == pytest.approx(room, abs=1)
    assert after == page.evaluate(NEEDED) < before
    assert page.evaluate("shift") == 0


@pytest.mark.parametrize(
    ("element", "answer"),
    [
        (CARDS.format(theme="bootstrap-italia", inside=""), SHORT),
        (CARDS.format(theme="bootstrap-italia", inside=SPARE), DOWN),
        (FIGURE, DOWN),
    ],
    ids=["bootstrap-italia", "bootstrap-italia down", "figures down"],
)
def test_no_room_is_kept_on_paper(stage: Stage, element: str, answer: Answer) -> None:
    """What is printed takes the height that it needs."""
    page, room = kept(stage, element, answer)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(HEIGHT) == page.evaluate(NEEDED) < room


def test_room_is_kept_before_any_frame(browser: Browser) -> None:
    """A mouse that moves has the page laid out earlier; no frame changes cards that are there."""
    stage = Stage(browser)
    stage.context.add_init_script("requestAnimationFrame = (due) => (window.due = due)")
    page = stage.open(FIGURE, head=loaded(), answers={FIGURES: None})
    before, after = page.evaluate(f"[{HEIGHT}, due(), {HEIGHT}]")[::2]
    page = stage.open("<poliflash-cards></poliflash-cards>", head=loaded())
    page.locator("poliflash-cards article").first.wait_for()
    cards, still = page.evaluate(f"[{HEIGHT}, due(), {HEIGHT}]")[::2]
    stage.context.close()
    assert (before, after > 100, cards) == (after, True, still)


LATE = {
    "parsed": "<poliflash-cards limit=2>{spare}</poliflash-cards>",
    "made": """<div id="place"></div>""",
}
FILLED = """spare => {
  const made = document.createElement("poliflash-cards");
  made.setAttribute("limit", 2);
  document.querySelector("#place").append(made);
  queueMicrotask(() => (made.innerHTML = spare));
}"""


@pytest.mark.parametrize("way", list(LATE))
def test_content_that_comes_later_takes_the_place_not_the_room(stage: Stage, way: str) -> None:
    """Of an element that is there before what stands in it."""
    element = LATE[way].format(spare=SPARE)
    page = stage.open(element, answers={STORIES: None}, head=loaded(""))
    if way == "made":
        page.evaluate(FILLED, SPARE)
    page.evaluate(FRAME)
    found = page.evaluate(HEIGHT), page.locator("poliflash-cards a").is_visible()
    page = stage.open(
        CARDS.format(theme="auto", inside=SPARE), answers={STORIES: None}, head=loaded()
    )
    page.evaluate(FRAME)
    assert found == (page.evaluate(HEIGHT), True)
    assert found[0] > 300


def test_an_element_taken_out_before_its_frame_keeps_no_room(stage: Stage) -> None:
    """It begins again where it is put back."""
    page = stage.open("", answers={STORIES: None}, head=loaded())
    found = page.evaluate(
        """async () => {
          const made = document.createElement("poliflash-cards");
          document.querySelector("main").append(made);
          await null;
          const there = made.offsetHeight;
          made.remove();
          await new Promise((done) => requestAnimationFrame(done));
          return [there > 300, made.shadowRoot.querySelector(".poliflash-wait")];
        }"""
    )
    assert found == [True, None]


def test_who_waits_keeps_its_room(stage: Stage) -> None:
    """A key pressed too early takes nothing from cards that are on their way."""
    page = stage.open(FIGURE, head=loaded(), answers={FIGURES: None})
    page.evaluate(FRAME)
    room = page.evaluate(HEIGHT)
    page.keyboard.press("Shift")
    assert room == page.evaluate(HEIGHT) > 100


def test_a_style_of_the_page_may_keep_the_room(stage: Stage) -> None:
    """Then nothing moves although the script comes late, and the cards share that room."""
    style = "poliflash-cards { display: block; min-height: 600px }"
    element = CARDS.format(theme="auto", inside=SPARE)
    page, room = kept(
        stage, element, SHORT, style=style, head=loaded().replace(" blocking", " data")
    )
    heights = (room, page.evaluate(HEIGHT), page.evaluate(HEIGHT) - page.evaluate(VOID))
    assert heights == pytest.approx((600, 600, 600), abs=1)
    assert page.evaluate("shift") == 0
