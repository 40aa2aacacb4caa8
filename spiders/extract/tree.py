"""A page's tree, built safely."""

import re

from lxml import etree
from lxml.etree import _Element

from schemas.errors import HostileInput

_TAG = re.compile(r"<[a-zA-Z](?:[^\"'<>]++|\"[^\"]*+\"|'[^']*+')*+")
_ATTRIBUTE = re.compile(r"[\s/][^\s=/>\"']+")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_BIG = 200_000
"""Characters from which tags are counted; below, no number of attributes costs a second."""
_MOST_TAGS = 250_000
_MOST_ATTRIBUTES = 1_000


def parsed(page: str, url: str) -> _Element | None:
    """The page's tree; None for a page without a single element.

    libxml2 cuts what is nested deeper than 256 levels. Raises HostileInput for absurd numbers of
    tags, or of attributes in one tag, whose cost grows with the square.
    """
    if page.count("<") > _MOST_TAGS:
        raise HostileInput(f"more than {_MOST_TAGS} tags", subject=url)
    if len(page) > _BIG:
        for tag in _TAG.finditer(page):
            if len(tag[0]) > 2 * _MOST_ATTRIBUTES and _attributes(tag[0]) > _MOST_ATTRIBUTES:
                raise HostileInput("a tag with absurdly many attributes", subject=url)
    try:
        parser = etree.HTMLParser(encoding="utf-8", remove_pis=True)
        root: _Element | None = etree.fromstring(page.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    return root


def _attributes(tag: str) -> int:
    return len(_ATTRIBUTE.findall(_QUOTED.sub("", tag)))


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
