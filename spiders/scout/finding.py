"""Where on a page a known value stands, as a selector."""

from collections.abc import Iterator, Sequence

from lxml.etree import _Element
from parsel import Selector

from schemas.types import Moment
from spiders.dates import moment
from spiders.extract.charset import utf8
from spiders.extract.pictures import in_element
from spiders.extract.tree import parsed
from spiders.extract.visible import visible_text

_LONGEST = 400
"""Characters beyond the value's that an element may have to be where it stands."""
_LEVELS = 3
_OPENING = 80
"""Characters of a long text by which it is known."""
_TAGS = ("h1", "h2", "h3", "h4", "p", "div", "span", "time", "li", "td", "a", "em", "b")


class Picture(str):
    """The address of a picture, as a known value."""

    __slots__ = ()


Value = str | Moment


def selector_for(pages: Sequence[tuple[bytes, str, Value]], language: str) -> str | None:
    """A CSS selector whose first match says, on each page, the value known for it.

    `pages`: bytes, address, value. None where no selector does on all of them.
    """
    parsed_pages = [(parsed(utf8(html), url), url, value) for html, url, value in pages]
    trees = [(root, url, value) for root, url, value in parsed_pages if root is not None]
    if not trees:
        return None
    first, url, known = trees[0]
    candidates = dict.fromkeys(
        css
        for element in first.iter(*(("img",) if isinstance(known, Picture) else _TAGS))
        if _matches(element, url, known, language)
        for css in _paths(element)
    )
    for css in sorted(candidates, key=lambda css: ("." not in css, len(css))):
        if all(_says(root, url, css, value, language) for root, url, value in trees):
            return css
    return None


def _says(root: _Element, url: str, css: str, value: Value, language: str) -> bool:
    found = Selector(root=root, type="html").css(css)
    return bool(found) and _matches(found[0].root, url, value, language)


def _matches(element: _Element, url: str, value: Value, language: str) -> bool:
    if isinstance(value, Picture):
        shown = in_element(element, url)
        return shown is not None and shown.url == value
    text = " ".join(visible_text(element).split())
    if not text or len(text) > _LONGEST + (len(value) if isinstance(value, str) else 0):
        return False
    if isinstance(value, str):
        said, known = text.casefold(), " ".join(value.split()).casefold()
        return said == known or (len(known) > _OPENING and said[:_OPENING] == known[:_OPENING])
    found = moment(text, language=language) if len(text) < 60 else None
    return found is not None and found.day == value.day


def _paths(element: _Element) -> Iterator[str]:
    """Selectors of an element: by its own classes, then within the elements around it."""
    own = [str(element.tag), *(f".{name}" for name in (element.get("class") or "").split())]
    yield from own
    for _, around in zip(range(_LEVELS), element.iterancestors(), strict=False):
        for name in (around.get("class") or "").split():
            yield from (f".{name} {step}" for step in own)
