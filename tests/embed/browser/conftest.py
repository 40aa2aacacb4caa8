"""One browser for all tests of this folder, and one page for those of a file."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.embed.browser.kit import Stage, launched, staged


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def stage(browser: Browser) -> Iterator[Stage]:
    """The page that the tests of a file share; each opens what it needs."""
    with staged(browser, viewport={"width": 1000, "height": 700}) as made:
        yield made
