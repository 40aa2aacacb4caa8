"""Plain text out of what feeds put into titles and summaries."""

import html
import re

from lxml import etree

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"</?[a-zA-Z]|<!--")
_LONE = re.compile(r"<(?![a-zA-Z/!?])")
_DROPPED = frozenset({"script", "style", "template"})
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
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    root = etree.fromstring(_LONE.sub("&lt;", markup).encode("utf-8", "replace"), parser)
    if root is None:
        return ""
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        border = "" if element.tag in _INLINE else " "
        inside = event == "start" and element.tag not in _DROPPED
        text = element.text if inside else element.tail if event == "end" else ""
        pieces.append(border + (text or ""))
    return "".join(pieces)
