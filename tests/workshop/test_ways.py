"""The ways of reading a site, found from its address alone."""

import asyncio
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from demo.server import serve_newsroom
from pipeline.settings import Settings, settings_from
from pipeline.workshop.adding import drafted, with_pages, written
from pipeline.workshop.fixture import misshapen
from pipeline.workshop.visit import Visit
from pipeline.workshop.ways import MOST, Found, explored
from schemas.crawl import RobotsCopy
from spiders.extract.tree import parsed
from spiders.linked import linked_in
from spiders.scout.blocks import told_in_blocks
from spiders.scout.doors import doors_of, is_feed, sitemaps_in
from spiders.scout.repeats import repeats
from tests.builders import NOON, source
from tests.running import poliflash

SITES = {
    "ateneo": ("listing", "Ateneo di Torino–Lingotto", "it"),
    "archivio": ("listing", "Archivio Poliflash", "it"),
    "incubatore": ("feed", "Incubatore Dora", "it"),
    "istituto": ("feed", "Istituto Galvani", "en"),
    "europa": ("feed", "Innovation Bridges Europe", "en"),
    "fondazione": ("wordpress", "Fondazione Orma", "it"),
    "dipartimento": ("digest", "Dipartimento di Luce e Materia", "it"),
}


def visited(settings: Settings, url: str) -> Found:
    """What a visit comes to."""
    return asyncio.run(explored(settings, url, Visit(MOST)))


Site = Callable[[str], Found]


