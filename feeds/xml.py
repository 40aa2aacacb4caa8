"""XML as text, in the one spelling our documents use."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import cast

from lxml import etree

NAMESPACES: Mapping[str, str] = MappingProxyType(
    {
        "atom": "http://www.w3.org/2005/Atom",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "fh": "http://purl.org/syndication/history/1.0",
        "media": "http://search.yahoo.com/mrss/",
        "xml": "http://www.w3.org/XML/1998/namespace",
    }
)
"""Prefix → namespace, of everything we write."""

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'

_PREFIXES = {namespace: prefix for prefix, namespace in NAMESPACES.items()}
_HTML = frozenset({"content", "content:encoded"})
# XML 1.0 forbids most of these; C1 controls are leftovers of Windows-1252, which validators report.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """The text without the characters that no XML document may hold (XML 1.0, 2.2)."""
    # Most texts are printable throughout, and nothing printable is illegal.
    return text if text.isprintable() else _ILLEGAL.sub("", text)


def qualified(name: str) -> str:
    """`dc:creator` in the notation of lxml."""
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else name


def tag(name: str, text: str | None = None, /, **attributes: str | None) -> str:
    """An element; attributes that are None are left out, `xml_lang` stands for `xml:lang`."""
    given = attributes and [
        (key.replace("_", ":"), value) for key, value in attributes.items() if value is not None
    ]
    return _leaf(name, text, given or ())


def _leaf(name: str, text: str | None, attributes: Iterable[tuple[str, str]]) -> str:
    start = _start(name, attributes) if attributes else f"<{name}"
    return f"{start}/>" if text is None else f"{start}>{_inner(name, text)}</{name}>"


def _start(name: str, attributes: Iterable[tuple[str, str]]) -> str:
    start = f"<{name}"
    for key, value in attributes:
        start += f' {_prefixed(key) if key[0] == "{" else key}="{_quoted(value)}"'
    return start


def _inner(name: str, text: str) -> str:
    """In hexadecimal: clients that decode once too often find no entity to decode."""
    if not text.isprintable():
        text = legal(text)
    if name in _HTML:
        return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&#x26;").replace("<", "&#x3C;").replace(">", "&#x3E;")
    return text


# Each of these is one pass in C, `str.translate` looks at every character; most texts hold none.
def _quoted(text: str) -> str:
    if not text.isprintable():
        text = legal(text).replace("\n", " ").replace("\r", " ")
    if "&" in text or "<" in text or '"' in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return text


def written(element: etree._Element, pad: str = "", more: Iterable[str] = ()) -> str:
    """The element and what is in it, one line each, without namespace declarations.

    `more`: what stands behind its children, as text.
    """
    inside = [*lines(element, pad), *more]
    return f"{pad}{block(_prefixed(element.tag), inside, pad, _given(element))}\n"


def lines(element: etree._Element, pad: str = "") -> list[str]:
    """What is in an element, each without what stands before it."""
    return [_line(child, pad + "  ") for child in element]


def block(
    name: str, lines: Iterable[str], pad: str, attributes: Iterable[tuple[str, str]] = ()
) -> str:
    """An element around such lines; `pad` stands before its end."""
    inner = f"\n{pad}  ".join(lines)
    return f"{_start(name, attributes)}>\n{pad}  {inner}\n{pad}</{name}>"


def _line(element: etree._Element, pad: str) -> str:
    name = _prefixed(element.tag)
    if len(element):
        return block(name, lines(element, pad), pad, _given(element))
    return _leaf(name, element.text, _given(element))


def _given(element: etree._Element) -> list[tuple[str, str]]:
    """Its attributes, which are never bytes."""
    return cast("list[tuple[str, str]]", element.items())


@lru_cache(maxsize=256)
def _prefixed(name: str) -> str:
    if not name.startswith("{"):
        return name
    namespace, local = name[1:].split("}")
    return f"{_PREFIXES[namespace]}:{local}"
