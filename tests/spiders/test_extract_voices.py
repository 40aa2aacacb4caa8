"""What each voice of a page makes of single pieces of markup."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.extracted import AuthorFound
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
    ('{"@type": "Recipe", "name": "Uno", "datePublished": "2026-03-09"}', "Uno"),
    ('{"@type": "Review", "name": "No", "datePublished": "2026-03-09"}', None),
    ('{"@type": "NewsArticle", "headline": "Uno", "image": , "author": "Ada"}', "Uno"),
    ('{"@type": "NewsArticle", "headline": "L"una", "author": "Ada"}', None),
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
    ("https://secure.gravatar.com/avatar/7", None),
    ("/i/icon16x16.png", None),
    ("/i/logopedia-a-scuola.jpg", "https://ateneo.example/i/logopedia-a-scuola.jpg"),
]

DAY, NOON = date(2025, 12, 5), datetime.fromisoformat("2025-12-05T11:00:00Z")
STAMP = Says(published=Moment(day=DAY, instant=NOON))
CREATED = Says(published=Moment(day=date(2025, 11, 28), instant=NOON - timedelta(days=7)))
MIDNIGHT = Says(published=Moment(day=DAY, instant=NOON - timedelta(hours=12)))
PRINTED = Says(published=Moment(day=DAY))
LATE_AT = datetime.fromisoformat("2026-01-28T03:30:00Z")
LATE = Says(published=Moment(day=date(2026, 1, 28), instant=LATE_AT))
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
    ({"json-ld": LATE, "text": Says(published=Moment(day=date(2026, 1, 27)))},
     (Moment(day=date(2026, 1, 27), instant=LATE_AT), "json-ld")),
    ({"json-ld": LATE, "time": Says(published=Moment(day=date(2024, 3, 1)))},
     (Moment(day=date(2026, 1, 28), instant=LATE_AT), "json-ld")),
    ({"far": PRINTED}, (Moment(day=date(2026, 1, 28)), "url")),
    ({"labelled": PRINTED}, (PRINTED.published, "text")),
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
    ("di Ada Bertolino e Ugo Corradin", ["Ada Bertolino", "Ugo Corradin"]),
    (
        "Ada Bertolino, Ugo Corradin, and Ivo Pran, ATV",
        ["Ada Bertolino", "Ugo Corradin", "Ivo Pran"],
    ),
    ("Von Ada Bertolino und Ugo Corradin", ["Ada Bertolino", "Ugo Corradin"]),
    ("By ADA BERTOLINO March 11, 2025 3:46 PM", ["ADA BERTOLINO"]),
    ("Ada Bertolino, Senior Science Writer", ["Ada Bertolino"]),
    ("Ada Bertolino (con Ugo Corradin)", ["Ada Bertolino"]),
    ("Corradin, Nives", ["Corradin, Nives"]),
    ("Nives Di Corradin", ["Nives Di Corradin"]),
    ("Ada Bertolino | Ateneo", ["Ada Bertolino", "Ateneo"]),
    ("Redaktion Wissen", []),
    ("Eingestellt von der Nives", ["der Nives"]),
    ("Scritto da Nives Corradin", ["Nives Corradin"]),
    ("Nives Corradin am", ["Nives Corradin"]),
    ("Nives Corradin Nives Corradin", ["Nives Corradin"]),
    ("Alle Rechte vorbehalten", []),
    ("Creative Commons BY", []),
    ("ATV Staff Report", []),
    ("No Author", []),
    ("colline.it", []),
    ("Colline Media GmbH", []),
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


ORNAMENTS = [
    ("/i/torre.jpg", True), ("/i/catalogo.jpg", True), ("/i/dialogo-2.jpg", True),
    ("/i/vela.gif", False), ("/i/enteblogo.png", False), ("/themes/ente/testata.jpg", False),
    ("/i/icons/data.png", False), ("/i/cc_by_sa.png", False), ("/i/x-728x90.jpg", False),
]  # fmt: skip


@pytest.mark.parametrize(("url", "kept"), ORNAMENTS)
def test_ornaments(url: str, kept: bool) -> None:
    """What decorates a text is not its picture, while the page's own choice for sharing is."""
    shown = extract(f"<h1>Una</h1><img src={url}>".encode(), URL).image
    chosen = extract(f"<meta property=og:image content={url}>".encode(), URL).image
    assert (shown is not None, chosen is not None) == (kept, True)


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


