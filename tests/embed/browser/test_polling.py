"""Tests of how often the component asks, and what it does with the answers."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.embed.browser.kit import KIT, Answer, Stage, loaded, staged
from tests.embed.browser.test_component import DOWN, STORIES, several, titles

pytestmark = pytest.mark.browser

HIDE = (
    "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
    " document.dispatchEvent(new Event('visibilitychange')); }"
)
ANOTHER = f"{KIT}/embed/v1/frame.js"
EARLY = f'<link rel="preload" href="{KIT}/{STORIES}" as="fetch" crossorigin>'
MINUTE = 60_000
"""In milliseconds."""
STEP = 0.5


@pytest.fixture(scope="module")
def timed(browser: Browser) -> Iterator[Stage]:
    """A page whose clock the test moves."""
    with staged(browser, viewport={"width": 1000, "height": 700}) as stage:
        stage.page.clock.install()
        yield stage


class Channel:
    """What the newsroom answers, one after the other; the last answer stays."""

    def __init__(self, *answers: tuple[int, bytes]) -> None:
        """Status and body of each."""
        self._answers: Iterator[tuple[int, bytes]] = iter(answers)
        self._last = answers[0]

    def __call__(self) -> tuple[int, bytes]:
        """The next answer."""
        self._last = next(self._answers, self._last)
        return self._last


def opened(timed: Stage, *answers: tuple[int, bytes], before: str = "") -> Page:
    """A page with one element, whose channel answers so."""
    told: dict[str, Answer] = {STORIES: Channel(*answers)}
    body = f"{before}<poliflash-cards></poliflash-cards>"
    return timed.open(body, head=loaded(), answers=told)


def later(page: Page, minutes: float) -> None:
    """Let time pass, and what was asked for come."""
    for _ in range(int(minutes / STEP)):  # shorter than the patience with an answer
        page.clock.run_for(int(STEP * MINUTE))
        page.evaluate("url => fetch(url).then(answer => answer.text())", ANOTHER)


def test_an_unchanged_channel_is_drawn_once(timed: Stage) -> None:
    """It is asked for again after some minutes, and its nodes stay the same."""
    page = opened(timed, (200, several("uno")))
    expect(titles(page)).to_have_text(["uno"])
    page.evaluate("window.kept = document.querySelector('poliflash-cards').shadowRoot.firstChild")
    later(page, 7)
    assert timed.documents() == [STORIES] * 2
    assert page.evaluate("kept === document.querySelector('poliflash-cards').shadowRoot.firstChild")


def test_what_a_page_preloaded_is_soon_asked_for_again(timed: Stage) -> None:
    """A cache may have answered; from then on it is asked as often as any other."""
    page = opened(timed, (200, several("uno")), (200, several("due")), before=EARLY)
    expect(titles(page)).to_have_text(["uno"])
    later(page, STEP)
    expect(titles(page)).to_have_text(["due"])
    later(page, 4)
    assert timed.documents() == [STORIES] * 2


def test_a_changed_channel_is_drawn_and_keeps_the_focus(timed: Stage) -> None:
    """New stories appear; who stands on a link goes on standing there, and is told politely."""
    page = opened(timed, (200, several("uno", "due")), (200, several("due", "tre", "quattro")))
    kept = page.get_by_role("link", name="due")
    kept.focus()
    address = kept.get_attribute("href")
    later(page, 7)
    expect(titles(page)).to_have_count(3)
    focused = "document.querySelector('poliflash-cards').shadowRoot.activeElement"
    expect(page.get_by_role("status")).to_have_text("Ci sono storie nuove.")
    assert page.evaluate(f"{focused}.getAttribute('href')") == address


def test_a_hidden_page_asks_nothing(timed: Stage) -> None:
    """It asks when it is seen again, if it is time."""
    page = opened(timed, (200, several("uno")))
    expect(titles(page)).to_have_count(1)
    page.evaluate(HIDE, arg=True)
    later(page, 10)
    asked = len(timed.documents())
    page.evaluate(HIDE, arg=False)
    later(page, STEP)
    assert (asked, len(timed.documents())) == (1, 2)


def test_a_newsroom_that_is_down_is_asked_less_and_less(timed: Stage) -> None:
    """Half a minute, a minute, two, four…; cards come as soon as it is back."""
    page = opened(timed, DOWN, DOWN, DOWN, DOWN, (200, several("uno")))
    expect(page.get_by_role("status")).to_contain_text("non sono raggiungibili")
    asked = []
    for minutes in (1, 2, 3, 6):
        later(page, minutes)
        asked.append(len(timed.documents()))
    expect(titles(page)).to_have_text(["uno"])
    assert asked == [2, 3, 4, 5]


def test_cards_outlive_a_newsroom_that_goes_down(timed: Stage) -> None:
    """What is shown stays."""
    page = opened(timed, (200, several("uno")), DOWN)
    expect(titles(page)).to_have_text(["uno"])
    later(page, 7)
    assert (titles(page).all_inner_texts(), len(timed.documents()) > 1) == (["uno"], True)


def test_a_story_taken_back_goes(timed: Stage) -> None:
    """An emptied channel leaves no card."""
    page = opened(timed, (200, several("uno")), (200, several()))
    expect(titles(page)).to_have_text(["uno"])
    later(page, 7)
    expect(titles(page)).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("Qui arriveranno le storie")
