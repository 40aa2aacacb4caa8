"""Tests of every look and state on partners' pages: nothing moves, nothing is inaccessible."""

from typing import Any, NamedTuple

import pytest

from tests.chromium import axe
from tests.embed.browser.kit import Answer, Stage, loaded
from tests.embed.browser.test_component import DOWN, SPARE
from tests.embed.samples import cards_json

pytestmark = pytest.mark.browser

ENGLISH = "embed/v1/stories.en.json"
HOSTILE = """
* { font: 20px serif !important; color: #800; list-style: square }
ul { padding: 40px; margin: 40px } a { text-transform: uppercase; color: #040 }
img { width: 10px !important } section { display: none } article { float: left }
"""
BOOTSTRAP = '<link rel="stylesheet" href="/bootstrap.css">'
STATES: dict[str, Answer] = {
    "full": (200, cards_json()),
    "empty": (200, cards_json([])),
    "down": DOWN,
    "slow": None,
}


class Case(NamedTuple):
    """What is looked at."""

    layout: str
    theme: str
    language: str
    state: str
    setting: str


CASES = [
    Case(*line.split())
    for line in """
grid auto it full wide
list light en full wide
featured dark it full wide
grid bootstrap-italia it full wide
list bootstrap-italia it full narrow
featured bootstrap-italia en full dark
grid auto it full dark
featured auto en full narrow
list auto it full forced
grid light it full forced
featured light it full hostile
list auto it full hostile
grid dark en full large
list auto it full large
grid auto it slow wide
list dark it slow narrow
featured light en slow forced
grid bootstrap-italia en slow narrow
grid auto en empty wide
featured dark it empty dark
list light it empty hostile
grid bootstrap-italia it empty large
grid auto it down wide
list dark en down narrow
featured light it down large
grid bootstrap-italia it down dark
featured auto en down forced
featured dark en full forced
""".strip().splitlines()
]
SETTINGS: dict[str, dict[str, Any]] = {
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}
STYLES = {
    "dark": ":root { color-scheme: light dark; background: canvas; color: canvastext }",
    "large": "html { font-size: 200% }",
    "hostile": HOSTILE,
}
WITH_BOOTSTRAP = "bootstrap-italia"
TALL = ("narrow", "large")
HEIGHTS = {True: 25_000, False: 13_000}
"""Pixels of windows that show all elements whole: only what is in them is seen to move."""
WATCHED = """async () => {
  const found = await axe.run("poliflash-cards", { resultTypes: ["violations"] });
  const cards = [...document.querySelectorAll("poliflash-cards")];
  return {
    faults: found.violations.map((one) => [
      one.id, one.nodes.map((node) => [node.target, node.html]),
    ]),
    moved: [window.shift, window.moved],
    breaches: window.violations,
    wide: cards.filter((one) => one.scrollWidth > innerWidth).map((one) => one.id),
    beyond: cards.filter((one) => one.getBoundingClientRect().bottom > innerHeight)
      .map((one) => one.id),
  };
}"""
NOTHING = {"faults": [], "moved": [0, []], "breaches": [], "wide": [], "beyond": []}


def pages() -> dict[str, list[Case]]:
    """Cases that can be looked at together, as many as a window may show."""
    found: dict[str, list[Case]] = {}
    for case in CASES:
        kind = f"{case.setting}{'-bootstrap' if case.theme == WITH_BOOTSTRAP else ''}"
        most = 2 if case.setting in TALL else 3
        name = next(n for n in (kind, f"{kind}-more") if len(found.get(n, [])) < most)
        found.setdefault(name, []).append(case)
    return found


def _element(case: Case, language: str, inside: str) -> str:
    """One that asks for a channel of its state, and is called as its case is."""
    name = f"{'-'.join(case)}{'-spare' if inside else ''}"
    kit = f'id="{name}" channel="{case.state}" layout="{case.layout}" theme="{case.theme}"'
    element = f"<poliflash-cards {kit}>{inside}</poliflash-cards>"
    return element if case.language == language else f'<div lang="{case.language}">{element}</div>'


@pytest.mark.parametrize(("name", "cases"), pages().items(), ids=pages())
def test_nothing_is_wrong_with(stage: Stage, name: str, cases: list[Case]) -> None:
    """No fault for axe, no move, no breach of policy, nothing said, nobody else asked.

    Of two elements for each case: one that was given nothing, and one that was given spare content.
    """
    page, setting, language = stage.page, cases[0].setting, cases[0].language
    usual = {"color_scheme": "light", "forced_colors": "none"}
    page.emulate_media(**{**usual, **SETTINGS.get(setting, {})})
    width, height = 320 if setting == "narrow" else 1000, HEIGHTS[setting in TALL]
    page.set_viewport_size({"width": width, "height": height})
    stage.open(
        "".join(_element(case, language, inside) for case in cases for inside in ("", SPARE)),
        head=(BOOTSTRAP if "bootstrap" in name else "") + loaded(),
        style=STYLES.get(setting, ""),
        language=language,
        answers={f"embed/v1/{one.state}.{one.language}.json": STATES[one.state] for one in cases},
    )
    for case in cases:
        shown = page.locator(f"#{'-'.join(case)}")
        if case.state == "full":
            shown.locator("article").first.wait_for()
            page.locator(f"#{'-'.join(case)}-spare article").first.wait_for()
        elif case.state != "slow":
            shown.locator("[role=status]:not(:empty)").wait_for()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    page.evaluate(axe())
    found = page.evaluate(WATCHED)
    said = [line for line in stage.heard.said if "503" not in line]
    assert (found, said, stage.elsewhere()) == (NOTHING, [], [])
