"""The text a reader of a page sees."""

import re
from collections.abc import Callable, Mapping
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
TELLING = frozenset({"article", "aside", "footer", "form", "header", "img", "nav", "time"})
"""Elements that say something without an attribute."""
_HIDDEN = frozenset({"visually-hidden", "sr-only", "screen-reader-text", "d-none"})
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


Attributes = Mapping[str, str]
Watch = Callable[[_Element, str, Attributes], bool]
"""Told of every element that is not hidden and has attributes, or that is `TELLING`, with tag and
attributes; whether to leave it out."""


def visible_text(element: _Element) -> str:
    """The element's text on one line, without scripts and hidden parts, nothing glued."""
    return " ".join(line.text for line in lines(element))


def lines(element: _Element, watch: Watch | None = None) -> list[Line]:
    """The element's lines in reading order; a block's border or a `br` ends a line."""
    return _Reader(element, watch).read()


def _concealed(attributes: Attributes) -> bool:
    if "hidden" in attributes or ("class" in attributes and _conceals(attributes["class"])):
        return True
    return "style" in attributes and bool(_HIDDEN_STYLE.search(attributes["style"]))


@lru_cache(maxsize=10_000)
def _conceals(classes: str) -> bool:
    return not _HIDDEN.isdisjoint(classes.split())


class _Reader:
    """One walk over an element; libxml2 nests no deeper than 256.

    Most of a page's cost is here: what is asked of every element is asked as rarely as possible.
    """

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
        if self.parts:
            self._end_line()
        return self.lines

    def _inside(self, element: _Element) -> None:
        watch = self.watch
        for child in element:
            tag = child.tag
            if tag not in UNSEEN and isinstance(tag, str):
                named: Attributes = dict(child.items())  # type: ignore[arg-type] # text
                if named:
                    left_out = _concealed(named) or (watch and watch(child, tag, named))
                else:
                    left_out = watch and tag in TELLING and watch(child, tag, named)
                if left_out:
                    pass
                elif tag not in BLOCKS:
                    self._inline(child, tag)
                elif tag != "br":
                    self._block(child)
                elif self.parts:
                    self._end_line()
            if tail := child.tail:
                self._text(tail)

    def _block(self, element: _Element) -> None:
        if self.parts:
            self._end_line()
        self.closed = None
        before, self.block = self.block, element
        if text := element.text:
            self._text(text)
        self._inside(element)
        if self.parts:
            self._end_line()
        self.closed = None
        self.block = before

    def _inline(self, element: _Element, tag: str) -> None:
        self._border(_BORDER if self.closed in (None, tag) else _MEETING)
        self.links += tag == "a"
        self.closed = None
        if text := element.text:
            self._text(text)
        if len(element):
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
        if self.links:
            self.linked += len(text)
        elif not self.parts and text.isspace():
            return
        self.parts.append(text)

    def _end_line(self) -> None:
        if text := _joined(self.parts):
            self.lines.append(Line(text, self.block, min(self.linked, len(text))))
        self.parts.clear()
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
    if "  " not in text and text.isprintable():  # no other white space is
        return text.strip(" ")
    return " ".join(text.split())
