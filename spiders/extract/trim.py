"""A page without the parts around its story that have nothing to tell."""

import re
from collections.abc import Callable

_UNSEEN = (
    b"noscript", b"select", b"iframe", b"button", b"template", b"object", b"video", b"audio",
    b"canvas", b"datalist", b"textarea",
)  # fmt: skip
_AROUND = (b"nav", b"footer", b"aside", b"form", b"header")
_OPENING = re.compile(rb"<(%b)[\s>]" % b"|".join((*_UNSEEN, *_AROUND)))
_HOLDS = re.compile(rb"<(?:h1|article|main|meta|link|base|title|script)\b", re.IGNORECASE)
"""What no part that goes may hold: the story, or what the page says of itself."""
_STORY = re.compile(rb"<(?:article|main)\b", re.IGNORECASE)
_LANGUAGE = re.compile(
    rb">\s*+(?:it|en|fr|de|es|italiano?|english|inglese|fran\xc3\xa7ais|deutsch|espa\xc3\xb1ol)\s*+<",
    re.IGNORECASE,
)
_AUTHOR = (b"author", b"autor", b"auteur", b"byline", b"by-line")
_NAMES = (b"class", b"itemprop", b"rel")
"""Attributes that name what an element is."""
_LONGEST = 300
"""Bytes of such an attribute."""
_DATE = re.compile(
    rb">[^<>0-9]{0,60}+(?:[0-9]{1,2}[^<>]{1,20}(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[-./][0-9])"
)
_MOST = 5_000
"""Elements that are looked at."""
_FORM = 8
"""A form with more than this part of the page may be the page."""
Tells = Callable[[bytes, int, int], bool]
"""Whether a part of the page, from one byte to another, may tell something."""


def versions(html: bytes, start: int, end: int) -> bool:
    """Whether a part may lead to the page in other languages."""
    linked = html.find(b"hreflang", start, end) >= 0
    return linked or _LANGUAGE.search(html, start, end) is not None


def authors(html: bytes, start: int, end: int) -> bool:
    """Whether a part may name the author in an element called so."""
    return any(_names(html, name, start, end) for name in _AUTHOR)


def dates(html: bytes, start: int, end: int) -> bool:
    """Whether a part may have a date that could be the story's."""
    timed = html.find(b"<time", start, end) >= 0
    return timed or _DATE.search(html, start, end) is not None


def trimmed(html: bytes, *wanted: Tells) -> bytes:
    """The page without menus, headers, footers and asides that the story's reader passes over.

    Those stay that hold a heading, an article or something that is `wanted`. What is not plainly
    closed stays too.
    """
    story = _STORY.search(html)
    before = story.start() if story else len(html)
    kept: list[bytes] = []
    start = at = 0
    for _ in range(_MOST):
        opening = _OPENING.search(html, at)
        if opening is None:
            break
        kind, at = opening[1], opening.end() - 1
        end = html.find(b"</" + kind, at)
        closed = html.find(b">", end) + 1
        if end < 0 or not closed or html.find(b"<" + kind, at, end) >= 0 or _tells(html, at, end):
            continue
        if kind not in _UNSEEN:
            outside = kind != b"header" or end <= before
            small = kind != b"form" or _FORM * (end - at) < len(html)
            if not (outside and small) or any(tells(html, at, end) for tells in wanted):
                continue
        kept.append(html[start : opening.start()])
        start = at = closed
    kept.append(html[start:])
    return b"".join(kept)


def _names(html: bytes, name: bytes, start: int, end: int) -> bool:
    """Whether the name stands in an attribute that says what an element is."""
    at = html.find(name, start, end)
    while at >= 0:
        equals = html.rfind(b"=", max(start, at - _LONGEST), at)
        own = equals >= 0 and html[max(0, equals - 10) : equals].endswith(_NAMES)
        if own and html.find(b">", equals, at) < 0:
            return True
        at = html.find(name, at + 1, end)
    return False


def _tells(html: bytes, start: int, end: int) -> bool:
    named = html.find(b"itemprop", start, end) >= 0
    return named or _HOLDS.search(html, start, end) is not None
