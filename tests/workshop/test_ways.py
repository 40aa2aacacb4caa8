"""The ways of reading a site, found from its address alone."""

import asyncio
import json
from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from pipeline.settings import Settings, settings_from
from pipeline.workshop.visit import Visit
from pipeline.workshop.ways import MOST, Found, explored
from schemas.crawl import RobotsCopy
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
}


def visited(settings: Settings, url: str) -> Found:
    """What a visit comes to."""
    return asyncio.run(explored(settings, url, Visit(MOST)))


@pytest.mark.server
@pytest.mark.parametrize("site", SITES)
def test_the_right_way_is_picked(site: str, tmp_path: Path, newsroom: Newsroom) -> None:
    """Kind, name and language of each demo site, within the requests that are allowed."""
    found = visited(settings_from(data=tmp_path), f"http://{site}.localhost:{newsroom.port}/")
    assert found.best is not None
    assert (found.best.source.kind, found.name, found.language) == SITES[site]
    assert found.asked <= MOST
    assert len(found.best.given.links) >= 5


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
