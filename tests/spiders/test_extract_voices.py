"""What each voice of a page makes of single pieces of markup."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.types import Moment
from spiders.dates import moment
from spiders.extract import extract
from spiders.extract.jsonld import graph_of, parsed
from spiders.extract.languages import code, own_node
from spiders.extract.people import people
from spiders.extract.pictures import picture, worded
from spiders.extract.publication import published
from spiders.extract.says import Says
from tests.builders import source

URL = "https://ateneo.example/notizie/una-storia"

BROKEN_JSON = [
    ('{"a": "uno\ndue"}', [{"a": "uno\ndue"}]),
    ('{"a": [1, 2,], }', [{"a": [1, 2]}]),
    ('{"a": 1 /* uno */, // due\n "b": 2}', [{"a": 1, "b": 2}]),
    ('<!-- {"a": "https://x.example//y"} -->', [{"a": "https://x.example//y"}]),
    ('//<![CDATA[\n{"a": 1}\n//]]>', [{"a": 1}]),
    ('{"a": 1};', [{"a": 1}]),
    ('{"a": 1}{"b": 2}', [{"a": 1}, {"b": 2}]),
    ('{"a": ', []),
    ("", []),
    ("[" * 100_000, []),
    ("1" * 5000, []),
]

GRAPHS = [
    ('{"@type": "NewsArticle", "headline": "Uno"}', "Uno"),
    ('[{"@type": "WebSite", "name": "Sito"}, {"@type": "Article", "headline": "Uno"}]', "Uno"),
    ('{"@type": "https://schema.org/NewsArticle", "headline": "Uno"}', "Uno"),
    ('{"@graph": [{"@type": "Article", "headline": "No"},'
     f' {{"@type": "Article", "headline": "Uno", "url": "{URL}/"}}]}}', "Uno"),
    ('{"@type": "ItemList", "itemListElement": [{"@type": "Article", "headline": "No"}]}', None),
    ('{"@type": "WebPage", "mainEntity": {"@type": "BlogPosting", "headline": "Uno"}}', "Uno"),
    ('{"@type": "WebPage", "headline": "Uno"}', "Uno"),
    ('{"@type": "NewsArticle", "headline": "Dell&#8217;acqua"}', "Dell’acqua"),
    ('{"@type": "NewsArticle", "headline": ["Uno", "Due"]}', "Uno"),
    ('{"@type": "NewsArticle", "headline": {"no": 1}}', None),
    ('{"@type": "Organization", "name": "Ente"}', None),
    ('"solo testo"', None),
]  # fmt: skip

ALTS = [
    ("Due ricercatrici al microscopio", "Due ricercatrici al microscopio"),
    ("CS-Biennale-copertina.JPG", None),
    ("CLIK challenge.jpg", None),
    ("foto una", None),
    ("Foto_Una", None),
    ("Immagine", None),
    ("image 3", None),
    ("IMG_2041", None),
    ("Vela", "Vela"),
    (None, None),
]

PICTURES = [
    ("/i/torre.jpg", "https://ateneo.example/i/torre.jpg"),
    ("//cdn.example/torre.jpg?w=3", "https://cdn.example/torre.jpg?w=3"),
    ("torre di notte.JPG", "https://ateneo.example/notizie/torre%20di%20notte.JPG"),
    ("/i/logo.png", None),
    ("/themes/ateneo-logo-2024.png", None),
    ("/i/placeholder.jpg", None),
    ("/i/default-image.jpg", None),
    ("/i/mark.svg", None),
    ("/favicon.ico", None),
    ("data:image/png;base64,AAAA", None),
    ("", None),
    (None, None),
    ({"no": 1}, None),
    ("/i/logopedia-a-scuola.jpg", "https://ateneo.example/i/logopedia-a-scuola.jpg"),
]

DAY, NOON = date(2025, 12, 5), datetime.fromisoformat("2025-12-05T11:00:00Z")
STAMP = Says(published=Moment(day=DAY, instant=NOON))
CREATED = Says(published=Moment(day=date(2025, 11, 28), instant=NOON - timedelta(days=7)))
MIDNIGHT = Says(published=Moment(day=DAY, instant=NOON - timedelta(hours=12)))
PRINTED = Says(published=Moment(day=DAY))
DATES = [
    ({"json-ld": STAMP, "text": PRINTED}, (STAMP.published, "json-ld")),
    ({"json-ld": CREATED, "text": PRINTED}, (PRINTED.published, "text")),
    ({"json-ld": CREATED, "time": STAMP, "text": PRINTED}, (STAMP.published, "time")),
    ({"selector": CREATED, "json-ld": STAMP, "text": PRINTED}, (CREATED.published, "selector")),
    ({"json-ld": Says(published=Moment(day=date(2025, 5, 12))), "text": PRINTED},
     (Moment(day=date(2025, 5, 12)), "json-ld")),
    ({"opengraph": PRINTED, "text": STAMP}, (STAMP.published, "text")),
    ({"opengraph": MIDNIGHT}, (PRINTED.published, "opengraph")),
    ({"dateline": PRINTED}, (PRINTED.published, "text")),
    ({}, (Moment(day=date(2026, 1, 28)), "url")),
]  # fmt: skip

NAMES = [
    ("Nives Corradin", ["Nives Corradin"]),
    ("di Nives Corradin", ["Nives Corradin"]),
    ("By Ada Bertolino", ["Ada Bertolino"]),
    ("Redazione", []),
    ("La Redazione", []),
    ("admin", []),
    ("Press Office", []),
    ("https://social.example/ente", []),
    ("a@b.example", []),
    ("10 Aprile 2020", []),
    ("", []),
    (None, []),
]

CODES = [
    ("it", "it"), ("it-IT", "it"), ("it_IT", "it"), ("EN", "en"), ("Italiano", "it"),
    ("English", "en"), ("x-default", None), ("italic", None), ("", None), (None, None),
]  # fmt: skip

NODES = [
    ("https://a.example/node/7", "https://a.example/en/poliflash/x", "https://a.example/en/node/7"),
    ("https://a.example/node/7", "https://a.example/ateneo/x", "https://a.example/node/7"),
    ("https://a.example/en/node/7", "https://a.example/en/x", "https://a.example/en/node/7"),
    ("https://a.example/?p=7", "https://a.example/en/x", "https://a.example/?p=7"),
]


@pytest.mark.parametrize(("block", "values"), BROKEN_JSON, ids=range(len(BROKEN_JSON)))
def test_broken_json(block: str, values: list[object]) -> None:
    """What can be saved of a broken script is saved."""
    assert parsed(block) == values


@pytest.mark.parametrize(("block", "title"), GRAPHS)
def test_graph(block: str, title: str | None) -> None:
    """The node about this page speaks, wherever it hangs."""
    assert graph_of([block], URL).says(moment).title == title


@pytest.mark.parametrize(("alt", "expected"), ALTS)
def test_alt(alt: str | None, expected: str | None) -> None:
    """A file name is no description."""
    assert worded(alt, "https://ateneo.example/i/foto-una.jpg") == expected


@pytest.mark.parametrize(("url", "expected"), PICTURES)
def test_picture(url: object, expected: str | None) -> None:
    """Logos, stand-ins and pixels are no pictures."""
    found = picture(URL, url)
    assert (found.url if found else None) == expected


def test_small_pictures_are_decoration() -> None:
    """A picture with a side of a few pixels is none."""
    assert picture(URL, "/i/torre.jpg", width=1, height=1) is None


@pytest.mark.parametrize(("voices", "expected"), DATES, ids=range(len(DATES)))
def test_published(voices: dict[str, Says], expected: tuple[Moment, str]) -> None:
    """The printed day beats the stamp, the stamp gives the time of day."""
    assert published(voices, "https://ateneo.example/2026/01/28/x") == expected


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_people(name: str | None, expected: list[str]) -> None:
    """Newsrooms, addresses and dates are no authors."""
    assert [person.name for person in people([(name, None)])] == expected


@pytest.mark.parametrize(("text", "expected"), CODES)
def test_language_code(text: str | None, expected: str | None) -> None:
    """Languages are written in many ways."""
    assert code(text) == expected


@pytest.mark.parametrize(("alias", "url", "expected"), NODES)
def test_node_of_a_translation(alias: str, url: str, expected: str) -> None:
    """A node number without its language would lead to another translation."""
    assert own_node(alias, url) == expected


RULED = b"""<html><head><meta property="og:title" content="No"></head><body><h1>No</h1>
<h2 class=t>Si</h2><i class=d>05.12.25</i><img class=p data-src=/a.jpg src=/b.jpg alt="Una torre">
<div class=b><p>Uno.</p></div><b class=k>energia, clima</b><u data-a="Ada Bertolino">x</u>"""


def test_own_selectors_win() -> None:
    """What a source's selectors find is believed before all metadata."""
    rules = {
        "title": {"css": "h2.t"},
        "published": {"css": ".d", "format": "%d.%m.%y"},
        "image": {"css": "img.p"},
        "body": {"xpath": "//div[@class='b']"},
        "tags": {"css": ".k::text"},
        "authors": {"css": "u", "attr": "data-a"},
        "teaser": {"css": ".nothing"},
    }
    found = extract(RULED, URL, source=source(fields=rules))
    assert found.title == "Si" and found.published == Moment(day=DAY)
    assert found.image and found.image.url == "https://ateneo.example/a.jpg"
    assert found.body == '<div class="b"><p>Uno.</p></div>' and found.tags == ("energia", "clima")
    assert [author.name for author in found.authors] == ["Ada Bertolino"]
    assert found.language == "it" and found.provenance["language"] == "source"
    assert {found.provenance[name] for name in rules if name != "teaser"} == {"selector"}


PIECES = st.sampled_from([
    "<html>", "<head>", "</head>", "<body>", "<article>", "</article>", "<h1>", "</h1>", "<p>",
    "</p>", "<div class='related'>", "</div>", "<time datetime='2026-02-30'>", "<img src='", "'>",
    "<script type='application/ld+json'>", "</script>", '{"@type": "NewsArticle", "headline": ',
    '"datePublished": 3, "image": [[]], "author": {"@id": 1}}', "<meta name='og:image' content='",
    "<link rel=canonical href='http://[", "<base href='//'>", "<!--", "<![CDATA[", "&#0;", "<b>",
    "<a hreflang='it' href='", "31/02/2025", "lunedì 3 febbraio 2025", "<frameset>", "<svg>", "è",
    "\x00", "\ud800",
])  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join))
def test_any_markup_is_read(page: str) -> None:
    """No page makes extraction raise anything but a named error."""
    extract(("<" + page).encode("utf-8", "surrogatepass").replace(b"\0", b""), URL)
