"""A page without the parts around its story that have nothing to tell."""

import re
from bisect import bisect_left
from collections.abc import Iterable

_UNSEEN = (
    b"noscript", b"select", b"iframe", b"button", b"template", b"object", b"video", b"audio",
    b"canvas", b"datalist", b"textarea",
)  # fmt: skip
_AROUND = (b"nav", b"footer", b"aside", b"form", b"header")
_OPENING = re.compile(rb"<(%b)[\s>]" % b"|".join((*_UNSEEN, *_AROUND)))
_HOLDS = re.compile(
    rb"<(?=[abhlmstABHLMST])"
    rb"(?:h1|article|main|meta|link|base|title|script|H1|ARTICLE|MAIN|META|LINK|BASE|TITLE|SCRIPT)"
    rb"\b"
)
"""What no part that goes may hold: the story, or what the page says of itself."""
_STORY = re.compile(rb"<(?:article|main|ARTICLE|MAIN)\b")
_LANGUAGE = re.compile(
    rb">(?=[\sIEFDiefd])\s*+(?:[Ii][Tt](?:aliano?|ALIANO?)?|[Ee][Nn](?:glish|GLISH)?|[Ii](?:nglese|NGLESE)"
    rb"|[Ff][Rr](?:an\xc3\xa7ais|AN\xc3\x87AIS)?|[Dd][Ee](?:utsch|UTSCH)?"
    rb"|[Ee][Ss](?:pa\xc3\xb1ol|PA\xc3\x91OL)?)\s*+<"
)
"""A link to a language by its name; both cases spelt out are found sooner than any case."""
_AUTHORS = (b"author", b"autor", b"auteur")
_BYLINES = (b"y", b"y-")
"""What a byline's name has before `line`."""
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


def versions(html: bytes) -> list[int]:
    """Where the page may lead to itself in other languages."""
    linked = _all(html, b"hreflang")
    return linked + [found.start() for found in _LANGUAGE.finditer(html)]


def authors(html: bytes) -> list[int]:
    """Where the page may name the author in an element called so.

    Looked for by pieces of the words: the fewer there are, the quicker.
    """
    signed = [at for at in _all(html, b"aut") if html.startswith(_AUTHORS, at)]
    signed += [at for at in _all(html, b"line") if html[max(0, at - 2) : at].endswith(_BYLINES)]
    return [at for at in signed if _names(html, at)]


def dates(html: bytes) -> list[int]:
    """Where the page has a date that could be the story's."""
    return _all(html, b"<time") + [found.start() for found in _DATE.finditer(html)]


def trimmed(html: bytes, wanted: Iterable[int] = (), *, marked: bool = True) -> bytes:
    """The page without menus, headers, footers and asides that the story's reader passes over.

    Those stay that hold a heading, an article, microdata or one of the `wanted` places. What is
    not plainly closed stays too. `marked`: whether there is any microdata.
    """
    story = _STORY.search(html)
    before = story.start() if story else len(html)
    places = sorted(wanted)
    kept: list[bytes] = []
    start = at = 0
    for _ in range(_MOST):
        opening = _OPENING.search(html, at)
        if opening is None:
            break
        kind, at = opening[1], opening.end() - 1
        end = html.find(b"</" + kind, at)
        closed = html.find(b">", end) + 1
        if end < 0 or not closed or html.find(b"<" + kind, at, end) >= 0:
            continue
        if kind not in _UNSEEN:
            outside = kind != b"header" or end <= before
            small = kind != b"form" or _FORM * (end - at) < len(html)
            if not (outside and small):
                continue
        told = kind not in _UNSEEN and _between(places, at, end)
        if not told and not _holds(html, at, end, marked=marked):
            kept.append(html[start : opening.start()])
            start = at = closed
    kept.append(html[start:])
    return b"".join(kept)


def _all(html: bytes, word: bytes) -> list[int]:
    found = []
    at = html.find(word)
    while at >= 0:
        found.append(at)
        at = html.find(word, at + len(word))
    return found


def _names(html: bytes, at: int) -> bool:
    """Whether a word stands in an attribute that says what an element is."""
    equals = html.rfind(b"=", max(0, at - _LONGEST), at)
    own = equals >= 0 and html[max(0, equals - 10) : equals].endswith(_NAMES)
    return own and html.find(b">", equals, at) < 0


def _holds(html: bytes, start: int, end: int, *, marked: bool) -> bool:
    named = marked and html.find(b"itemprop", start, end) >= 0
    return named or _HOLDS.search(html, start, end) is not None


def _between(places: list[int], start: int, end: int) -> bool:
    first = bisect_left(places, start)
    return first < len(places) and places[first] < end
