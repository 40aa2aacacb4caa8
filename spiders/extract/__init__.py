"""A story page's bytes turned into what the page says.

    decoded | head | selectors | JSON-LD | OpenGraph | Dublin Core | meta | time | text | address

Each voice tells what it knows; per field the first one that speaks is believed and named in the
provenance. The day printed beside the title outweighs a CMS's time stamp.
"""

from collections.abc import Collection
from dataclasses import fields, replace
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from schemas.addresses import NotAnAddress, absolute
from schemas.errors import HostileInput, PageError
from schemas.extracted import AuthorFound, Extracted
from schemas.source import Source
from spiders.extract import trim
from spiders.extract.article import article_says, dateline, labelled_date, pictures, time_says
from spiders.extract.charset import utf8
from spiders.extract.elsewhere import elsewhere
from spiders.extract.head import Head, head_of, joined
from spiders.extract.jsonld import graph_of
from spiders.extract.languages import own_node, translations
from spiders.extract.lean import lean
from spiders.extract.metadata import aliases, dublin_core_says, html_says, opengraph_says
from spiders.extract.microdata import microdata_says
from spiders.extract.page import Page
from spiders.extract.people import is_name
from spiders.extract.pictures import described, file_of
from spiders.extract.publication import known_day, published
from spiders.extract.quick import data_scripts, head_end, only_heading
from spiders.extract.reading import Reading, read
from spiders.extract.says import Says, address
from spiders.extract.selectors import reads_scripts, selectors_say
from spiders.extract.titles import completed, folded, of_site, related, without_kicker, without_site
from spiders.extract.tree import parsed

__all__ = ["extract"]

_BY_IMAGE = ("selector", "opengraph", "json-ld", "html", "microdata", "text")
"""Whom to believe about the picture: the one a page gives for sharing was chosen for a card."""
LARGEST = 10 * 1024 * 1024
"""Bytes of a page that is read at all."""

_CARD = ("title", "teaser", "image", "authors", "published")
"""What the metadata must have to be enough."""
_PUBLISHERS = ("json-ld", "opengraph")
"""Whose time of publication needs no second witness; elsewhere it may be the creation's."""
_FIELDS = tuple(field.name for field in fields(Says))
Voices = dict[str, Says]


def extract(
    html: bytes,
    url: str,
    *,
    charset: str | None = None,
    source: Source | None = None,
    whole: bool | None = None,
) -> Extracted:
    """What the page at `url` says, with the voice that said it for each field.

    `charset` is the header's. With `whole` the text itself is read too, and what is printed is
    weighed against the metadata; without it only where the metadata lacks something, and the body
    stays None. By default it is, where a source is declared: without one there is no right to the
    text. Raises HostileInput
    for input built to hurt and PageError for what is no HTML page or a selector that is none;
    nothing else.
    """
    url = _checked(html, url)
    text = utf8(html, charset)
    whole = source is not None if whole is None else whole
    page = _opened(text, url, source)
    voices = _metadata(page)
    if not whole and (found := _enough(page, voices)):
        return found
    if page.root is None:
        page, voices = _read_on(page, voices, text)
    return _thoroughly(page, voices, text, whole=whole)


def _opened(html: bytes, url: str, source: Source | None) -> Page:
    """The page's head and data; its tree too where a source's selectors choose in it."""
    root, start = None, 0
    if source and source.fields:
        root = parsed(html if reads_scripts(source) else lean(html), url)
        head = head_of(root)
    else:
        start = head_end(html)
        head = head_of(parsed(lean(html[:start], data=False), url) if start else None)
    base, graph = address(url, head.base) or url, graph_of(data_scripts(html), url)
    return Page(url, base, root, head, graph, source, start, only_heading(html, start))


def _enough(page: Page, voices: Voices) -> Extracted | None:
    """What the metadata says, if it says everything a card shows."""
    if not all(any(getattr(says, name) for says in voices.values()) for name in _CARD):
        return None
    card = _extracted(page, voices, page.sites(voices), None)
    complete = all(getattr(card, name) for name in _CARD) and card.language
    exact = card.published and card.published.instant
    trusted = card.provenance.get("published") in _PUBLISHERS
    return card if complete and exact and trusted else None


def _read_on(page: Page, voices: Voices, html: bytes) -> tuple[Page, Voices]:
    """The page with the tree of what follows its head, and what the metadata says then."""
    body = lean(html[page.start :], data=False)
    known = {
        trim.versions: voices["html"].translations,
        trim.authors: _authors(voices, page.sites(voices)),
        trim.dates: published(voices, page.url),
    }
    told = {places: places(body) for places, value in known.items() if not value}
    signed, marked = bool(told.get(trim.authors, True)), b"itemprop" in body
    body = trim.trimmed(body, chain.from_iterable(told.values()), marked=marked)
    root = parsed(body, page.url)
    more, language = head_of(root), page.language
    page = replace(page, root=root, head=joined(page.head, more), signed=signed, marked=marked)
    page = replace(page, base=address(page.url, page.head.base) or page.url)
    if more != Head() or page.language != language:
        return page, _metadata(page)
    if told.get(trim.versions):
        voices["html"] = replace(voices["html"], translations=_versions(page))
    return page, voices


