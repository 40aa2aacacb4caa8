"""The links to stories on a listing page."""

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree
from lxml.etree import _Element
from parsel import Selector

from schemas.addresses import NotAnAddress, absolute, alias_key, canonical
from schemas.rules import ListingRules
from schemas.source import Source
from schemas.types import Moment
from spiders.dates import from_url, moment
from spiders.linked import JSON_LD, linked_in
from spiders.places import host_of, same_site

_AMP = re.compile(r"(?<=.)/amp(/?)$")
_TEXTS = etree.XPath("descendant-or-self::text()", smart_strings=False)


class Link(NamedTuple):
    """A story as a listing names it."""

    url: str
    """Normalised."""
    text: str
    mark: str
    """The fingerprint of the text."""
    published: Moment | None = None
    """The date beside it, where one is printed."""


def fingerprint(*parts: str) -> str:
    """16 hex digits that change when one of the texts does, white space apart."""
    folded = "\x1f".join(" ".join(part.split()) for part in parts)
    return hashlib.sha256(folded.encode()).hexdigest()[:16]


def address_of(href: str, base: str, source: Source) -> str | None:
    """The normalised address of a link; `None` where it leads to no page, or to this one."""
    if not href.strip() or href.lstrip().startswith("#"):
        return None
    try:
        url = canonical(absolute(base, href), hosts=source.hosts, keep=source.keep_params)
    except NotAnAddress:
        return None  # mailto:, javascript:, or a slip of whoever wrote the page
    return _plain(url, source)


def _plain(url: str, source: Source) -> str:
    """The address of the story itself where one leads to a variant of its page."""
    if not source.variants and "/amp" not in url:
        return url
    parts = urlsplit(url)
    path = _AMP.sub(r"\1", parts.path)
    for pattern, instead in source.variants.items():
        path = re.sub(pattern, instead, path)
    return parts._replace(path=path).geturl() if path.startswith("/") else url


def is_file(url: str) -> bool:
    """Whether an address names a PDF."""
    return ".pdf" in url.lower() and urlsplit(url).path.lower().endswith(".pdf")


def is_passage(url: str) -> bool:
    """Whether an address names a part of a page, which has no page of its own."""
    return "#" in url


def wanted(url: str, title: str, source: Source) -> bool:
    """Whether the source's include and exclude patterns let a story pass."""
    text = f"{url}\n{title}"
    if source.include and not any(re.search(pattern, text) for pattern in source.include):
        return False
    return not any(re.search(pattern, text) for pattern in source.exclude)


def is_ours(url: str, source: Source) -> bool:
    """Whether an address belongs to the newsroom, so that its page may be read."""
    homes = (source.home, *source.urls)
    return host_of(url) in {*source.hosts, *source.hosts.values()} or any(
        same_site(url, home) for home in homes
    )


def links_from(page: Selector, base: str, source: Source) -> tuple[Link, ...]:
    """The links a listing's rules recognise, in order, each address once with all its texts."""
    rules = source.rules
    assert isinstance(rules, ListingRules), "only listings have rules for links"
    texts: dict[str, list[str]] = {}
    anchors: dict[str, list[_Element]] = {}
    for href, text, anchor in _named(page, rules.links):
        if (url := address_of(href, base, source)) is not None:
            texts.setdefault(url, []).append(text)
            anchors.setdefault(url, []).extend(() if anchor is None else (anchor,))
    dates = _dates(anchors, source.language)
    found = (
        Link(url, _first(said), fingerprint(*said), dates[url] or from_url(url))
        for url, said in texts.items()
    )
    own = {alias_key(listing) for listing in (source.home, *source.urls)}
    return tuple(
        link
        for link in found
        if is_ours(link.url, source)
        and alias_key(link.url) not in own
        and wanted(link.url, link.text, source)
    )


def _named(page: Selector, links: str) -> Iterator[tuple[str, str, _Element | None]]:
    """Address and text of each link, with its element where it has one."""
    if links == JSON_LD:
        yield from ((address, title, None) for address, title in linked_in(page.root))
        return
    for anchor in page.css(links):
        if href := anchor.root.get("href") or anchor.css("a::attr(href)").get():
            yield href, " ".join(" ".join(_texts(anchor.root)).split()), anchor.root


def _texts(element: _Element) -> list[str]:
    """As the selector `::text` gives them, a tenth as long: a listing may have thousands."""
    found = _TEXTS(element)
    assert isinstance(found, list), "of texts"
    return list(map(str, found))


def _first(texts: list[str]) -> str:
    return next((text for text in texts if text), "")


def _dates(anchors: dict[str, list[_Element]], language: str) -> dict[str, Moment | None]:
    """The date in the row of each link: in the largest element around it with no other link."""
    beneath: dict[_Element, set[str]] = {}
    for url, elements in anchors.items():
        for element in elements:
            for around in (element, *element.iterancestors()):
                beneath.setdefault(around, set()).add(url)
    return {
        url: _date(elements[0], beneath, language) if elements else None
        for url, elements in anchors.items()
    }


def _date(anchor: _Element, beneath: dict[_Element, set[str]], language: str) -> Moment | None:
    row = anchor
    for around in anchor.iterancestors():
        if len(beneath[around]) > 1 or around.tag == "body":
            break
        row = around
    stamps = [stamp for time in row.iter("time") if (stamp := time.get("datetime"))]
    text = " ".join(" ".join(map(str, row.itertext())).split())
    dates = (moment(said, language=language) for said in (*stamps, text))
    return next((date for date in dates if date), None)
