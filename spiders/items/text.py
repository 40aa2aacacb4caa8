"""Plain text out of what feeds put into titles and summaries."""

import html
import re

from bs4 import BeautifulSoup, NavigableString, Tag

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"</?[a-zA-Z]|<!--")
_LONE = re.compile(r"<(?![a-zA-Z/!?])")
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s"}
    | {"small", "span", "strong", "sub", "sup", "tt", "u", "var", "wbr"}
)
LONGEST = 100_000
"""Characters of a piece of markup that are looked at."""


def unescaped(text: str) -> str:
    """The text with entities resolved, also where the feed escaped them twice."""
    for _ in range(2):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def plain(markup: str) -> str:
    """The text of a piece of HTML in one line: block tags part words, inline tags do not."""
    text = markup[:LONGEST]
    if _TAG.search(text):
        text = _without_tags(text)
    return " ".join(unescaped(text).split())


def _without_tags(markup: str) -> str:
    """By a parser: on purpose-built input regular expressions take the square of its length."""
    pieces: list[str] = []
    for node in BeautifulSoup(_LONE.sub("&lt;", markup), "lxml").descendants:
        before = node if isinstance(node, Tag) else node.previous_sibling
        if isinstance(before, Tag) and before.name not in _INLINE:
            pieces.append(" ")
        if type(node) is NavigableString:  # comments, scripts and styles are types of their own
            pieces.append(node)
    return "".join(pieces)
