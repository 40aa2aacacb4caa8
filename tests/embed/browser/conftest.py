"""One browser and one page for all tests of a file."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.embed.browser.kit import Stage, launched


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def stage(browser: Browser) -> Stage:
    """The page that the tests of a file share; each opens what it needs."""
    return Stage(browser, viewport={"width": 1000, "height": 700})
