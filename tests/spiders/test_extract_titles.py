"""Titles of pages that call something else their title."""

import pytest

from spiders.extract import extract

URL = "https://www.entevento.example/n/7"
TEXT = f"<p>{'Il testo della storia, intero. ' * 8}</p>"
NAMED = (
    '<script type="application/ld+json">{"@type": "Article", "name": "Vela nautica",'
    ' "headline": "superficie che il vento gonfia"}</script>'
)

PAGES = [
    ("<meta property=og:title content=Pressemitteilungen><title>Una vela nuova</title>",
     "<h1>Una vela nuova</h1>", "Una vela nuova"),
    ("<title>Detail</title>", "<h1>Una vela nuova</h1>", "Una vela nuova"),
    ("<title>Una vela nuova « Archivio</title>", "<h1>Ente Vento blog</h1>",
     "Una vela nuova « Archivio"),
    ("<title>Notizie</title>", "<p>Notizie</p>", "Notizie"),
    (f"{NAMED}<title>Vela nautica - Sito</title>", "<h1>Vela nautica</h1>", "Vela nautica"),
    (f"{NAMED}<title>Sito</title>", "<h1>Una vela</h1>", "superficie che il vento gonfia"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "body", "title"), PAGES, ids=range(len(PAGES)))
def test_titles(head: str, body: str, title: str) -> None:
    """A section, the site's heading or a description is no title while the page has another."""
    page = f'<html lang="it"><head>{head}</head><body>{body}{TEXT}</body></html>'
    assert extract(page.encode(), URL).title == title