PAGES = [
    ("<title>Una vela nuova | Colline</title><h1>Colline</h1><h1>Una vela nuova</h1>",
     "title", "Una vela nuova"),
    ("<meta property=og:title content='Lago: vela'><h1>vela</h1>", "title", "Lago: vela"),
    ("<meta property=og:title content='Una vela nuova - ateneo.example'>",
     "title", "Una vela nuova"),
    ("<meta property=og:title content='Una vela nuova | Ente Vele'><h1>Una vela nuova</h1>",
     "title", "Una vela nuova"),
    ("<meta property=og:title content='Lago: Una vela sul mare'><h1>Una vela sul mare</h1>",
     "title", "Una vela sul mare"),
    ("<meta property=og:title content='Una vela sul mare - le foto'><h1>Una vela sul mare</h1>",
     "title", "Una vela sul mare"),
    ("<meta property=og:title content='Una vela nuova di zecca'><h1>Una vela nuova</h1>",
     "title", "Una vela nuova di zecca"),
    ("<title>Una vela nuova a scuola</title><h1>Navigazione</h1>",
     "title", "Una vela nuova a scuola"),
    ("<meta property=og:title content='L&amp;#8217;acqua'>", "title", "L’acqua"),
    ("<meta property=og:site_name content=Vele><meta property=og:description content=Vele>"
     "<meta name=description content='Due parole'>", "teaser", "Due parole"),
    ("<meta property=og:description content='&lt;p&gt;Due &lt;b&gt;parole&lt;/b&gt;&lt;/p&gt;'>",
     "teaser", "Due parole"),
    ('<script>{"@context": "https://schema.org", "@type": "Article", "headline": "Una"}</script>',
     "title", "Una"),
    ("<h1>Una</h1><p>Scritto: 9 marzo 2026 / aggiornato: 11 marzo 2026</p>",
     "published", Moment(day=date(2026, 3, 9))),
    ("<h1>Una</h1><p>9 marzo 2026 | 7 commenti</p>", "published", Moment(day=date(2026, 3, 9))),
    ("<html lang=en><meta property=article:published_time content='2026-03-09T10:00:00'>",
     "published", Moment(day=date(2026, 3, 9))),
    ("<html lang=en><meta property=article:published_time content='2026-03-09T23:30:00Z'>",
     "published", Moment(day=date(2026, 3, 9), instant=datetime(2026, 3, 9, 23, 30, tzinfo=UTC))),
    ("<h1>Una</h1><p>A</p>" + "<p>x</p>" * 20 + "<p>Pubblicato il 9 marzo 2026</p>",
     "published", Moment(day=date(2026, 3, 9))),
    ("<h1>Una</h1><a rel=author href=/chi/ada>Ada Bertolino</a>",
     "authors", (AuthorFound(name="Ada Bertolino", url="https://ateneo.example/chi/ada"),)),
    ("<h1>Una</h1><p class=article__author>Posted on</p>", "authors", ()),
    ("<h1>Una</h1><p>di Ada Bertolino</p>", "authors", (AuthorFound(name="Ada Bertolino"),)),
    ("<h1>Una</h1><p>di nuovo in mare</p>", "authors", ()),
    ("<meta name=author content=Adina><h1>Una</h1><p>di Ada Bertolino</p>",
     "authors", (AuthorFound(name="Ada Bertolino"),)),
    ("<meta property=og:site_name content='Ente Vele'><meta name=author content='Ente Vele'>",
     "authors", ()),
]  # fmt: skip


@pytest.mark.parametrize(("page", "field", "expected"), PAGES, ids=range(len(PAGES)))
def test_a_field(page: str, field: str, expected: object) -> None:
    """A field is what the whole page makes of its pieces."""
    assert getattr(extract(page.encode(), URL), field) == expected


COMPLETE = """<html lang=it><head><meta property=og:title content="Una vela nuova">
<meta property=og:description content="Due parole."><meta property=og:image content=/a.jpg>
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Una vela nuova",
"datePublished": "2026-03-09T10:00:00+01:00", "author": {"name": "Ada Bertolino"}}</script></head>
<body><article><h1>Una vela nuova</h1><p>8 marzo 2026</p>
<p>Il testo della storia che chi legge trova qui, intero e senza tagli.</p></article>"""


def test_complete_metadata_is_enough() -> None:
    """Where no source gives a right to the text, a page that says all in its head is not read."""
    found = extract(COMPLETE.encode(), URL)
    assert found.body is None and found.provenance["published"] == "json-ld"


def test_the_heading_of_a_page_not_read() -> None:
    """The only `h1` frees the title of its topic also where the text is not read."""
    page = COMPLETE.replace("Una vela nuova", "Una vela sul mare")
    page = page.replace('"Una', '"Lago: Una')
    found = extract(page.encode(), URL)
    assert found.title == "Una vela sul mare" and found.body is None


def test_whole_pages_are_weighed() -> None:
    """With a source the text is read, and the printed day outweighs the stamp's."""
    found = extract(COMPLETE.encode(), URL, source=source())
    assert found.body and found.published and found.published.day == date(2026, 3, 8)


def test_the_picture_for_sharing_leads() -> None:
    """The picture a page gives for sharing is the card's, with what is said of it elsewhere."""
    graph = '{"@type": "NewsArticle", "image": {"url": "/a.jpg", "creditText": "Ada Bertolino"}}'
    page = (
        f"<meta property=og:image content=/a.jpg><script type=application/ld+json>{graph}</script>"
    )
    image = extract(page.encode(), URL).image
    assert image and image.credit == "Ada Bertolino"


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
