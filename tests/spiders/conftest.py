"""What the crawling tests share."""

from collections.abc import AsyncIterator

import pytest

from tests.spiders.site import Answer, Memory, Site, listing, served, story


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A site whose listing links to two stories."""
    answers = {
        "/robots.txt": Answer("User-agent: *\nDisallow: /private/\n", media_type="text/plain"),
        "/news": listing("/uno", "/due", headers={"ETag": '"l1"'}),
        "/uno": story("Uno"),
        "/due": story("Due"),
    }
    async with served(answers) as running:
        yield running


@pytest.fixture
def memory() -> Memory:
    """Nothing known yet."""
    return Memory()
