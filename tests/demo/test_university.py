"""The university's site and the archive of its magazine."""

import json
import re

import pytest

from demo.newsroom import Newsroom
from tests.demo.asking import BRIDGE, MAGAZINE, MAGAZINE_EN, ask, text

EXPECTED_ON_THE_BRIDGE = [
    f'<link rel="canonical" href="http://ateneo.localhost:8001{BRIDGE}" />',
    '<link rel="shortlink" href="http://ateneo.localhost:8001/node/100" />',
    'hreflang="en" href="http://ateneo.localhost:8001' + MAGAZINE_EN + "/the-university-s-",
    'hreflang="x-default" href="http://ateneo.localhost:8001' + BRIDGE,
    '<html lang="it"',
    ">28/09/2026<",
    ">Ricerca e innovazione<",
    '<div class="field__label">Immagine</div>',
    'alt="CS-ponte copertina.JPG"',
    "/sites/default/files/2026-09/CS-ponte%20copertina.JPG",
    "<strong>Tommasi</strong><em>Lo facciamo",
]


@pytest.mark.parametrize("expected", EXPECTED_ON_THE_BRIDGE)
def test_story_page(newsroom: Newsroom, expected: str) -> None:
    """An Italian story page has the university's markup and its traps."""
    assert expected in text(newsroom, "ateneo", BRIDGE)


def test_the_node_path_gives_the_same_page(newsroom: Newsroom) -> None:
    """A story answers under its alias and under /node/N alike."""
    assert text(newsroom, "ateneo", "/node/100") == text(newsroom, "ateneo", BRIDGE)


def test_a_caption_is_printed_twice(newsroom: Newsroom) -> None:
    """The trap `double_caption` repeats the caption."""
    assert text(newsroom, "ateneo", BRIDGE).count("Il ponte dopo i lavori") == 2


def test_english_pages_are_day_first_and_keep_an_italian_label(newsroom: Newsroom) -> None:
    """The English page prints DD/MM/YYYY, its own kicker, and "Immagine"."""
    english = text(newsroom, "ateneo", f"{MAGAZINE_EN}/the-university-s-contribution-safer-bridges")
    assert all(
        part in english for part in (">28/09/2026<", "RESEARCH &amp; INNOVATION", "Immagine")
    )


def test_a_second_story_of_the_same_opening_gets_a_number(newsroom: Newsroom) -> None:
    """Colliding aliases end in -0."""
    assert text(newsroom, "ateneo", f"{BRIDGE}-0") == text(newsroom, "ateneo", "/node/101")


def test_an_english_twin_may_be_a_day_later(newsroom: Newsroom) -> None:
    """`en_days_later` moves the printed date of the English version."""
    assert ">30/09/2026<" in text(newsroom, "ateneo", f"{MAGAZINE_EN}/another-contribution")


def test_the_listing_has_no_dates(newsroom: Newsroom) -> None:
    """Cards have picture, title and teaser; the date is on the story page alone."""
    listing = text(newsroom, "ateneo", MAGAZINE)
    assert not re.search(r"\d\d[/.]\d\d[/.]\d{4}", listing)


def test_the_listing_is_cut_into_pages_of_24() -> None:
    """The packaged magazine has 24 links a page and a pager to the last one."""
    packaged = Newsroom()
    pages = [text(packaged, "ateneo", f"{MAGAZINE}?page={number}") for number in range(4)]
    assert [page.count('rel="bookmark"') for page in pages] == [24, 24, 4, 0]


def test_a_tag_narrows_the_listing(newsroom: Newsroom) -> None:
    """`tag` keeps the stories that carry it, whatever its case."""
    listing = text(newsroom, "ateneo", f"{MAGAZINE}?tag=mobilit%C3%A0&page=0")
    assert listing.count('rel="bookmark"') == 1


def test_half_of_the_pages_have_linked_data() -> None:
    """Between a third and two thirds of the magazine's pages carry an @graph."""
    packaged = Newsroom()
    urls = [row["url"] for row in packaged.stories() if row["site"] == "ateneo" and row["visible"]]
    pages = [text(packaged, "ateneo", url.split(":8001")[1]) for url in urls]
    found = [re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL) for page in pages]
    graphs = [match[1] for match in found if match]
    assert all("@graph" in json.loads(graph) for graph in graphs)
    assert len(pages) / 3 < len(graphs) < len(pages) * 2 / 3


def test_one_or_two_pages_name_the_logo_as_their_picture() -> None:
    """og:image points to the logo on two stories of the packaged magazine."""
    packaged = Newsroom()
    nodes = {row["node_url"] for row in packaged.stories() if row["node_url"] and row["visible"]}
    pages = [text(packaged, "ateneo", url.split(":8001")[1]) for url in sorted(nodes)]
    assert sum("logo.png" in page for page in pages) == 2


def test_real_page_weight(newsroom: Newsroom) -> None:
    """A page is as heavy as a real one: 15 to 60 kilobytes."""
    assert 15_000 < len(text(newsroom, "ateneo", BRIDGE)) < 60_000


def test_the_event_needs_its_parameter(newsroom: Newsroom) -> None:
    """/node/1037 is an event only with `idn`, dated without a year."""
    assert "Mer 20 Mar" in text(newsroom, "ateneo", "/node/1037?idn=22639")
    assert ask(newsroom, "ateneo", "/node/1037").status == 404


@pytest.mark.parametrize("path", ["/rss.xml", "/node/102", "/no/such/page"])
def test_missing_pages_are_html(newsroom: Newsroom, path: str) -> None:
    """What is not there, a feed or a story in reserve included, is an HTML 404."""
    answer = ask(newsroom, "ateneo", path)
    assert (answer.status, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_the_archive_answers_under_two_hosts(newsroom: Newsroom) -> None:
    """The same archive page has one path and two hosts."""
    path = "/in_ateneo/al_via_l_anno_dell_aida_con_l_orchestra"
    page = text(newsroom, "archivio", path)
    assert page == text(newsroom, "archivio-rivista", path)
    assert "10 Aprile 2020" in page


def test_an_archive_page_without_a_date_has_none(newsroom: Newsroom) -> None:
    """A story without `published` prints no date anywhere."""
    path = "/in_ateneo/al_via_l_anno_dell_aida_con_l_orchestra_1"
    assert "Aprile" not in text(newsroom, "archivio", path)


def test_the_archive_has_a_sitemap(newsroom: Newsroom) -> None:
    """The sitemap names the same pages as the listing."""
    sitemap, listing = (text(newsroom, "archivio", path) for path in ("/sitemap.xml", "/"))
    paths = re.findall(r"<loc>http://archivio\.localhost:8001(.*?)</loc>", sitemap)
    assert len(paths) == 2
    assert all(f'href="{path}"' in listing for path in paths)
