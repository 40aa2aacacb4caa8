"""Sitemaps of a site: an index, all its stories, the news of the last days."""

import datetime as dt
from html import escape

from demo.kinds import Asked
from demo.page import Page
from demo.view import Edition, View

NEWS_DAYS = 2
"""What a news sitemap may list, as search engines have it."""
XML = "application/xml"
_SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)


def sitemap(view: View, asked: Asked) -> Page | None:
    """The index at /sitemap.xml and the two it names; None for other paths."""
    rows = {
        "/sitemap.xml": _index,
        "/sitemap-stories.xml": _stories,
        "/sitemap-news.xml": _news,
    }.get(asked.path)
    if rows is None:
        return None
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n{rows(view)}\n'
    return Page(body.encode(), XML, role="listing", modified=view.changed)


def _index(view: View) -> str:
    names = ("/sitemap-stories.xml", "/sitemap-news.xml")
    maps = "".join(f"<sitemap><loc>{view.url(name)}</loc></sitemap>" for name in names)
    return f"<sitemapindex {_SPACES}>{maps}</sitemapindex>"


def _stories(view: View) -> str:
    urls = "\n".join(
        f"<url><loc>{escape(view.url(edition.path))}</loc>"
        f"<lastmod>{edition.modified.isoformat()}</lastmod></url>"
        for edition in view.listed()
    )
    return f"<urlset {_SPACES}>{urls}</urlset>"


def _news(view: View) -> str:
    since = view.state.today - dt.timedelta(days=NEWS_DAYS)
    found = [e for e in view.listed() if e.published and e.published.date() >= since]
    return f"<urlset {_SPACES}>{''.join(_entry(view, edition) for edition in found)}</urlset>"


def _entry(view: View, edition: Edition) -> str:
    return (
        f"<url><loc>{escape(view.url(edition.path))}</loc><news:news><news:publication>"
        f"<news:name>{escape(view.site.name(edition.language))}</news:name>"
        f"<news:language>{edition.language}</news:language></news:publication>"
        f"<news:publication_date>{edition.order.isoformat()}</news:publication_date>"
        f"<news:title>{escape(edition.words.title)}</news:title></news:news></url>\n"
    )
