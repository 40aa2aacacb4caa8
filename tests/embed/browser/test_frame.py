"""Tests of the frame, which stands on its own address, and of <poliflash-figures>."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from feeds.pages.fragments import rendered
from feeds.pages.words import as_of, words_for
from schemas.page_document import (
    ContactsBlock,
    FiguresDocument,
    PageDocument,
    PlatformsBlock,
    ShownFigure,
    StoriesBlock,
)
from tests.builders import NOON
from tests.embed.browser.kit import AXE, KIT, Answer, Stage, loaded, staged
from tests.embed.browser.test_component import DOWN, NORMAL, STORIES, UNREACHABLE
from tests.embed.samples import cards_json
from tests.embed.samples import document as cards_document

pytestmark = pytest.mark.browser

FIGURES = "pages/innovation/figures.it.json"
ELSEWHERE = ("//evil.example.org/x", "../../x", "https:x")
FAULTS = """async (root) => (await axe.run(root, { resultTypes: ["violations"] })).violations
  .map((one) => [one.id, one.nodes[0].html])"""
TOLD = """
window.told = [];
addEventListener("message", ({ data }) => window.told.push(data.height));
"""
BLANK = """() => {
  const root = document.querySelector("poliflash-cards").shadowRoot;
  const shown = [...root.querySelectorAll("section, .poliflash-message")];
  return innerHeight - Math.max(...shown.map((one) => one.getBoundingClientRect().bottom));
}"""
"""Pixels of the frame's window below what it shows; less than none where it is cut."""


@pytest.fixture(scope="module")
def stage(browser: Browser) -> Iterator[Stage]:
    """A page that hears what its frames tell."""
    with staged(browser, viewport={"width": 1000, "height": 700}) as stage:
        stage.context.add_init_script(TOLD)
        yield stage


def framed(stage: Stage, attributes: str = 'width="100%"', query: str = "", **opened: Any) -> Frame:
    """The frame on a page of another host, as the snippet has it."""
    element = (
        f'<iframe src="{KIT}/embed/v1/frame.it.html?{query}" title="Storie" height="720"'
        f' sandbox="allow-scripts" {attributes}></iframe>'
    )
    page = stage.open(element, head=loaded(), style="iframe { border: 0 }", **opened)
    return page.frames[1]


def until(page: Page, condition: str) -> None:
    """Wait, some seconds at most, on a page whose policy lets no words be run as code."""
    page.evaluate(
        "async () => { for (let turn = 0; turn < 500; turn++) {"
        f" if ({condition}) return; await new Promise((done) => setTimeout(done, 20)); }} }}"
    )


@pytest.mark.parametrize(
    ("answer", "query", "width"),
    [
        ((200, cards_json()), "limit=3", "100%"),
        ((200, cards_json()), "layout=list&amp;theme=dark", "320"),
        ((200, cards_json([])), "", "100%"),
        (DOWN, "", "100%"),
    ],
    ids=["cards", "narrow", "empty", "down"],
)
def test_a_frame_is_as_high_as_what_it_shows(
    stage: Stage, answer: Answer, query: str, width: str
) -> None:
    """Nothing is cut, no room is left; no other height is told; axe finds nothing in it."""
    frame = framed(stage, f'width="{width}"', query, answers={STORIES: answer})
    until(stage.page, "told.length")
    frame.wait_for_function(f"Math.abs(({BLANK})()) < 3")
    frame.evaluate(AXE.read_text("utf-8"))
    assert frame.evaluate(FAULTS, "main") == []
    assert len(set(stage.page.evaluate("told"))) == 1


@pytest.mark.parametrize("attributes", ["hidden", 'width="0"'])
def test_a_frame_without_width_tells_no_height(stage: Stage, attributes: str) -> None:
    """Words one above the other are a tower; its height is told once there is a width."""
    frame = framed(stage, attributes, "limit=3")
    frame.locator("article").last.wait_for(state="attached")
    assert (frame.evaluate("innerWidth"), stage.page.evaluate("told")) == (0, [])
    shown = "one => { one.hidden = false; one.width = '100%'; }"
    stage.page.locator("iframe").evaluate(shown)
    frame.wait_for_function(f"innerWidth > 0 && Math.abs(({BLANK})()) < 3")


