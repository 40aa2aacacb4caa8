"""The links to stories on a listing page."""

import hashlib
import re
from typing import NamedTuple

from parsel import Selector

from schemas.addresses import NotAnAddress, absolute, canonical
from schemas.source import Source
from spiders.places import host_of, same_site


class Link(NamedTuple):
    """A story as a listing names it."""

    url: str
    """Normalised."""
    text: str
    mark: str
    """The fingerprint of the text."""


def fingerprint(*parts: str) -> str:
    """16 hex digits that change when one of the texts does, white space apart."""
    folded = "\x1f".join(" ".join(part.split()) for part in parts)
    return hashlib.sha256(folded.encode()).hexdigest()[:16]


def address_of(href: str, base: str, source: Source) -> str | None:
    """The normalised address of a link; `None` where it leads to no page."""
    try:
        return canonical(absolute(base, href), hosts=source.hosts, keep=source.keep_params)
    except NotAnAddress:
        return None  # mailto:, javascript:, or a slip of whoever wrote the page


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
    assert source.listing is not None, "only listings have rules for links"
    texts: dict[str, list[str]] = {}
    for anchor in page.css(source.listing.links):
        href = anchor.attrib.get("href") or anchor.css("a::attr(href)").get()
        url = address_of(href, base, source) if href else None
        if url is not None:
            text = " ".join(" ".join(anchor.css("::text").getall()).split())
            texts.setdefault(url, []).append(text)
    found = (Link(url, _first(said), fingerprint(*said)) for url, said in texts.items())
    return tuple(
        link for link in found if is_ours(link.url, source) and wanted(link.url, link.text, source)
    )


def _first(texts: list[str]) -> str:
    return next((text for text in texts if text), "")
