"""The text a reader of a page sees."""

import re
from dataclasses import dataclass

from lxml import etree
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


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text and the block it stands in."""

    text: str
    block: _Element
    linked: int = 0
    """Characters of it that are links."""


def visible_text(element: _Element) -> str:
    """The element's text on one line, without scripts and hidden parts, nothing glued."""
    return " ".join(line.text for line in lines(element))


def lines(element: _Element) -> list[Line]:
    """The element's lines in reading order; a block's border or a `br` ends a line."""
    return _Reader(element).read()


def hidden(element: _Element) -> bool:
    """Whether a reader never sees the element."""
    if element.tag in UNSEEN:
        return True
    names = element.keys()
    if not names:
        return False
    if "hidden" in names:
        return True
    classes, style = element.get("class"), element.get("style")
    return bool((classes and _HIDDEN.search(classes)) or (style and _HIDDEN_STYLE.search(style)))


class _Reader:
    """One walk over an element; no recursion, however deep it is."""

    def __init__(self, element: _Element) -> None:
        self.root = element
        self.lines: list[Line] = []
        self.parts: list[str] = []
        self.block = element
        self.links = 0
        self.linked = 0
        self.closed: object = None

    def read(self) -> list[Line]:
        skipped = None
        walk = etree.iterwalk(self.root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start" and hidden(element):
                walk.skip_subtree()
                skipped = element
            elif event == "start":
                self._open(element)
            else:
                if event == "end" and element is not skipped:
                    self._close(element)
                if element is not self.root:
                    self._text(element.tail)
        self._end_line()
        return self.lines

    def _open(self, element: _Element) -> None:
        if element.tag in BLOCKS:
            self._end_line()
            if element.tag != "br":
                self.block = element
        else:
            self._border(_BORDER if self.closed in (None, element.tag) else _MEETING)
            self.links += element.tag == "a"
        self.closed = None
        self._text(element.text)

    def _close(self, element: _Element) -> None:
        if element.tag in BLOCKS:
            self._end_line()
            parent = element.getparent()
            if element.tag != "br" and parent is not None:
                self.block = parent
        else:
            self._border(_BORDER)
            self.links -= element.tag == "a"
            self.closed = element.tag

    def _border(self, mark: str) -> None:
        """One mark, however many elements end and begin here."""
        if not self.parts or self.parts[-1] not in (_BORDER, _MEETING):
            self.parts.append(mark)
        elif mark == _MEETING:
            self.parts[-1] = mark

    def _text(self, text: str | None) -> None:
        if text:
            self.closed = None
            self.parts.append(text)
            if self.links:
                self.linked += len(text)

    def _end_line(self) -> None:
        if self.parts:
            text = _joined(self.parts)
            if text:
                self.lines.append(Line(text, self.block, min(self.linked, len(text))))
            self.parts = []
        self.linked = 0
        self.closed = None


def _joined(parts: list[str]) -> str:
    """The parts of a line with a space where a border alone keeps two words apart."""
    text = "".join(parts)
    if _MEETING in text:
        text = _WORDS.sub(" ", text).replace(_MEETING, _BORDER)
    if _BORDER in text:
        text = _CASE.sub(" ", text).replace(_BORDER, "")
    if not text.isascii():
        text = text.translate(_UNSEEN_SPACES)
    return " ".join(text.split())