def _thoroughly(page: Page, voices: Voices, html: bytes, *, whole: bool) -> Extracted:
    sites = page.sites(voices)
    reading = None
    if page.root is not None:  # from here on the tree loses what surrounds the story
        title = _title(page, voices, sites, None)
        known = title[0] if title else None
        reading = read(page.root, known, sites, signed=page.signed, marked=page.marked)
        _listen(page, reading, voices, sites, set() if whole else {"body"})
        if published(voices, page.url, page.home) is None:
            voices["elsewhere"] = Says(published=elsewhere(reading, page.root, html, page.when))
    return _extracted(page, voices, sites, reading)


def _checked(html: bytes, url: str) -> str:
    if len(html) > LARGEST:
        raise HostileInput(f"{len(html):,} bytes are more than any story needs", subject=url)
    binary = b"\0" in html[:1024] and html[:2] not in (b"\xff\xfe", b"\xfe\xff")
    if binary or html.startswith(b"%PDF"):
        raise PageError("the answer is a file, not an HTML page", subject=url)
    try:
        return absolute(url, url)
    except NotAnAddress as error:
        raise PageError(str(error)) from None


def _metadata(page: Page) -> Voices:
    selected = Says()
    if page.root is not None and page.source is not None:
        selected = selectors_say(page.root, page.base, page.source, page.language)
    others = _versions(page)
    return {
        "selector": selected,
        "json-ld": page.graph.says(page.when),
        "opengraph": opengraph_says(page.head, page.base, page.when),
        "dublin-core": dublin_core_says(page.head, page.when),
        "html": replace(html_says(page.head, page.base, page.when), translations=others),
    }


def _versions(page: Page) -> dict[str, str]:
    where = (page.head, page.root, page.base, page.url, page.language)
    return translations(*where, page.graph.works)


def _listen(
    page: Page, reading: Reading, voices: Voices, sites: Collection[str], known: set[str]
) -> None:
    """Let the visible page speak too, the text only of what is not `known` by then."""
    near = known_day(voices, page.url)
    microdata = microdata_says(reading.found.properties, page.head, page.base, page.when)
    beside, far = time_says(reading, page.when)
    voices |= {"microdata": microdata, "time": beside}
    known |= {n for n in _FIELDS if any(getattr(says, n) for says in voices.values())}
    named = _authors(voices, sites)
    if not named or (named[1] != "selector" and not any(is_name(one.name) for one in named[0])):
        known.discard("authors")
    voices["text"] = article_says(reading, page.base, page.source, page.when, near, known)
    if not any(says.published for says in voices.values()):
        voices["dateline"] = Says(published=dateline(reading, page.when, near))
        voices["labelled"] = Says(published=labelled_date(reading, page.when))
        voices["far"] = far


def _extracted(
    page: Page, voices: Voices, sites: Collection[str], reading: Reading | None
) -> Extracted:
    found: dict[str, Any] = {}
    provenance: dict[str, str] = {}
    if people := _authors(voices, sites):
        found["authors"], provenance["authors"] = people
    for name in _FIELDS:
        for origin in _BY_IMAGE if name == "image" else voices:
            value = getattr(voices.get(origin), name, None)
            if value and name != "authors":
                found[name], provenance[name] = value, origin
                break
    if when := published(voices, page.url, page.home):
        found["published"], provenance["published"] = when
    if page.tongue:
        found["language"], provenance["language"] = page.tongue
    if reading and "image" in found:
        same = (says.image for says in voices.values() if says.image)
        shown = pictures(reading, page.base, file_of(found["image"].url))
        found["image"] = described(found["image"], (*same, *shown))
    if title := _title(page, voices, sites, reading):
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


def _authors(voices: Voices, sites: Collection[str]) -> tuple[tuple[AuthorFound, ...], str] | None:
    """The first authors who are not the site; names with a surname before nicknames."""
    given = [
        (own, origin)
        for origin, says in voices.items()
        if (own := tuple(one for one in says.authors if folded(one.name) not in sites))
    ]
    named = (one for one in given if one[1] == "selector" or any(is_name(a.name) for a in one[0]))
    return next(named, next(iter(given), None))


def _title(
    page: Page, voices: Voices, sites: Collection[str], reading: Reading | None
) -> tuple[str, str] | None:
    """The first title that is not the site's name, freed of it.

    `<title>` comes last, or before a heading that has no word of it nor of the address.
    """
    heading = reading.heading if reading else page.heading
    given = [(says.title, origin) for origin, says in voices.items()]
    named = (page.graph.story or {}).get("name")
    if heading and heading == named:  # some call a description of the thing its headline
        given = [(title if origin != "json-ld" else named, origin) for title, origin in given]
    window = (page.head.title, "html")
    if heading and page.head.title and not related(heading, f"{page.head.title} {page.url}"):
        given = [one for one in given if one[0] != heading]
    others = [heading, *(says.title for says in voices.values())]
    every = [(title, by) for title, by in (*given, window, (heading, "text")) if title]
    stories = [one for one in every if not of_site(one[0], sites)]
    for title, origin in (*stories, *every):
        if folded(title) not in sites:
            own = without_kicker(without_site(title, sites, *others), heading)
            return completed(own, heading), origin
    return None


def _usable(canonical: str | None, url: str) -> bool:
    """Whether a canonical link names this story: some sites give their home page on every page."""
    home = not urlsplit(canonical or "").path.strip("/") and not urlsplit(canonical or "").query
    return canonical is not None and (not home or not urlsplit(url).path.strip("/"))
