"""Reviewed pictures of figures, of frames, and of cards in more room than they need.

Taken anew as those of test_shots.py are.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.embed.browser.kit import AXE, KIT, Answer, Stage, loaded, staged
from tests.embed.browser.test_component import STORIES
from tests.embed.browser.test_frame import FAULTS, FIGURES, figures
from tests.embed.browser.test_room import CARDS, kept
from tests.embed.browser.test_shots import READY, ROOMLESS, SHOWN, STYLE, pictured, reviewed
from tests.embed.browser.test_states import STYLES
from tests.embed.samples import cards_json

pytestmark = pytest.mark.browser

CARDS_ANSWER: Answer = (200, cards_json(SHOWN))
FRAMES = "".join(
    f'<iframe src="{KIT}/embed/v1/frame.it.html?limit=2&amp;layout={layout}&amp;theme={theme}"'
    ' title="Storie" width="100%" height="300" sandbox="allow-scripts"></iframe>'
    for layout, theme in (("grid", "auto"), ("list", "dark"))
)


@pytest.fixture(scope="module")
def stage(browser: Browser) -> Iterator[Stage]:
    """A page of that width in which pictures are of few colours."""
    with staged(browser, viewport={"width": 700, "height": 1200}) as made:
        yield pictured(made)


def photograph(stage: Stage) -> Image.Image:
    """All that the page shows, once nothing in it is missing."""
    stage.page.evaluate(READY)
    return Image.open(BytesIO(stage.page.locator("main").screenshot(animations="disabled")))


def test_figures_look_as_when_they_were_reviewed(stage: Stage, tmp_path: Path) -> None:
    """Known and unknown, out of date and invented ones; in the page's colours, and dark."""
    element = "<poliflash-figures></poliflash-figures><hr>"
    page = stage.open(
        element + element.replace(">", " theme=dark>", 1),
        head=loaded(),
        style=STYLE + STYLES["dark"],
        answers={FIGURES: (200, figures())},
    )
    page.locator("poliflash-figures li").last.wait_for()
    page.evaluate(ROOMLESS)
    reviewed(photograph(stage), "figures", tmp_path)


def test_frames_look_as_when_they_were_reviewed(stage: Stage, tmp_path: Path) -> None:
    """As high as their stories; light as the visitor's system, and dark as asked."""
    page = stage.open(FRAMES, head=loaded(), style=STYLE, answers={STORIES: CARDS_ANSWER})
    for frame in page.frames[1:]:
        frame.locator("article").last.wait_for()
        frame.evaluate(READY)
    page.locator("iframe[style]").nth(1).wait_for()
    reviewed(photograph(stage), "frame", tmp_path)


def test_room_to_spare_looks_as_when_it_was_reviewed(stage: Stage, tmp_path: Path) -> None:
    """Cards that share what was kept for longer ones."""
    element = CARDS.format(theme="auto", inside="")
    page, _ = kept(stage, element, CARDS_ANSWER, style=STYLE)
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(FAULTS, "poliflash-cards") == []
    reviewed(photograph(stage), "room", tmp_path)
