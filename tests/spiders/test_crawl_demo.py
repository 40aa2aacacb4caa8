"""Crawls of the demo newsroom."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from demo.server import serve_newsroom
from schemas.source import Source
from tests.spiders.site import Memory

pytestmark = pytest.mark.server
SOURCES = Path(__file__).parents[2] / "demo" / "sources"


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Newsroom, int]]:
    """The newsroom and its port."""
    newsroom = Newsroom(today=date(2026, 3, 2))
    with serve_newsroom(newsroom) as port:
        yield newsroom, port


def source_of(slug: str, port: int) -> Source:
    """A source of the demonstration, at the port the test's newsroom has."""
    text = (SOURCES / f"{slug}.toml").read_text().replace(":8001/", f":{port}/")
    return Source(slug=slug, **tomllib.loads(text))


@pytest.mark.parametrize(
    ("slug", "site", "language"),
    [
        ("ateneo-it", "ateneo", "it"),
        ("ateneo-en", "ateneo", "en"),
        ("archivio", "archivio", "it"),
        ("incubatore", "incubatore", "it"),
        ("istituto", "istituto", "en"),
        ("europa", "europa", "en"),
        ("fondazione", "fondazione", "it"),
    ],
)
async def test_every_visible_story_is_read(
    running: tuple[Newsroom, int], memory: Memory, slug: str, site: str, language: str
) -> None:
    """Each source finds all stories of its site in its language, and reads each without trouble."""
    newsroom, port = running
    summary = await memory.crawl(source_of(slug, port), loopback_only=True)
    rows = [r for r in newsroom.stories() if (r["site"], r["language"]) == (site, language)]
    assert summary.complete
    assert not [page for page in memory.pages.values() if page.problem]
    assert set(memory.pages) == {row["url"] for row in rows if row["visible"]}