def test_a_frame_shows_what_its_address_asks_for(stage: Stage) -> None:
    """Channel, number, headings and look; links leave the frame."""
    query = "channel=topics/energy&amp;limit=2&amp;heading-level=4&amp;layout=list&amp;theme=dark"
    answers: dict[str, Answer] = {"embed/v1/topics/energy.it.json": (200, cards_json())}
    frame = framed(stage, query=query, answers=answers)
    expect(frame.locator("[data-theme=dark] .poliflash-list-layout h4")).to_have_count(2)
    assert frame.evaluate("document.querySelector('base').target") == "_top"
    assert stage.heard.said == []


@cache
def figures_document() -> FiguresDocument:
    """A plain one, one out of date, an example, and one that nobody knows."""
    shown: list[tuple[str, str, float | None, dict[str, Any]]] = [
        ("accordi", "1.234", 1234, {}),
        ("fondi", "12,5", 12.5, {"unit": "milioni di euro", "stale": True}),
        ("brevetti", "37", 37, {"example": True, "note": "Fonte interna."}),
        ("spin-off", "non disponibile", None, {"source": "https://www.example.org/spin-off"}),
    ]
    day = date(2023, 12, 31)
    when: dict[str, Any] = {"as_of": day, "as_of_words": as_of(day, "it")}
    return FiguresDocument(
        page="innovation",
        language="it",
        title="Alcuni numeri",
        words=words_for("it"),
        figures=tuple(
            ShownFigure(id=name, value=value, number=number, label=name.title(), **when, **more)
            for name, value, number, more in shown
        ),
    )


def test_a_frame_finds_a_channel_without_languages(stage: Stage) -> None:
    """Its one document, which is named by the channel alone; the console is silent."""
    answers: dict[str, Answer] = {"embed/v1/lettera.json": (200, cards_json())}
    frame = framed(stage, query="channel=lettera&amp;alone&amp;limit=2", answers=answers)
    expect(frame.locator("article")).to_have_count(2)
    assert stage.heard.said == []


def test_a_frame_shows_no_document_from_elsewhere(stage: Stage) -> None:
    """Whoever made the address: what is no name of a channel asks nobody for cards."""
    frame = f'<iframe src="{KIT}/embed/v1/frame.it.html?channel={{}}&amp;alone"></iframe>'
    stage.open("".join(map(frame.format, ELSEWHERE)), head=loaded())
    stage.page.wait_for_load_state("networkidle")
    told = [one.locator("[role=status]").inner_text() for one in stage.page.frames[1:]]
    assert (told, stage.documents()) == ([UNREACHABLE] * len(ELSEWHERE), [])
    assert stage.elsewhere() == []


def figures() -> bytes:
    """Its bytes."""
    return figures_document().model_dump_json().encode()


def test_figures_have_the_same_markup_as_without_script(stage: Stage) -> None:
    """The element's items are those of the block, whose heading is the page's to write."""
    document = figures_document()
    block = PageDocument(
        page=document.page,
        language=document.language,
        title="",
        description="",
        updated=NOON,
        day="",
        words=document.words,
        figures=document,
        stories=StoriesBlock(title="", stories=cards_document()),
        platforms=PlatformsBlock(title=""),
        contacts=ContactsBlock(title=""),
    )
    element = "<poliflash-figures></poliflash-figures>"
    page = stage.open(element, head=loaded(), answers={FIGURES: (200, figures())})
    listed = page.locator("poliflash-figures ul")
    items = f"list => [list.className, [...list.children].map({NORMAL})]"
    expect(listed.locator("li[data-figure]")).to_have_count(4)
    parsed = "html => new DOMParser().parseFromString(html, 'text/html').querySelector('ul')"
    html = rendered(block, "figures")
    assert listed.evaluate(items) == page.evaluate(f"html => ({items})(({parsed})(html))", html)


def test_figures_are_shown_with_their_days_and_marks(stage: Stage) -> None:
    """Value, unit, label, day, what is out of date, invented or not known; axe finds nothing."""
    element = "<poliflash-figures></poliflash-figures>"
    page = stage.open(element, head=loaded(), answers={FIGURES: (200, figures())})
    items = page.get_by_role("list", name="Alcuni numeri").get_by_role("listitem")
    expect(items).to_have_count(4)
    words = [" ".join(text.split()) for text in items.all_text_contents()]
    assert words == [
        "1.234 Accordi al 31 dicembre 2023",
        "12,5 milioni di euro Fondi al 31 dicembre 2023 da aggiornare",
        "37 Brevetti al 31 dicembre 2023 esempio Fonte interna.",
        "non disponibile Spin-Off al 31 dicembre 2023 Fonte: Spin-Off",
    ]
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(FAULTS, "poliflash-figures") == []
    assert (stage.documents(), stage.heard.said, stage.elsewhere()) == ([FIGURES], [], [])
