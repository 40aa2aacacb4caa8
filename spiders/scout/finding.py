"""Where on a page a known value stands, as a selector."""

from collections.abc import Iterator, Sequence

from lxml.etree import _Element
from parsel import Selector

from schemas.types import Moment
from spiders.dates import moment
from spiders.extract.charset import utf8
from spiders.extract.tree import parsed
from spiders.extract.visible import visible_text

_LONGEST = 400
"""Characters beyond the value's that an element may have to be where it stands."""
_LEVELS = 3
_TAGS = ("h1", "h2", "h3", "h4", "p", "div", "span", "time", "li", "td", "a", "em", "b")

Value = str | Moment


def selector_for(pages: Sequence[tuple[bytes, str, Value]], language: str) -> str | None:
    """A CSS selector whose first match says, on each page, the value known for it.

    `pages`: bytes, address, value. None where no selector does on all of them.
    """
    parsed_pages = [(parsed(utf8(html), url), value) for html, url, value in pages]
    trees = [(root, value) for root, value in parsed_pages if root is not None]
    if not trees:
        return None
    first, known = trees[0]
    candidates = dict.fromkeys(
        css for element in _places(first, known, language) for css in _paths(element)
    )
    for css in sorted(candidates, key=lambda css: ("." not in css, len(css))):
        if all(_says(root, css, value, language) for root, value in trees):
            return css
    return None


def _places(root: _Element, value: Value, language: str) -> Iterator[_Element]:
    for element in root.iter(*_TAGS):
        if _matches(element, value, language):
            yield element


def _says(root: _Element, css: str, value: Value, language: str) -> bool:
    found = Selector(root=root, type="html").css(css)
    return bool(found) and _matches(found[0].root, value, language)


def _matches(element: _Element, value: Value, language: str) -> bool:
    text = " ".join(visible_text(element).split())
    if not text or len(text) > _LONGEST:
        return False
    if isinstance(value, str):
        return text.casefold() == " ".join(value.split()).casefold()
    found = moment(text, language=language) if len(text) < 60 else None
    return found is not None and found.day == value.day


def _paths(element: _Element) -> Iterator[str]:
    """Selectors of an element: by its own classes, then within the elements around it."""
    own = [str(element.tag), *(f".{name}" for name in (element.get("class") or "").split())]
    yield from own
    for _, around in zip(range(_LEVELS), element.iterancestors(), strict=False):
        for name in (around.get("class") or "").split():
            yield from (f".{name} {step}" for step in own)
