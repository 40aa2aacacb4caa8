"""Tests of every look and state on partners' pages: nothing moves, nothing is inaccessible."""

from typing import Any, NamedTuple

import pytest

from tests.chromium import axe
from tests.embed.browser.kit import Answer, Stage, loaded
from tests.embed.browser.test_component import DOWN, SPARE, STORIES
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
HEIGHT = 6000
"""Pixels of a window that shows both elements whole: only what is in it is seen to move."""
WATCHED = """async () => {
  const found = await axe.run("poliflash-cards", { resultTypes: ["violations"] });
  const cards = [...document.querySelectorAll("poliflash-cards")];
  return [
    found.violations.map((one) => [one.id, one.nodes.map((node) => [node.target, node.html])]),
    window.shift, window.violations, cards.some((one) => one.scrollWidth > innerWidth),
  ];
}"""


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_nothing_is_wrong_with(stage: Stage, case: Case) -> None:
    """No fault for axe, no move, no breach of policy, nothing said, nobody else asked.

    Of two elements on one page: one that was given nothing, and one that was given spare content.
    """
    page = stage.page
    usual = {"color_scheme": "light", "forced_colors": "none"}
    page.emulate_media(**{**usual, **SETTINGS.get(case.setting, {})})
    width = 320 if case.setting == "narrow" else 1000
    page.set_viewport_size({"width": width, "height": HEIGHT})
    kit = f'layout="{case.layout}" theme="{case.theme}"'
    stage.open(
        "".join(f"<poliflash-cards {kit}>{inside}</poliflash-cards>" for inside in ("", SPARE)),
        head=(BOOTSTRAP if case.theme == "bootstrap-italia" else "") + loaded(),
        style=STYLES.get(case.setting, ""),
        language=case.language,
        answers=dict.fromkeys((STORIES, ENGLISH), STATES[case.state]),
    )
    if case.state == "full":
        page.locator("poliflash-cards").last.locator("article").first.wait_for()
    elif case.state != "slow":
        page.locator("poliflash-cards [role=status]:not(:empty)").wait_for()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    page.evaluate(axe())
    found = page.evaluate(WATCHED)
    said = [line for line in stage.heard.said if "503" not in line]
    assert (found, said, stage.elsewhere()) == ([[], 0, [], False], [], [])
