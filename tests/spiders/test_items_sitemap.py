"""Sitemaps to what they say."""

import gzip

import pytest

from schemas.errors import HostileInput, NotAFeed, PageError
from schemas.source import Source
from spiders.items.sitemap import feed_from_sitemap
from tests.builders import source

HOME = "https://www.example.org/"
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
NEWS = """
<url><loc>https://www.example.org/it/uno</loc>
<news:news>
  <news:publication><news:name>Notizie</news:name><news:language>it</news:language></news:publication>
  <news:publication_date>{date}</news:publication_date>
  <news:title>Una turbina che ascolta il vento</news:title>
  <news:keywords>energia, vento; energia</news:keywords>
</news:news>
<image:image><image:loc>/foto/uno.jpg?w=1</image:loc><image:title>Foto</image:title></image:image>
<xhtml:link rel="alternate" hreflang="en" href="https://www.example.org/en/one"/>
</url>"""


def room(**rules: object) -> Source:
    """A newsroom with a sitemap."""
    sitemap = {"urls": [HOME + "sitemap.xml"], **rules}
    return source(home=HOME, kind="sitemap", listing=None, sitemap=sitemap)


def urlset(*rows: tuple[str, str], more: str = "") -> bytes:
    """A sitemap of (path, lastmod) rows."""
    urls = "".join(
        f"<url><loc>{HOME}{path}</loc>{f'<lastmod>{when}</lastmod>' if when else ''}</url>"
        for path, when in rows
    )
    return f'<?xml version="1.0"?><urlset {SPACES}>{urls}{more}</urlset>'.encode()


def test_newest_first() -> None:
    """Addresses are told by their lastmod, the undated ones last."""
    body = urlset(("a", "2026-01-02"), ("b", ""), ("c", "2026-02-03T10:00:00+01:00"))
    feed = feed_from_sitemap(body, HOME + "sitemap.xml", room())
    assert [item.url for item in feed.items] == [HOME + "c", HOME + "a", HOME + "b"]


def test_lastmod_is_the_mark() -> None:
    """Another lastmod is another mark, the same one the same."""
    marks = {
        when: feed_from_sitemap(urlset(("a", when)), HOME, room()).items[0].mark
        for when in ("2026-01-02", "2026-01-03")
    }
    again = feed_from_sitemap(urlset(("a", "2026-01-02")), HOME, room()).items[0].mark
    assert marks["2026-01-02"] == again != marks["2026-01-03"]


@pytest.mark.parametrize(
    ("date", "precision"), [("2026-03-02", "day"), ("2026-03-02T09:30:00+01:00", "minute")]
)
def test_news_sitemap(date: str, precision: str) -> None:
    """Title, date, language, keywords, picture and translation come from the news extension."""
    feed = feed_from_sitemap(urlset(more=NEWS.format(date=date)), HOME, room())
    said = feed.items[0].extracted
    assert said.title == "Una turbina che ascolta il vento"
    assert (said.language, said.tags) == ("it", ("energia", "vento"))
    assert said.published is not None and said.published.precision == precision
    assert said.image is not None and said.image.url == HOME + "foto/uno.jpg?w=1"
    assert said.translations == {"en": HOME + "en/one"}


def test_packed_sitemap() -> None:
    """A `.xml.gz` is unpacked."""
    feed = feed_from_sitemap(gzip.compress(urlset(("a", ""))), HOME + "s.xml.gz", room())
    assert [item.url for item in feed.items] == [HOME + "a"]


def test_index() -> None:
    """An index tells its sitemaps of this site that are wanted, newest first."""
    rows = [
        ("https://www.example.org/news-1.xml", "2026-01-01"),
        ("https://www.example.org/news-2.xml", "2026-02-01"),
        ("https://www.example.org/pages.xml", "2026-03-01"),
        ("https://altrove.example.com/news-3.xml", "2026-03-01"),
    ]
    maps = "".join(f"<sitemap><loc>{u}</loc><lastmod>{d}</lastmod></sitemap>" for u, d in rows)
    body = f"<sitemapindex {SPACES}>{maps}</sitemapindex>".encode()
    feed = feed_from_sitemap(body, HOME, room(maps=["/news-"]))
    assert feed.parts == (rows[1][0], rows[0][0])


def test_only_the_newest_are_taken() -> None:
    """`max_links` leaves the oldest out."""
    body = urlset(*((f"s{n}", f"2026-01-{n:02}") for n in range(1, 21)))
    feed = feed_from_sitemap(body, HOME, room(max_links=3))
    assert [item.url for item in feed.items] == [HOME + "s20", HOME + "s19", HOME + "s18"]


def test_other_sites_are_left_out() -> None:
    """A sitemap speaks for its own site only."""
    stranger = "<url><loc>https://altrove.example.com/x</loc></url>"
    assert feed_from_sitemap(urlset(more=stranger), HOME, room()).items == ()


BOMB = gzip.compress(b"<urlset>" + b" " * (51 * 2**20))
ENTITIES = b'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>'


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        (b"<!doctype html><title>Non trovata</title>", NotAFeed, "Non trovata"),
        (b"<rss/>", NotAFeed, "<rss>"),
        (b"", NotAFeed, "empty"),
        (b"\x1f\x8bbroken", NotAFeed, "compression"),
        (b"<urlset><url><loc>x</url>", NotAFeed, "well-formed"),
        (BOMB, HostileInput, "MiB"),
        (ENTITIES, HostileInput, "entities"),
        (b"<urlset>" + b"<x/>" * 1_000_001, HostileInput, "tags"),
        (b"<!DOCTYPE u SYSTEM 'http://x/y.dtd'><urlset/>", None, ""),
    ],
    ids=["page", "feed", "empty", "broken gzip", "broken", "bomb", "entities", "tags", "doctype"],
)
def test_what_is_no_sitemap(body: bytes, error: type[PageError] | None, words: str) -> None:
    """Anything else is a named error; a document type alone loads nothing."""
    if error is None:
        assert feed_from_sitemap(body, HOME, room()).items == ()
        return
    with pytest.raises(error, match=words):
        feed_from_sitemap(body, HOME, room())
