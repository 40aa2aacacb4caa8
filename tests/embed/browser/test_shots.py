"""Reviewed pictures of every look and state; `POLIFLASH_SHOTS=write` takes them anew.

Each shows two elements on one page: the looks that were chosen (light, dark) or those that follow
the page (auto, bootstrap-italia). The room that is kept while nobody must see anything move is
only in the pictures of what loads. Look at what was taken anew before it is committed.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from io import BytesIO
from itertools import combinations, product
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser

from feeds.embed.fragment import render_fragment
from feeds.embed.release import newest
from feeds.embed.styles import stylesheet
from schemas.embed import Layout, Look, Theme
from schemas.types import InterfaceLanguage
from tests.embed.browser.kit import KIT, Answer, Stage, loaded, staged
from tests.embed.browser.test_component import DOWN, SPARE, STORIES
from tests.embed.browser.test_states import BOOTSTRAP, ENGLISH, HOSTILE, SETTINGS, STYLES
from tests.embed.samples import cards_json, document, entries
from tests.feeds.samples import entry

pytestmark = pytest.mark.browser

SHOTS = Path(__file__).with_name("shots")
LAYOUTS: tuple[Layout, ...] = ("grid", "list", "featured")
THEMES = ("light", "dark", "auto", "bootstrap-italia")
LANGUAGES: tuple[InterfaceLanguage, ...] = ("it", "en")
STATES = (
    *("loading", "full", "empty", "down", "slow", "off", "strict"),
    *("large", "narrow", "dark", "forced", "hostile", "text", "print"),
)
SHOWN = entries()[6:9]
"""A picture, another language, no picture."""
IMPOSSIBLE = {
    ("off", "light"),  # what is rendered ahead has no look but the page's
    ("off", "dark"),
    ("hostile", "bootstrap-italia"),  # which is the page's to style, for better or worse
}
OTHERS = {"figures", "frame", "room"}
"""Those that test_other_shots.py takes."""
MOST, LARGEST = 30, 600_000
"""Pictures, and their bytes in all."""
COARSE = 8
"""Pixels that become one before pictures are compared: letters may be drawn otherwise."""
MEAN, UTMOST = 1.5, 60
"""Of 255: how far such pixels may differ on the whole, and each."""
ROOMLESS = "dispatchEvent(new Event('beforeprint'))"
STYLE = "body { margin: 8px; font-family: sans-serif } main { max-width: none !important } "
READY = """() => Promise.all(
  [document, ...[...document.querySelectorAll("*")].map((one) => one.shadowRoot)]
    .flatMap((root) => (root ? [...root.querySelectorAll("img")] : []))
    .map((image) => image.decode()),
)"""
CHANGES = (
    "poliflash-cards { --poliflash-gap: 4em }",
    "poliflash-cards { --poliflash-card: #ddd }",
    "poliflash-cards { display: block; margin-top: 12px }",
    "poliflash-cards { font-size: 18px }",
)
DRESSED = """style => {
  document.adoptedStyleSheets = [new CSSStyleSheet()];
  document.adoptedStyleSheets[0].replaceSync(style);
}"""
"""Puts style in the place of what was put there before."""


class Block(NamedTuple):
    """One element of a page."""

    state: str
    theme: str
    layout: Layout
    language: InterfaceLanguage

    def element(self) -> str:
        """As the page has it."""
        limit = 3 if self.layout == "featured" else 2
        spare = SPARE if self.state == "slow" else ""
        if self.state == "off":
            theme: Theme = "plain" if self.theme == "auto" else "bootstrap-italia"
            look = Look(limit=limit, layout=self.layout, theme=theme)
            spare = render_fragment(document(SHOWN, self.language), look).decode()
        return (
            f'<poliflash-cards layout="{self.layout}" theme="{self.theme}" lang="{self.language}"'
            f' limit="{limit}">{spare}</poliflash-cards><hr>'
        )


def blocks() -> Iterator[Block]:
    """Every state in every look, the layouts and languages in turn."""
    for (row, state), (column, theme) in product(enumerate(STATES), enumerate(THEMES)):
        if (state, theme) not in IMPOSSIBLE:
            language = LANGUAGES[(row // 2 + column) % 2]
            yield Block(state, theme, LAYOUTS[(row + column) % 3], language)
    yield Block("off", "auto", "grid", "en")


@cache
def pages() -> dict[str, tuple[Block, ...]]:
    """Name of a picture → what it shows."""
    found: dict[str, tuple[Block, ...]] = {}
    for block in blocks():
        name = f"{block.state}-{'chosen' if block.theme in ('light', 'dark') else 'page'}"
        found[name] = (*found.get(name, ()), block)
    return found


@cache
def hostile() -> bytes:
    """Cards whose text does what it can."""
    told = json.loads(
        cards_json(
            [
                entry(
                    title="Ὕβρις \u202etxet desrever\u202c " + "e\u0301\u0302\u0303" * 9,
                    teaser="🚲" * 90,
                ),
                entry(title="Precipitevolissimevolmente" * 5, teaser="x" * 280),
                entry(title='<img src=x onerror="alert(1)">', teaser="</p><h1>No</h1> &amp; & < >"),
            ]
        )
    )
    told["cards"][0]["url"] = "javascript:alert(1)"
    return json.dumps(told).encode()


def answer(state: str, language: str) -> Answer:
    """What the newsroom says in this state."""
    said: dict[str, Answer] = {
        "loading": None,
        "slow": None,
        "down": DOWN,
        "text": (200, hostile()),
    }
    said["empty"] = (200, cards_json([], language))
    return said.get(state, (200, cards_json(SHOWN, language)))


@pytest.fixture(scope="module")
def stage_for(browser: Browser, stage: Stage) -> Iterator[Callable[[str], Stage]]:
    """The page that a state is looked at in: the shared one, or one that is special."""
    special: dict[str, dict[str, Any]] = {
        "off": {"viewport": {"width": 700, "height": 600}, "java_script_enabled": False},
        "large": {"viewport": {"width": 350, "height": 600}, "device_scale_factor": 2},
    }
    usual = pictured(stage)
    with ExitStack() as stack:
        opened = {
            state: pictured(stack.enter_context(staged(browser, **face)))
            for state, face in special.items()
        }
        yield lambda state: opened.get(state, usual)


@cache
def picture() -> bytes:
    """One of few colours, whose cut sides are seen."""
    stream = BytesIO()
    small = Image.new("RGB", (16, 9), "#7a8b99")
    small.paste("#e0b040", (1, 1, 15, 8))
    small.paste("#205070", (2, 2, 14, 7))
    small.resize((600, 338), Image.Resampling.NEAREST).save(stream, "PNG")
    return stream.getvalue()


def pictured(stage: Stage) -> Stage:
    """The same, with this picture wherever one is asked for."""
    stage.page.route(
        lambda url: url.endswith((".jpg", ".webp")),
        lambda route: route.fulfill(body=picture(), content_type="image/png"),
    )
    return stage


def shot(stage: Stage, name: str) -> Image.Image:
    """What a page looks like."""
    shown = pages()[name]
    state = shown[0].state
    usual: dict[str, Any] = {"color_scheme": "light", "forced_colors": "none", "media": "screen"}
    print_too = {"media": "print"} if state == "print" else {}
    stage.page.emulate_media(**{**usual, **SETTINGS.get(state, {}), **print_too})
    if state not in ("large", "off"):
        width = 320 if state == "narrow" else 700
        stage.page.set_viewport_size({"width": width, "height": 1200})
    themed = any(block.theme == "bootstrap-italia" for block in shown)
    look = {"hostile": HOSTILE, "dark": STYLES["dark"], "off": stylesheet().decode()}.get(state, "")
    page = stage.open(
        "".join(block.element() for block in shown),
        head=(BOOTSTRAP if themed else "") + script(state),
        style=STYLE + look,
        answers={STORIES: answer(state, "it"), ENGLISH: answer(state, "en")},
    )
    if state in ("empty", "down"):
        page.locator("poliflash-cards [role=status]:not(:empty)").last.wait_for()
    elif state not in ("loading", "slow", "off"):
        for at in range(len(shown)):
            page.locator("poliflash-cards").nth(at).locator("article").last.wait_for()
    if state not in ("off", "loading"):
        page.evaluate(ROOMLESS)
    if state != "off":
        page.evaluate(READY)
    return taken(stage)


def taken(stage: Stage, style: str = "") -> Image.Image:
    """What the page that is open looks like, with more style where that is said."""
    if style:
        stage.page.evaluate(DRESSED, style)
    return Image.open(BytesIO(stage.page.locator("main").screenshot(animations="disabled")))


def script(state: str) -> str:
    """The tag in the head; the strictest pages say which bytes they take."""
    if state != "strict":
        return loaded()
    release = newest()
    return (
        f'<script src="{KIT}/embed/{release.version}/poliflash.js" defer blocking="render"'
        f' integrity="{release.integrity}" crossorigin="anonymous"></script>'
    )


def difference(kept: Image.Image, seen: Image.Image) -> str | None:
    """What tells two pictures apart, but for how letters are drawn."""
    if abs(kept.width - seen.width) + abs(kept.height - seen.height) > COARSE:
        return f"{kept.size} became {seen.size}"
    box = (0, 0, min(kept.width, seen.width), min(kept.height, seen.height))
    coarse = [one.convert("RGB").crop(box).convert("L").reduce(COARSE) for one in (kept, seen)]
    told = ImageStat.Stat(ImageChops.difference(*coarse))
    mean, utmost = told.mean[0], told.extrema[0][1]
    return f"{mean:.1f} on the whole, {utmost} at most" if mean > MEAN or utmost > UTMOST else None


def written(image: Image.Image, file: Path) -> None:
    """Keep a picture, in few colours."""
    few = image.convert("RGB").quantize(24, kmeans=1, dither=Image.Dither.NONE)
    few.save(file, optimize=True)


@pytest.mark.parametrize("name", list(pages()))
def test_looks_as_when_it_was_reviewed(
    stage_for: Callable[[str], Stage], name: str, tmp_path: Path
) -> None:
    """What is seen is what was looked at and found right."""
    reviewed(shot(stage_for(pages()[name][0].state), name), name, tmp_path)


def reviewed(seen: Image.Image, name: str, tmp_path: Path) -> None:
    """Fail, with a picture of what is seen, where it is not the reviewed one of that name."""
    file = SHOTS / f"{name}.png"
    if os.environ.get("POLIFLASH_SHOTS") == "write":
        written(seen, file)
    with Image.open(file) as kept:
        if told := difference(kept, seen):
            written(seen, tmp_path / file.name)
            pytest.fail(f"{told}: {tmp_path / file.name}")


def test_a_look_that_changed_is_caught(stage_for: Callable[[str], Stage]) -> None:
    """A gap, a colour, a place or a size that is another does not pass for a font's whim."""
    stage = stage_for("full")
    shot(stage, "full-chosen")
    with Image.open(SHOTS / "full-chosen.png") as kept:
        missed = [one for one in CHANGES if not difference(kept, taken(stage, one))]
        assert (missed, difference(kept, taken(stage, "main { top: 0 }"))) == ([], None)


def test_every_pair_is_seen() -> None:
    """Each two values of layout, look, language and state that can go together do, somewhere."""
    axes = (STATES, THEMES, LAYOUTS, LANGUAGES)
    seen = {pair for block in blocks() for pair in combinations(block, 2)}
    every = {pair for first, second in combinations(axes, 2) for pair in product(first, second)}
    assert every - seen == IMPOSSIBLE


def test_pictures_are_few_and_small() -> None:
    """One for each page and no other, within their share of the repository."""
    files = list(SHOTS.glob("*"))
    assert {file.stem for file in files} == set(pages()) | OTHERS
    assert len(files) <= MOST
    assert sum(file.stat().st_size for file in files) <= LARGEST