@pytest.fixture(scope="module")
def at(untouched: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """What a visit to a site of the demo newsroom comes to; each is visited once."""
    room = untouched.twin()

    @cache
    def found(site: str) -> Found:
        with serve_newsroom(room, room.port):
            url = f"http://{site}.localhost:{room.port}/"
            return visited(settings_from(data=tmp_path_factory.mktemp(site)), url)

    return found


@pytest.mark.server
@pytest.mark.parametrize("site", SITES)
def test_the_right_way_is_picked(site: str, at: Site) -> None:
    """Kind, name and language of each demo site, within the requests that are allowed."""
    found = at(site)
    assert found.best is not None
    assert (found.best.source.kind, found.name, found.language) == SITES[site]
    assert found.asked <= MOST
    assert len(found.best.given.links) >= 5


@pytest.mark.server
@pytest.mark.parametrize("site", ["ateneo", "incubatore", "istituto", "europa", "fondazione"])
def test_saved_pages_keep_the_cards_shape(site: str, tmp_path: Path, at: Site) -> None:
    """With invented prose each card has the fields, dates and lengths of the original."""
    found = at(site)
    assert found.best is not None
    file = written(drafted(found, site, found.name), tmp_path / "own", "a test")
    gave = with_pages(file, found.answers, found.best.given)
    assert len(gave["cards"]) >= 2
    assert list(misshapen(found.best.given.cards, gave)) == []
    assert gave["cards"][0]["title"] not in {card.title for card in found.best.given.cards}


OTHER_WAYS = [
    ("incubatore", "wagtail", "/api/pages/?type=news.NewsPage&fields=*"),
    ("fondazione", "feed", "/feed/"),
    ("europa", "sitemap", "/sitemap.xml"),
    ("istituto", "listing", "/"),
]


@pytest.mark.server
@pytest.mark.parametrize(("site", "kind", "path"), OTHER_WAYS)
def test_every_way_is_shown(site: str, kind: str, path: str, untouched: Newsroom, at: Site) -> None:
    """The best way does not hide the others: each gives cards."""
    (way,) = [way for way in at(site).ways if way.source.kind == kind]
    assert way.source.urls == (f"http://{site}.localhost:{untouched.port}{path}",)
    assert way.given.cards


@pytest.mark.server
def test_usual_addresses_are_asked_once_where_nothing_is_announced(
    tmp_path: Path, newsroom: Newsroom
) -> None:
    """They are told with what they answered, and no address is asked for twice."""
    newsroom.forget_requests()
    found = visited(settings_from(data=tmp_path), f"http://archivio.localhost:{newsroom.port}/")
    paths = {said.partition(" ")[0] for said in found.vain}
    assert paths >= {"/feed/", "/rss.xml", "/wp-json/wp/v2/posts", "/api/v2/pages/", "/jsonapi"}
    asked = [visit.path for visit in newsroom.requests]
    assert len(asked) == len(set(asked))


@pytest.mark.server
def test_a_site_that_has_enough_is_left_alone(tmp_path: Path, newsroom: Newsroom) -> None:
    """After a 429 nothing more is asked."""
    newsroom.fail("archivio", 429, "all")
    newsroom.forget_requests()
    found = visited(settings_from(data=tmp_path), f"http://archivio.localhost:{newsroom.port}/")
    assert found.best is None
    assert len(newsroom.requests) <= 2


@pytest.mark.server
def test_what_robots_forbids_is_no_way(tmp_path: Path, newsroom: Newsroom) -> None:
    """A forbidden address gives nothing and says why."""
    url = f"http://ateneo.localhost:{newsroom.port}/admin/"
    found = visited(settings_from(data=tmp_path), url)
    assert (found.best, found.ways) == (None, ())
    assert found.robots.startswith("forbids it to Poliflash")


@pytest.mark.server
def test_the_command_prints_what_it_found(tmp_path: Path, newsroom: Newsroom) -> None:
    """`--json` names the best way, with the cards it gave and where each field is from."""
    url = f"http://incubatore.localhost:{newsroom.port}/"
    ended = poliflash("sources", "try", url, "--json", folder=tmp_path, sources=tmp_path)
    told = json.loads(ended.stdout)
    assert (ended.returncode, told["best"]) == (0, "feed")
    assert told["ways"][0]["cards"][0]["provenance"]["title"]


PAGES = {
    "cards with pictures": (
        '<a class=pic href=/n/%d><img></a><h3 class=title><a href=/n/%d>The %dth title of a story'
        "</a></h3>",
        "h3.title a",
    ),
    "a table": ("<tr class=row><td><a href=/n/%d>%d</a><a href=/n/%d>A title long enough for it"
                "</a></td></tr>", "tr.row a"),
    "the links themselves": (
        "<p><a class=headline href=/n/%d>Number %d: a story of %d words", "a.headline",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_repeated_links_become_a_selector(name: str) -> None:
    """The selector chooses each story once, and neither menu nor footer."""
    row, css = PAGES[name]
    menu = "".join(f"<a href=/m/{i}>A menu entry that is long {i}</a>" for i in range(30))
    rows = "".join(row % (i, i, i) for i in range(8))
    table = f"<table>{rows}</table>" if row.startswith("<tr") else rows
    html = f"<nav>{menu}</nav><div class=column>{table}</div><footer>{menu}</footer>"
    url = "http://ateneo.localhost:8001/"
    best = repeats(html.encode(), url, source())[0]
    assert best.css == css
    assert set(best.links) == {f"{url}n/{i}" for i in range(8)}


def test_a_page_without_repeats_has_no_selector() -> None:
    """Two links are no list."""
    html = b"<p class=x><a href=/1>A long title for one</a><a href=/2>A long title for two</a>"
    assert repeats(html, "https://news.example.org/", source()) == []


DOORS = [
    ('<link rel=alternate type="application/rss+xml" href=/f>', "feeds", ("https://x.example/f",)),
    ('<link rel=alternate type="application/rss+xml" href=/comments/feed>', "feeds", ()),
    ('<link rel="https://api.w.org/" href=/wp-json/>', "wordpress",
     "https://x.example/wp-json/wp/v2/posts"),
    ("<script src=/wp-includes/a.js></script>", "wordpress",
     "https://x.example/wp-json/wp/v2/posts"),
    ("<p>wp-content", "wordpress", None),
    ('<meta name=generator content="Drupal 10">', "drupal", True),
    ("<title>Home | The Institute</title>", "name", "The Institute"),
    ('<meta property="og:site_name" content="Us"><title>News – Them</title>', "name", "Us"),
    ('<html lang="it-IT">', "language", "it"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "field", "value"), DOORS)
def test_what_a_page_announces(html: str, field: str, value: object) -> None:
    """Feeds, interfaces, name and language, from the head or from what the platform leaves."""
    assert getattr(doors_of(f"{html}<p>x".encode(), "https://x.example/a"), field) == value


LISTED = [
    ({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "url": "URL"}]}, True),
    ({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": "URL"}]}, True),
    ({"@type": "ItemList", "itemListElement": [
        {"@type": "ListItem", "item": {"@type": "NewsArticle", "@id": "URL"}}]}, True),
    ({"@graph": [{"@type": "Blog", "blogPost": [{"@type": "BlogPosting", "url": "URL"}]}]}, True),
    ({"@type": "NewsArticle", "url": "URL"}, False),
    ({"@type": "BreadcrumbList", "x": {"@type": "ListItem", "item": "URL"}}, False),
]  # fmt: skip


@pytest.mark.parametrize(("data", "listed"), LISTED, ids=range(len(LISTED)))
def test_stories_that_json_ld_lists(data: dict[str, object], listed: bool) -> None:
    """Lists and blogs name stories; a story's own node and a trail of crumbs do not."""
    url = "https://x.example/a"
    script = json.dumps(data).replace("URL", url)
    root = parsed(f'<script type="application/ld+json">{script}</script><p>x', url)
    assert root is not None
    assert [address for address, _ in linked_in(root)] == ([url] if listed else [])


BLOCKS = [
    ("<section class=release><h2>Title %d</h2><p>TEXT</p></section>", "section.release"),
    ("<article><h3>Title %d</h3><p>TEXT</article>", "main.col > article"),
    ("<section class=release><h2><a href=/%d>Title</a></h2><p>TEXT</p></section>", None),
    ("<section class=release><h2>Title %d</h2><p>Short.</p></section>", None),
]


@pytest.mark.parametrize(("row", "css"), BLOCKS)
def test_stories_told_on_the_page_itself(row: str, css: str | None) -> None:
    """Blocks with a heading that links nowhere and a story's text."""
    rows = "".join(row % number for number in range(4)).replace("TEXT", "Some words of it. " * 20)
    html = f"<body><nav>x</nav><main class=col>{rows}</main></body>"
    assert told_in_blocks(html.encode(), "https://x.example/") == css


FEEDS = [
    (b"<rss version='2.0'/>", True),
    (b'\xef\xbb\xbf<?xml version="1.0"?><feed xmlns="x"/>', True),
    (b'{"version": "https://jsonfeed.org/version/1.1"}', True),
    (b'{"version": "1"}', False),
    (b"<!doctype html><title>Feed", False),
]


@pytest.mark.parametrize(("body", "true"), FEEDS)
def test_a_feed_is_known_by_its_beginning(body: bytes, true: bool) -> None:
    """Whatever its media type says."""
    assert is_feed(body) is true


def test_sitemaps_are_named_in_robots() -> None:
    """In order, each once, only addresses."""
    body = "Sitemap: https://x.example/a.xml\nsitemap: /b.xml\nSitemap: https://x.example/a.xml"
    copy = RobotsCopy(origin="https://x.example", fetched=NOON, status=200, body=body)
    assert sitemaps_in(copy) == ("https://x.example/a.xml", "https://x.example/b.xml")
