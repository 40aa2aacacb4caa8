"""Pages built to hurt whoever reads them."""

import pytest

from schemas.errors import HostileInput, PageError
from spiders.extract import LARGEST, extract
from tests.builders import source

URL = "https://ateneo.example/notizie/una-storia"

REFUSED = [
    b"<p>" + b"x" * LARGEST,
    b"<p " + b" ".join(b"a%d=1" % n for n in range(60_000)) + b">",
    b"<p " + b" ".join(b"a%d='>'" % n for n in range(60_000)) + b">",
    b"<p " + b"".join(b'a%d="<"' % n for n in range(60_000)) + b">",
    b"<p b' " + b" ".join(b"a%d" % n for n in range(60_000)) + b">",
    b"<p a='<script>' " + b" ".join(b"a%d" % n for n in range(60_000)) + b">",
    b"<p>a" * 300_000,
]

SURVIVED = [
    b"<html><p>uno \x1f<div class=related>due</div> tre \x1f&#x0b;\xef\xbf\xbf",
    b"<div>" * 100_000 + b"<p>x",
    b"<b>" * 100_000 + b"x",
    b"<table><tr><td>" * 20_000,
    b"<" * 200_000,
    b"<!--" * 100_000,
    b"<script>" * 50_000,
    b"<title>" * 50_000,
    b"&amp;" * 500_000,
    b"<meta property='og:title' content='x'>" * 5_000,
    b'<script type="application/ld+json">' + b'{"a":' * 50_000 + b"</script>",
    b'<script type="application/ld+json">' + b"[" * 500_000 + b"</script>",
    b"<img srcset='" + b"a 1w," * 100_000 + b"'>",
    b"<p>" + b"1 " * 200_000,
    b"<a hreflang=it href=/x>x</a>" * 20_000,
    b"<script>" + b"if(a<b && c){d e f g}\n" * 20_000 + b"</script><p>x",
    b"<meta charset=utf-16><p>perch\xe9 \xc3\xa8 \xe8 " * 1_000,
    b"<h1>" + b"x " * 200_000,
    b"<form>" * 200 + b"<p>x" * 50_000,
    b"<article><a>x</a></article>" * 20_000,
    b"<p class=byline>x" * 20_000,
    b"<time>1 maggio 2026</time>" * 20_000,
    b"<script type=application/ld+json>" + b'"/*' * 100_000 + b"</script>",
    b"<script type=application/ld+json>" + b'\\"' * 200_000 + b"</script>",
    b"<script type=application/ld+json>" + b"{}" * 500_000 + b"</script>",
    b"<p>\xff\xfe\xfd",
    b"",
]


@pytest.mark.parametrize("page", REFUSED, ids=range(len(REFUSED)))
def test_refused(page: bytes) -> None:
    """Absurd sizes are refused by name before they cost anything."""
    with pytest.raises(HostileInput) as refusal:
        extract(page, URL)
    assert refusal.value.subject == URL


@pytest.mark.parametrize("page", SURVIVED, ids=range(len(SURVIVED)))
def test_survived(page: bytes) -> None:
    """Absurd nesting and repetition are read as far as they make sense."""
    assert extract(page, URL).url == URL


@pytest.mark.parametrize("page", [b"%PDF-1.7 ...", b"\x89PNG\r\n\0\0\0"])
def test_files_are_no_pages(page: bytes) -> None:
    """A file served as a page is a named error."""
    with pytest.raises(PageError):
        extract(page, URL)


@pytest.mark.parametrize("url", ["", "ftp://a.example/", "http://["])
def test_no_address(url: str) -> None:
    """A page needs an address."""
    with pytest.raises(PageError):
        extract(b"<p>", url)


def test_a_rule_that_is_no_selector() -> None:
    """A source's broken selector is named."""
    with pytest.raises(PageError) as error:
        extract(b"<p>x", URL, source=source(fields={"title": {"css": "a[["}}))
    assert error.value.subject == "ateneo"
