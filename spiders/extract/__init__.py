"""A story page's bytes turned into what the page says.

    decoded | head | selectors | JSON-LD | OpenGraph | Dublin Core | meta | time | text | address

Each voice tells what it knows; per field the first one that speaks is believed and named in the
provenance. The day printed beside the title outweighs a CMS's time stamp.
"""

from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import _Element

from schemas.addresses import NotAnAddress, absolute
from schemas.errors import HostileInput, PageError
from schemas.extracted import Extracted
from schemas.source import Source
from spiders.extract.article import article_says, dateline, time_says
from spiders.extract.charset import utf8
from spiders.extract.head import Head, head_of
from spiders.extract.jsonld import Graph, graph_of
from spiders.extract.languages import declared, own_node, translations
from spiders.extract.metadata import aliases, dublin_core_says, html_says, opengraph_says
from spiders.extract.microdata import microdata_says
from spiders.extract.pictures import described
from spiders.extract.publication import known_day, published
from spiders.extract.reading import Reading, read
from spiders.extract.says import Says, address
from spiders.extract.selectors import selectors_say
from spiders.extract.titles import completed, folded, without_site
from spiders.extract.tree import parsed

__all__ = ["extract"]

LARGEST = 10 * 1024 * 1024
"""Bytes of a page that is read at all."""

Voices = dict[str, Says]


def extract(
    html: bytes, url: str, *, charset: str | None = None, source: Source | None = None
) -> Extracted:
    """What the page at `url` says, with the voice that said it for each field.

    `charset` is the header's. Raises HostileInput for input built to hurt and PageError for what
    is no HTML page or a selector that is none; nothing else.
    """
    url = _checked(html, url)
    page = _page(utf8(html, charset), url, source)
    found = {"translations": translations(page.head, page.root, page.base, url, page.language)}
    voices = _metadata(page)
    reading = None
    if page.root is not None:  # from here on the tree loses what surrounds the story
        title = _title(page, voices, None)
        reading = read(page.root, title[0] if title else None, page.names(voices))
        voices |= _visible(page, reading, known_day(voices, url))
    return _extracted(page, voices, reading, found)


@dataclass(frozen=True)
class _Page:
    """One page, taken apart."""

    url: str
    base: str
    root: _Element | None
    head: Head
    graph: Graph
    source: Source | None

    @cached_property
    def tongue(self) -> tuple[str, str] | None:
        """The language and who says so."""
        if found := declared(self.root, self.head, self.graph.language):
            return found
        return (self.source.language, "source") if self.source else None

    @property
    def language(self) -> str | None:
        """The language's code."""
        return self.tongue[0] if self.tongue else None

    def names(self, voices: Voices) -> list[str]:
        """What the site may call itself."""
        names = [says.site_name for says in voices.values()]
        return [name for name in (*names, self.source and self.source.name) if name]


def _checked(html: bytes, url: str) -> str:
    if len(html) > LARGEST:
        raise HostileInput(f"{len(html):,} bytes are more than any story needs", subject=url)
    binary = b"\0" in html[:1024] and html[:2] not in (b"\xff\xfe", b"\xfe\xff")
    if binary or html.startswith(b"%PDF"):
        raise PageError("the answer is a file, not an HTML page", subject=url)
    try:
        return absolute(url, "")
    except NotAnAddress as error:
        raise PageError(str(error)) from None


def _page(html: bytes, url: str, source: Source | None) -> _Page:
    root = parsed(html, url)
    head = head_of(root)
    scripts = () if root is None else root.iter("script")
    blocks = [e.text or "" for e in scripts if "ld+json" in (e.get("type") or "")]
    return _Page(url, address(url, head.base) or url, root, head, graph_of(blocks, url), source)


def _metadata(page: _Page) -> Voices:
    selected = Says()
    if page.root is not None and page.source is not None:
        selected = selectors_say(page.root, page.base, page.source, page.language)
    return {
        "selector": selected,
        "json-ld": page.graph.says(page.language),
        "opengraph": opengraph_says(page.head, page.base, page.language),
        "dublin-core": dublin_core_says(page.head, page.language),
        "html": html_says(page.head, page.base, page.language),
    }


def _visible(page: _Page, reading: Reading, near: date | None) -> Voices:
    return {
        "microdata": microdata_says(reading.scope, page.head, page.base, page.language),
        "time": time_says(reading, page.language),
        "text": article_says(reading, page.base, page.source, page.language, near),
        "dateline": Says(published=dateline(reading, page.language, near)),
    }


def _extracted(
    page: _Page, voices: Voices, reading: Reading | None, found: dict[str, Any]
) -> Extracted:
    provenance: dict[str, str] = {"translations": "html"} if found["translations"] else {}
    for name in (one.name for one in fields(Says)):
        for origin, says in voices.items():
            if value := getattr(says, name):
                found[name], provenance[name] = value, origin
                break
    if when := published(voices, page.url):
        found["published"], provenance["published"] = when
    if page.tongue:
        found["language"], provenance["language"] = page.tongue
    if reading and "image" in found:
        found["image"] = described(found["image"], reading.pictures)
    if title := _title(page, voices, reading):
        found["title"], provenance["title"] = title
    if not _usable(found.get("canonical"), page.url):
        found.pop("canonical", None)
        provenance.pop("canonical", None)
    names = aliases(page.head, page.base, page.url)
    return Extracted(
        url=page.url,
        aliases=tuple(dict.fromkeys(own_node(name, page.url) for name in names)),
        provenance=provenance,
        **found,
    )


def _title(page: _Page, voices: Voices, reading: Reading | None) -> tuple[str, str] | None:
    """The first title that is not the site's name, freed of it; `<title>` comes last."""
    heading = reading.heading if reading else None
    names = {folded(name) for name in page.names(voices)}
    given = [(says.title, origin) for origin, says in voices.items()]
    for title, origin in (*given, (page.head.title, "html")):
        if title and folded(title) not in names:
            return completed(without_site(title, names, heading), heading), origin
    return None


def _usable(canonical: str | None, url: str) -> bool:
    """Whether a canonical link names this story: some sites give their home page on every page."""
    home = not urlsplit(canonical or "").path.strip("/") and not urlsplit(canonical or "").query
    return canonical is not None and (not home or not urlsplit(url).path.strip("/"))
