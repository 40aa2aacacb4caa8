"""The language of a page and its versions in others."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree
from lxml.etree import _Element

from schemas.addresses import NotAnAddress, alias_key
from spiders.extract.head import Head
from spiders.extract.says import address

_CODE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
_NAMES = {
    "italiano": "it", "italian": "it", "english": "en", "inglese": "en", "français": "fr",
    "deutsch": "de", "español": "es",
}  # fmt: skip
_LABELS = frozenset({*_NAMES, *_NAMES.values()})
_LONGEST = 40
"""Characters of such a label with the blanks around it."""
_CLASS = re.compile("lang|lingu", re.IGNORECASE)
_NAMED = etree.XPath("boolean(descendant::a/@hreflang)")
_TEXTS = etree.XPath("descendant::a/text()", smart_strings=False)
_PREFIX = re.compile(r"/([a-z]{2})(?=/|$)")
_MOST = 60
"""Links of a language switcher that are looked at."""
_NODE = re.compile(r"(?:/[a-z]{2})?/node/[0-9]+")


def code(text: str | None) -> str | None:
    """`it` from `it`, `it-IT`, `it_IT` or `Italiano`; None for anything else."""
    if text is None:
        return None
    match = _CODE.fullmatch(text.strip())
    return match[1].lower() if match else _NAMES.get(text.strip().casefold())


def declared(head: Head, graph: str | None) -> tuple[str, str] | None:
    """The language a page declares, and who says so."""
    meta = head.first("content-language", "language", "dcterms.language", "dc.language")
    claims = (("html", head.language), ("opengraph", head.first("og:locale")), ("json-ld", graph))
    for origin, text in (*claims, ("html", meta)):
        if found := code(text):
            return found, origin
    return None


def translations(
    head: Head,
    root: _Element | None,
    base: str,
    url: str,
    language: str | None,
    works: Iterable[tuple[str | None, str]] = (),
) -> dict[str, str]:
    """The page's other languages: hreflang links, then `works`, else the switcher's.

    `works` are what its JSON-LD calls its translations or its original. One without a language is
    in that of its address, else in the other one of Italian and English.
    """
    links: list[tuple[str | None, str]] = [
        (link.hreflang, link.href) for link in head.hrefs("alternate") if link.hreflang
    ]
    other = "it" if language == "en" else "en"
    links += ((text or _prefix(base, link) or other, link) for text, link in works)
    switched = not links and root is not None
    if root is not None and switched:
        links += islice(_switches(root), _MOST)
    if not links:
        return {}
    own = {_key(url)} | {_key(address(base, link.href)) for link in head.hrefs("canonical")}
    found = _others(links, base, own, language)
    return {name: at for name, at in found.items() if not switched or _as_deep(at, url)}


def own_node(alias: str, url: str) -> str:
    """The alias as it leads to this language: `/node/7` on a page under `/en/` is `/en/node/7`.

    Drupal gives all translations one node number and prints it without the prefix; unprefixed it
    is the address of the default language's version.
    """
    prefix = _PREFIX.match(urlsplit(url).path)
    path = urlsplit(alias).path
    if prefix and re.fullmatch(r"/node/[0-9]+", path):
        return alias.replace(path, prefix[0] + path, 1)
    return alias


def _prefix(base: str, link: str) -> str | None:
    found = _PREFIX.match(urlsplit(address(base, link) or "").path)
    return found[1] if found else None


def _others(
    pairs: Iterable[tuple[str | None, str]], base: str, own: set[str | None], language: str | None
) -> dict[str, str]:
    found: dict[str, str] = {}
    for text, href in pairs:
        tongue, link = code(text), address(base, href)
        if tongue and link and tongue != language and _key(link) not in own:
            found.setdefault(tongue, link)
    return found


def _key(url: str | None) -> str | None:
    try:
        return alias_key(url or "")
    except NotAnAddress:
        return None


def _switches(root: _Element) -> Iterator[tuple[str | None, str]]:
    """The links that have a language or are named after one."""
    texts = _TEXTS(root)  # most pages have hundreds of links and no switcher
    assert isinstance(texts, list), "of texts"
    if not _NAMED(root) and not any(map(_names_one, set(map(str, texts)))):
        return
    for link in root.iter("a"):
        label = link.text if _names_one(link.text or "") and _among_languages(link) else None
        tongue = link.get("hreflang") or label
        if tongue and (href := link.get("href")):
            yield tongue, href


def _names_one(text: str) -> bool:
    return len(text) <= _LONGEST and text.strip().casefold() in _LABELS


def _among_languages(link: _Element) -> bool:
    """Whether a link stands in an element that says it is about languages."""
    holders = (link, *link.iterancestors())
    return any(_CLASS.search(e.get("class") or "") for e in holders)


def _as_deep(link: str, url: str) -> bool:
    """Whether a switcher leads to a story and not, for want of one, to a listing or the home."""
    path, own = urlsplit(link).path, urlsplit(url).path
    if _NODE.fullmatch(path) or _NODE.fullmatch(own):
        return path.strip("/") not in ("", "it", "en")
    return _depth(path) == _depth(own)


def _depth(path: str) -> int:
    return _PREFIX.sub("", path, count=1).rstrip("/").count("/")
