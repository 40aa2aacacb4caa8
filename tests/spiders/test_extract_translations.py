"""Which other language versions a page names."""

import json
from collections.abc import Mapping

import pytest

from spiders.extract import extract

HOST = "https://ateneo.example"
URL = f"{HOST}/en/news/a-story"
ITALIAN = f"{HOST}/it/notizie/una-storia"
HREFLANG = f'<link rel="alternate" hreflang="it" href="{ITALIAN}">'
SWITCH = f'<nav class="language-switcher"><a href="{HOST}/it/notizie/altra">Italiano</a></nav>'
OWN = {"@type": "NewsArticle", "url": URL, "inLanguage": "en", "headline": "A story"}

GRAPHS = [
    ("the original", {"translationOfWork": {"@id": f"{ITALIAN}#article"}}, {"it": ITALIAN}),
    ("its address alone", {"translationOfWork": ITALIAN}, {"it": ITALIAN}),
    ("a relative one", {"translationOfWork": "/it/notizie/una-storia"}, {"it": ITALIAN}),
    (
        "translations",
        {
            "workTranslation": [
                {"@type": "NewsArticle", "url": f"{HOST}/x", "inLanguage": "it-IT"},
                {"@type": "NewsArticle", "@id": f"{HOST}/fr/y", "headline": "Histoire"},
            ]
        },
        {"it": f"{HOST}/x", "fr": f"{HOST}/fr/y"},
    ),
    ("no language anywhere", {"translationOfWork": f"{HOST}/x"}, {"it": f"{HOST}/x"}),
    ("itself", {"workTranslation": URL}, {}),
    ("nonsense", {"workTranslation": [None, 7, {}, "mailto:x"], "translationOfWork": [[]]}, {}),
]


def page(graph: Mapping[str, object], more: str = "") -> bytes:
    """An English story with JSON-LD."""
    script = f'<script type="application/ld+json">{json.dumps({**OWN, **graph})}</script>'
    body = "<main><h1>A story</h1><p>It is told here, in one whole sentence.</p></main>"
    return f'<html lang="en"><head>{script}{more}</head><body>{body}</body></html>'.encode()


@pytest.mark.parametrize(
    ("graph", "expected"), [row[1:] for row in GRAPHS], ids=[row[0] for row in GRAPHS]
)
def test_translations_in_json_ld(graph: dict[str, object], expected: dict[str, str]) -> None:
    """schema.org's `translationOfWork` and `workTranslation` name other language versions."""
    found = extract(page(graph), URL)
    assert (found.translations, found.title) == (expected, "A story")


def test_hreflang_comes_before_json_ld() -> None:
    """Where both name a language's version, the link in the head is believed."""
    graph = {"workTranslation": {"url": f"{HOST}/altra", "inLanguage": "it"}}
    assert extract(page(graph, HREFLANG), URL).translations == {"it": ITALIAN}


def test_json_ld_comes_before_the_switcher() -> None:
    """A switcher is asked only where no metadata names a translation."""
    html = page({"translationOfWork": ITALIAN}).replace(b"<main>", f"{SWITCH}<main>".encode())
    assert extract(html, URL).translations == {"it": ITALIAN}
