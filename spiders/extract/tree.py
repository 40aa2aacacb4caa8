"""A page's tree, built safely."""

import re

from lxml import etree
from lxml.etree import _Element

from schemas.errors import HostileInput

_INSIDE = rb"""(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+"""
_TOKEN = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(?P<raw>script|style|textarea|title|xmp|noframes)\b(?P<own>"
    + _INSIDE
    + rb")>.*?(?:</(?P=raw)|\Z)|<[a-z](?P<tag>"
    + _INSIDE
    + rb")",
    re.IGNORECASE | re.DOTALL,
)
"""A comment, an element whose content is no markup, or a tag, as a browser takes them."""
_ATTRIBUTE = re.compile(rb"[\s/][^\s=/>\"']+")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_BIG = 200_000
"""Characters from which tags are counted; below, no number of attributes costs a second."""
_MOST_TAGS = 250_000
_MOST_ATTRIBUTES = 1_000


def parsed(page: str | bytes, url: str) -> _Element | None:
    """The tree of a page, given as text or as UTF-8; None for a page without a single element.

    libxml2 cuts what is nested deeper than 256 levels. Raises HostileInput for absurd numbers of
    tags, or of attributes in one tag, whose cost grows with the square.
    """
    data = page if isinstance(page, bytes) else page.encode("utf-8", "replace")
    if data.count(b"<") > _MOST_TAGS:
        raise HostileInput(f"more than {_MOST_TAGS} tags", subject=url)
    if len(data) > _BIG and any(_overloaded(token) for token in _TOKEN.finditer(data)):
        raise HostileInput("a tag with absurdly many attributes", subject=url)
    try:
        parser = etree.HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True)
        root: _Element | None = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None
    return root


def _overloaded(token: re.Match[bytes]) -> bool:
    inside = token["tag"] or token["own"] or b""
    if len(inside) <= 2 * _MOST_ATTRIBUTES:
        return False
    return len(_ATTRIBUTE.findall(_QUOTED.sub(b"", inside))) > _MOST_ATTRIBUTES


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
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
