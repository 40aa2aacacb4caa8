"""Pages without what nobody reads, and without what surrounds their story."""

from collections.abc import Callable

import pytest

from spiders.extract import extract
from spiders.extract.lean import lean
from spiders.extract.quick import data_scripts, head_end
from spiders.extract.trim import authors, dates, trimmed, versions
from tests.builders import source

URL = "https://www.esempio.it/n/1"


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("a<script>x</script>b", "ab"),
        ('a<script src="x"></script >b<style>p{}</style>c', "abc"),
        ("a<!-- <script> -->b<!-->c", "abc"),
        ("a<svg viewBox='0'><path/></svg>b", "ab"),
        ("a</script\n<!-- x -->b", "a</script\nb"),
        ("a<script>x</script\n<!-- x -->b<script></script>c", "abc"),
    ],
)
def test_unread(page: str, left: str) -> None:
    """What no reader sees goes."""
    assert lean(page.encode()) == left.encode()


@pytest.mark.parametrize(
    "page",
    [
        '<script type="application/ld+json">{}</script>',
        '<script>{"@context": "https://schema.org"}</script>',
        "<script>x</SCRIPT>b<script>y</script>",
        "<svg><svg></svg></svg>",
        "<svg />text<svg></svg>",
        "<script>x",
        "a<!-- b",
        "<script-x>a</script-x><styled>b</styled>",
    ],
)
def test_left_alone(page: str) -> None:
    """Data stays, and so does what is not plainly closed."""
    assert lean(page.encode()) == page.encode()


def test_nothing_told() -> None:
    """A menu, an address in a link and a copyright tell nothing."""
    page = b"<nav><a class=i href=/author>Redazione</a> 2026</nav>"
    assert not any(places(page) for places in (versions, authors, dates))


def test_data_that_was_read() -> None:
    """Data goes, too, where it has been read."""
    assert lean(b'a<script type="application/ld+json">{}</script>b', data=False) == b"ab"


def test_a_rule_may_read_a_script() -> None:
    """A source's rule finds a script that a page keeps its title in."""
    page = b"<html><body><script id=t>Un titolo</script><p>Testo.</body></html>"
    own = source(fields={"title": {"css": "script#t::text"}})
    assert extract(page, URL, source=own).title == "Un titolo"


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("a<nav><a href=/>Home</a></nav>b", "ab"),
        ("a<footer class=f>x</footer ><select><option>y</select>b", "ab"),
        ("a<aside><nav>x</nav></aside>b", "ab"),
        ("<header>x</header><article>y</article>", "<article>y</article>"),
        (f"<form>x</form>{'testo ' * 50}", "testo " * 50),
    ],
)
def test_around(page: str, left: str) -> None:
    """Menus, headers, footers, asides and small forms go."""
    assert trimmed(page.encode()) == left.encode()


@pytest.mark.parametrize(
    "page",
    [
        "<aside><h1>Titolo</h1></aside>",
        "<nav><meta itemprop=url content=x></nav>",
        "<header itemscope><b itemprop=headline>x</b></header>",
        "<article><header>x</header></article>",
        "<form>Una pagina intera</form>",
        "<nav>x",
        "<footer>x",
        "<navigation>x</navigation>",
    ],
)
def test_kept_around(page: str) -> None:
    """What may be the story, or is not plainly closed, stays."""
    assert trimmed(page.encode()) == page.encode()


@pytest.mark.parametrize(
    ("page", "places"),
    [
        ("<nav><a href=/en>English</a></nav>", versions),
        ("<nav><a hreflang=fr href=/fr>F</a></nav>", versions),
        ("<aside><b class=author-name>Ada</b></aside>", authors),
        ("<footer>Torino, 9 marzo 2026</footer>", dates),
        ("<footer><time>ieri</time></footer>", dates),
    ],
)
def test_telling(page: str, places: Callable[[bytes], list[int]]) -> None:
    """What is still to be found out keeps the part that may tell it, and only then."""
    assert trimmed(page.encode(), places(page.encode())) == page.encode()
    assert trimmed(page.encode()) == b""


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('<script type="application/ld+json">{"a": 1}</script>', ['{"a": 1}']),
        ('<script> {"@context": "x"}</script>', [' {"@context": "x"}']),
        ('<script>find("ld+json") > 0</script>', []),
        ('<script type="application/ld+json">{"a": 1}', []),
        ('<p>{"@context": "x"}</p>', []),
    ],
)
def test_data(page: str, found: list[str]) -> None:
    """Scripts with JSON-LD are cut out, labelled or not."""
    assert list(data_scripts(page.encode())) == found


@pytest.mark.parametrize(
    ("page", "end"),
    [
        ("<head><title>x</title></head><body>", 22),
        ("<title>x</title><body>", 16),
        ("<head><script>'</head>'</script></head>", 0),
        ("<head><!-- </head> --></head>", 0),
        ("<p>x</p>", 0),
    ],
)
def test_head(page: str, end: int) -> None:
    """The head ends where that is plain, and not inside a script or a comment."""
    assert head_end(page.encode()) == end
