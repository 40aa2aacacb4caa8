"""Crawls of releases that are PDFs only."""

from datetime import date

import pytest

from tests.spiders.site import Answer, Memory, Site, feed_room, newsroom, rss

pytestmark = pytest.mark.server

TITLE = "Un ponte che si controlla da solo"
ROWS = """<html><body>
<article><h3><a href="/docs/ponte.pdf">Un ponte che si controlla da solo</a></h3>
<i>3 marzo 2026</i></article>
<article><h3><a href="/scarica/7">Il comunicato sul fiume</a></h3></article>
<article><h3><a href="/docs/2026/02/11/neve.pdf">La neve in laboratorio</a></h3></article>
</body></html>"""
PDF = Answer("%PDF-1.7", media_type="application/pdf", headers={"ETag": '"p1"'})


@pytest.fixture
def press(site: Site) -> Site:
    """The site with a listing of three PDFs."""
    site.answers["/news"] = Answer(ROWS, headers={"ETag": '"r1"'})
    for path in ("/docs/ponte.pdf", "/scarica/7", "/docs/2026/02/11/neve.pdf"):
        site.answers[path] = PDF
    return site


async def test_pdf_is_a_release(press: Site, memory: Memory) -> None:
    """Its card has the link's text for a title, the kind `release` and no body."""
    await memory.crawl(newsroom(press))
    said = memory.pages[press.url("/docs/ponte.pdf")].extracted
    assert said is not None
    assert (said.title, said.kind, said.body) == (TITLE, "release", None)
    assert said.provenance["title"] == "listing"


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/docs/ponte.pdf", date(2026, 3, 3)),
        ("/docs/2026/02/11/neve.pdf", date(2026, 2, 11)),
        ("/scarica/7", None),
    ],
)
async def test_date_of_a_release(press: Site, memory: Memory, path: str, day: date | None) -> None:
    """It is the one beside the link, else the address's, else unknown."""
    await memory.crawl(newsroom(press))
    said = memory.pages[press.url(path)].extracted
    assert said is not None
    assert (said.published.day if said.published else None) == day


async def test_pdf_is_not_downloaded(press: Site, memory: Memory) -> None:
    """What is called .pdf is asked for its header only."""
    summary = await memory.crawl(newsroom(press))
    assert summary.bytes < len(ROWS) + 200


async def test_release_told_before_stays_as_it_was(press: Site, memory: Memory) -> None:
    """A PDF that changed under an unmodified listing keeps its card, with the new validators."""
    await memory.crawl(newsroom(press))
    memory.due = [press.url("/docs/ponte.pdf")]
    press.answers["/docs/ponte.pdf"] = Answer(
        "%PDF-1.7", media_type="application/pdf", headers={"ETag": '"p2"'}
    )
    await memory.crawl(newsroom(press))
    page = memory.pages[press.url("/docs/ponte.pdf")]
    assert page.not_modified and page.validators is not None and page.validators.etag == '"p2"'


@pytest.mark.parametrize("status", [403, 405, 501])
async def test_server_that_knows_no_head(press: Site, memory: Memory, status: int) -> None:
    """Where HEAD is refused the document itself is asked for."""
    press.heads["/docs/ponte.pdf"] = Answer("x", status=status)
    await memory.crawl(newsroom(press))
    said = memory.pages[press.url("/docs/ponte.pdf")].extracted
    assert said is not None and said.title == TITLE


async def test_pdf_in_a_feed(site: Site, memory: Memory) -> None:
    """An item that leads to a PDF is a release with the item's title and date."""
    site.answers["/feed"] = Answer(rss(site, ("/docs/uno.pdf", TITLE)), media_type="text/xml")
    site.answers["/docs/uno.pdf"] = PDF
    await memory.crawl(feed_room(site))
    said = memory.pages[site.url("/docs/uno.pdf")].extracted
    assert said is not None and said.published is not None
    assert (said.title, said.kind) == (TITLE, "release")
