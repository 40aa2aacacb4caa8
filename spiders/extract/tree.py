"""A page's tree, built safely."""

import re

from lxml import etree
from lxml.etree import _Element

from schemas.errors import HostileInput

_ATTRIBUTE = rb"""(?:[\s/]*+[^\s/>][^\s=/>]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]++))?+)"""
"""As browsers take it, with everything they forgive (HTML, 13.2.5.32)."""
_OVERLOADED = re.compile(rb"<[a-z][^\s/>]*+%b{1000,}" % _ATTRIBUTE, re.IGNORECASE)
_TOKEN = re.compile(
    rb"(?P<overloaded>%b)|<!--.*?(?:-->|\Z)"
    rb"|<(?P<raw>script|style|textarea|title|xmp|noframes)\b%b*+[\s/]*+>.*?(?:</(?P=raw)|\Z)"
    rb"|<[a-z][^\s/>]*+%b*+" % (_OVERLOADED.pattern, _ATTRIBUTE, _ATTRIBUTE),
    re.IGNORECASE | re.DOTALL,
)
"""A tag with too many attributes, a comment, an element whose content is no markup, or a tag."""
_BIG = 150_000
"""Bytes from which attributes are counted; below, no number of them costs a second."""
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))
"""Characters that a page may have and a tree that is changed may not."""
_MOST_TAGS = 250_000


def parsed(page: str | bytes, url: str) -> _Element | None:
    """The tree of a page, given as text or as UTF-8; None for a page without a single element.

    libxml2 cuts what is nested deeper than 256 levels. Raises HostileInput for absurd numbers of
    tags, or of attributes in one tag, whose cost grows with the square.
    """
    data = page if isinstance(page, bytes) else page.encode("utf-8", "replace")
    if data.count(b"<") > _MOST_TAGS:
        raise HostileInput(f"more than {_MOST_TAGS} tags", subject=url)
    if len(data) > _BIG and _OVERLOADED.search(data) and _overloaded(data):
        raise HostileInput("a tag with absurdly many attributes", subject=url)
    try:
        parser = etree.HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True)
        root: _Element | None = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None
    return root


def _overloaded(data: bytes) -> bool:
    """Whether a tag, and not a script that looks like one, has absurdly many attributes."""
    return any(token.lastgroup == "overloaded" for token in _TOKEN.finditer(data))


def chosen(path: etree.XPath, element: _Element) -> list[_Element]:
    """The elements an XPath selects."""
    found = path(element)
    return [one for one in found if isinstance(one, _Element)] if isinstance(found, list) else []


def length(element: _Element) -> int:
    """Characters of text inside, blanks and scripts included."""
    return sum(map(len, element.itertext()))


def removed(element: _Element) -> None:
    """Take one element out of its tree, leaving the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = f"{before.tail or ''}{element.tail}".translate(_CONTROLS)
        else:
            parent.text = f"{parent.text or ''}{element.tail}".translate(_CONTROLS)
    parent.remove(element)
