"""Crawls of the demo newsroom."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from demo.server import serve_newsroom
from pipeline.clean import cleaned
from schemas.source import Source
from tests.spiders.site import Memory

pytestmark = pytest.mark.server
DEMO = Path(__file__).parents[2] / "demo"


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Newsroom, int]]:
    """The newsroom and its port."""
    newsroom = Newsroom(today=date(2026, 3, 2))
    with serve_newsroom(newsroom) as port:
        yield newsroom, port


def source_of(slug: str, port: int) -> Source:
    """A source of the demonstration, at the port the test's newsroom has."""
    (file,) = DEMO.glob(f"*sources/{slug}.toml")
    text = file.read_text().replace(":8001", f":{port}")
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
        ("ateneo-jsonapi-it", "ateneo", "it"),
        ("ateneo-jsonapi-en", "ateneo", "en"),
        ("fondazione-wordpress", "fondazione", "it"),
        ("europa-sitemap", "europa", "en"),
        ("incubatore-wagtail", "incubatore", "it"),
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


async def test_same_story_by_page_and_by_interface(
    running: tuple[Newsroom, int], memory: Memory
) -> None:
    """JSON:API gives the titles, days and pictures that the pages give."""
    _, port = running
    told = []
    for slug in ("ateneo-it", "ateneo-jsonapi-it"):
        await memory.crawl(source_of(slug, port), loopback_only=True)
        cards = [
            cleaned(p.extracted, source_of(slug, port))
            for p in memory.pages.values()
            if p.extracted
        ]
        told.append({c.url: (c.title, c.published and c.published.day, c.section) for c in cards})
        memory.marks.clear()
        memory.kept.clear()
    assert told[0] == told[1]


async def test_press_page(running: tuple[Newsroom, int], memory: Memory) -> None:
    """Three stories and a release that is a PDF, dated by the page that lists it."""
    _, port = running
    await memory.crawl(source_of("istituto-press", port), loopback_only=True)
    found = [page.extracted for page in memory.pages.values() if page.extracted]
    (release,) = [said for said in found if said.kind == "release"]
    assert len(found) == 4 and release.body is None
    assert release.published is not None and release.published.day == date(2026, 2, 21)


async def test_department_of_one_page(running: tuple[Newsroom, int], memory: Memory) -> None:
    """Eight releases on two pages, two of them of one title; read again, none is new."""
    _, port = running
    source = source_of("dipartimento", port)
    await memory.crawl(source, loopback_only=True)
    found = [page.extracted for page in memory.pages.values() if page.extracted]
    assert len(found) == 8 and len({said.title for said in found}) == 7
    assert all(said.published for said in found)
    await memory.crawl(source, loopback_only=True, force=True)
    assert memory.pages == {}
