"""Pages without their scripts, styles, drawings and comments."""

import pytest

from spiders.extract import extract
from spiders.extract.lean import lean
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


def test_a_rule_may_read_a_script() -> None:
    """A source's rule finds a script that a page keeps its title in."""
    page = b"<html><body><script id=t>Un titolo</script><p>Testo.</body></html>"
    own = source(fields={"title": {"css": "script#t::text"}})
    assert extract(page, URL, source=own).title == "Un titolo"
