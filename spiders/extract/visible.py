"""The text a reader of a page sees."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from lxml.etree import _Element

UNSEEN = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object", "canvas",
    "video", "audio", "map", "button", "select", "option", "textarea", "input", "datalist",
    "dialog",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd",
    "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p",
    "picture", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
})  # fmt: skip
_HIDDEN = re.compile(r"(?:^|\s)(?:visually-hidden|sr-only|screen-reader-text|d-none)(?:\s|$)")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BORDER = "\0"
"""Where an inline element begins or ends; control characters cannot occur in a page."""
_MEETING = "\x01"
"""Where one inline element ends and one of another name begins."""
_CASE = re.compile(r"\0(?:(?<=[^\W\d_A-ZÀ-Þ]\0)|(?<=[.;:!?”»]\0))(?=[A-ZÀ-Þ][^\W\d_A-ZÀ-Þ])")
_WORDS = re.compile(r"\x01(?<=[^\W\d_]{2}\x01)(?=[^\W\d_]{2})")
_UNSEEN_SPACES = str.maketrans("\u200b\ufeff", "  ")


@dataclass(slots=True)
class Line:
    """One line of text and the block it stands in."""

    text: str
    block: _Element
    linked: int = 0
    """Characters of it that are links."""


Watch = Callable[[_Element, str | None], bool]
"""Told of every element that is not hidden, with its class; whether to leave the element out."""


def visible_text(element: _Element) -> str:
    """The element's text on one line, without scripts and hidden parts, nothing glued."""
    return " ".join(line.text for line in lines(element))


def lines(element: _Element, watch: Watch | None = None) -> list[Line]:
    """The element's lines in reading order; a block's border or a `br` ends a line."""
    return _Reader(element, watch).read()


def _concealed(element: _Element, classes: str | None) -> bool:
    if classes and _conceals(classes):
        return True
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN_STYLE.search(style))


@lru_cache(maxsize=10_000)
def _conceals(classes: str) -> bool:
    return bool(_HIDDEN.search(classes))


class _Reader:
    """One walk over an element; libxml2 nests no deeper than 256."""

    def __init__(self, element: _Element, watch: Watch | None) -> None:
        self.root = element
        self.watch = watch
        self.lines: list[Line] = []
        self.parts: list[str] = []
        self.block = element
        self.links = 0
        self.linked = 0
        self.closed: object = None

    def read(self) -> list[Line]:
        if text := self.root.text:
            self._text(text)
        self._inside(self.root)
        self._end_line()
        return self.lines

    def _inside(self, element: _Element) -> None:
        watch = self.watch
        for child in element:
            tag = child.tag
            if tag not in UNSEEN and isinstance(tag, str):
                classes = child.get("class")
                if not (_concealed(child, classes) or (watch and watch(child, classes))):
                    self._element(child, tag)
            if tail := child.tail:
                self._text(tail)

    def _element(self, element: _Element, tag: str) -> None:
        if tag == "br":
            self._end_line()
            return
        if tag in BLOCKS:
            self._end_line()
            before, self.block = self.block, element
            if text := element.text:
                self._text(text)
            self._inside(element)
            self._end_line()
            self.block = before
            return
        self._border(_BORDER if self.closed in (None, tag) else _MEETING)
        self.links += tag == "a"
        self.closed = None
        if text := element.text:
            self._text(text)
        self._inside(element)
        self._border(_BORDER)
        self.links -= tag == "a"
        self.closed = tag

    def _border(self, mark: str) -> None:
        """One mark, however many elements end and begin here."""
        if not self.parts or self.parts[-1] not in (_BORDER, _MEETING):
            self.parts.append(mark)
        elif mark == _MEETING:
            self.parts[-1] = mark

    def _text(self, text: str) -> None:
        self.closed = None
        self.parts.append(text)
        if self.links:
            self.linked += len(text)

    def _end_line(self) -> None:
        if self.parts:
            if text := _joined(self.parts):
                self.lines.append(Line(text, self.block, min(self.linked, len(text))))
            self.parts = []
        self.linked = 0
        self.closed = None


def _joined(parts: list[str]) -> str:
    """The parts of a line with a space where a border alone keeps two words apart."""
    text = "".join(parts)
    if text.isspace():
        return ""
    if _MEETING in text:
        text = _WORDS.sub(" ", text).replace(_MEETING, _BORDER)
    if _BORDER in text:
        text = _CASE.sub(" ", text).replace(_BORDER, "")
    if "\u200b" in text or "\ufeff" in text:
        text = text.translate(_UNSEEN_SPACES)
    return " ".join(text.split())
