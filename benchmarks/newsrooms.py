"""Invented story pages as different newsrooms build them, with all that such pages carry."""

import json
import random
from collections.abc import Callable

from benchmarks.pages import WORDS

KINDS: tuple[Callable[[random.Random], str], ...]
"""Ways to build a page, each about as common as it is here."""


def page(n: int) -> tuple[bytes, str]:
    """The page with this number and its address."""
    rng = random.Random(n)
    kind = KINDS[n % len(KINDS)]
    return kind(rng).encode(), f"https://www.newsroom{n % 40}.example/2026/03/{1 + n % 28:02}/s-{n}"


def _words(rng: random.Random, count: int) -> str:
    return " ".join(rng.choices(WORDS, k=count)).capitalize()


def _paragraphs(rng: random.Random, count: int) -> str:
    sentences = (". ".join(_words(rng, 16) for _ in range(5)) for _ in range(count))
    return "".join(f'<p class="text">{text}.</p>' for text in sentences)


def _menu(rng: random.Random, count: int) -> str:
    items = (
        f'<li class="item"><a href="/m/{i}">{rng.choice(WORDS)}</a></li>' for i in range(count)
    )
    return f'<nav class="menu" id="main-menu"><ul>{"".join(items)}</ul></nav>'


def _cards(rng: random.Random, count: int) -> str:
    one = '<div class="card"><a href="/c/{0}"><img src="/i/{0}.jpg" alt=""><h3>{1}</h3></a></div>'
    cards = (one.format(i, _words(rng, 8)) for i in range(count))
    return f'<aside class="related">{"".join(cards)}</aside>'


def _scripts(rng: random.Random, kilobytes: int) -> str:
    """What trackers and bundlers leave: code with angle brackets, and data."""
    word = rng.choice(WORDS)
    code = f"if(a<b&&c>d){{window.q=window.q||[];q.push({{k:'{word}',v:[1,2,3]}})}};"
    return f"<script>{code * (kilobytes * 1024 // len(code))}</script>"


def _head(rng: random.Random, title: str, extra: str) -> str:
    icons = "".join(f'<link rel="icon" sizes="{i}x{i}" href="/i/{i}.png">' for i in range(16, 24))
    return (
        f'<!doctype html><html lang="it"><head><meta charset="utf-8"><title>{title} | Sito</title>'
        f'<meta name="description" content="{_words(rng, 25)}."><meta name="viewport" content="x">'
        f'{icons}<link rel="canonical" href="/storia">{extra}</head><body>{_menu(rng, 60)}'
    )


def _opengraph(rng: random.Random, title: str) -> str:
    pairs = {
        "og:title": title,
        "og:description": f"{_words(rng, 25)}.",
        "og:image": "/i/grande.jpg",
        "og:site_name": "Sito",
        "article:published_time": "2026-03-09T09:30:00+01:00",
    }
    return "".join(f'<meta property="{name}" content="{text}">' for name, text in pairs.items())


def _modern(rng: random.Random) -> str:
    """A newspaper: a graph, OpenGraph, a lot of code, many other stories."""
    title = _words(rng, 9)
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "@id": "#site", "name": "Sito"},
            {
                "@type": "NewsArticle",
                "headline": title,
                "datePublished": "2026-03-09T08:30:00Z",
                "dateModified": "2026-03-09T10:00:00Z",
                "author": [{"@type": "Person", "name": "Nives Corradin"}],
                "image": {"@type": "ImageObject", "url": "/i/grande.jpg", "width": 1200},
                "publisher": {"@id": "#site"},
                "articleBody": _words(rng, 400),
            },
        ],
    }
    block = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    return (
        _head(rng, title, _opengraph(rng, title) + block + _scripts(rng, 60))
        + f"<main><article><h1>{title}</h1>{_paragraphs(rng, 14)}</article></main>"
        + _cards(rng, 40)
        + _scripts(rng, 60)
        + _menu(rng, 60)
    )


def _blog(rng: random.Random) -> str:
    """A blog: OpenGraph and a printed date, comments below."""
    title = _words(rng, 7)
    comments = "".join(f'<li class="comment"><p>{_words(rng, 30)}</p></li>' for _ in range(30))
    return (
        _head(rng, title, _opengraph(rng, title))
        + f'<div class="post"><h1>{title}</h1><p class="meta">9 marzo 2026 – di Ada Bertolino</p>'
        + f'{_paragraphs(rng, 9)}</div><ol class="comments">{comments}</ol>{_scripts(rng, 20)}'
    )


def _plain(rng: random.Random) -> str:
    """A public body: no metadata at all."""
    title = _words(rng, 8)
    return (
        _head(rng, title, "")
        + f'<div id="content"><span class="date">09/03/2026</span><h1>{title}</h1>'
        + f'<img src="/i/foto.jpg" alt="{_words(rng, 4)}">{_paragraphs(rng, 6)}</div>'
        + _menu(rng, 90)
    )


def _microdata(rng: random.Random) -> str:
    """A magazine: properties on its elements."""
    title = _words(rng, 10)
    return (
        _head(rng, title, "")
        + '<article itemscope itemtype="https://schema.org/Article">'
        + f'<h1 itemprop="headline">{title}</h1>'
        + '<span itemprop="author">Ada Bertolino</span>'
        + '<time itemprop="datePublished" datetime="2026-03-09T09:30:00+01:00">9 marzo</time>'
        + f'<div itemprop="articleBody">{_paragraphs(rng, 20)}</div></article>{_cards(rng, 20)}'
    )


KINDS = (_modern, _blog, _modern, _plain, _modern, _microdata)
