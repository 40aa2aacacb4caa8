"""A page with the story found in it."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element

from spiders.extract.scope import Surroundings, body_of, may_surround
from spiders.extract.titles import folded
from spiders.extract.tree import chosen, removed
from spiders.extract.visible import Attributes, Line, lines

_NEAR = 7
"""Lines before and after the title in which date and section stand."""
_PROPERTIES = etree.XPath("descendant-or-self::*[@itemprop]")
_RELATIONS = frozenset({"tag", "author"})
_TAGS = re.compile(r"(?:^|[-_\s])(?:field-tags?|tags|tag-list|tag-links)(?:[-_\s]|$)")
_BYLINE = re.compile(
    r"(?:^|[-_\s])(?:by-?lines?|authors?|autore?s?|autori|autoren|verfasser|auteurs?|writer|firma"
    r"|signature|posted-by|published-by)(?:[-_\s]|$)|(?:^|[a-z])Author(?:Name|Link|s)?(?:$|[-_\sA-Z])"
)
_NO_BYLINE = re.compile(
    r"(?:by-?line|auth?or\w*|autor\w*|writer)[\w-]*[-_](?:bio|box|image|img|avatar|photo|desc\w*|info"
    r"|about|social|follow)(?:[-_\s]|$)|comment",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:e|i|en)?|auteurs?|by|profile|people|person|journalist\w*)/[^/?#]+/?$"
)


@dataclass
class Found:
    """The elements of a story that say something about it, in reading order."""

    images: list[_Element] = field(default_factory=list)
    times: list[_Element] = field(default_factory=list)
    tags: list[_Element] = field(default_factory=list)
    bylines: list[_Element] = field(default_factory=list)
    properties: list[_Element] = field(default_factory=list)
    """Those of microdata, hidden ones too."""
    junk: list[_Element] = field(default_factory=list)
    """What surrounds the story."""


@dataclass
class Reading:
    """A page under the reader's eye."""

    scope: _Element
    lines: list[Line]
    title: int | None
    """Index of the title's line."""
    body: _Element | None
    found: Found
    date_line: Line | None = None
    header: list[Line] = field(default_factory=list)
    """Lines that belong to the frame of the text, not to the text."""
    signed: bool = True
    """Whether some element of the page may be called the author's."""

    @property
    def heading(self) -> str | None:
        """The title as the page shows it."""
        return None if self.title is None else self.lines[self.title].text


def read(
    root: _Element,
    known_title: str | None,
    site_names: Collection[str],
    *,
    signed: bool = True,
    marked: bool = True,
) -> Reading:
    """Find the story in a tree, which loses everything around it; `site_names` are folded.

    Without `signed` no element is called the author's, without `marked` none has microdata: what
    is known not to be there is not looked for.
    """
    around = Surroundings(root)
    scope = around.scope(root)
    seen, found = _story(scope, around)
    body = root.find("body")
    if body is not None and body is not scope and not any(len(line.text) > 80 for line in seen):
        scope = body
        seen, found = _story(scope, around)
    title = _title_at(seen, around.headings, known_title, site_names)
    found.properties = chosen(_PROPERTIES, scope) if marked else []
    body = body_of(scope, seen, found.properties)
    return Reading(scope, seen, title, body, found, signed=signed)


def _story(scope: _Element, around: Surroundings) -> tuple[list[Line], Found]:
    """The lines of the scope and its telling elements; what surrounds the story is taken out."""
    found = Found()
    hold, junk = around.hold, found.junk

    def watched(element: _Element, tag: str, attributes: Attributes) -> bool:
        if may_surround(tag, attributes) and hold(element, tag, scope):
            junk.append(element)
            return True
        _note(element, tag, attributes, found)
        return False

    seen = lines(scope, watched)
    own = {name: scope.get(name, "") for name in ("style", "itemprop", "rel", "href")}
    _note(scope, scope.tag, own, found)
    for element in found.junk:
        removed(element)
    return seen, found


def _note(element: _Element, tag: str, attributes: Attributes, found: Found) -> None:
    if tag == "img" or attributes.get("style"):
        found.images.append(element)
    elif tag == "time" or attributes.get("itemprop") == "datePublished":
        found.times.append(element)
    elif tag == "a":
        if "rel" in attributes and (rel := _RELATIONS.intersection(attributes["rel"].split())):
            (found.tags if "tag" in rel else found.bylines).append(element)
        elif _PROFILE.search(attributes.get("href", "")):
            found.bylines.append(element)
    if "class" in attributes and (called := _called(attributes["class"])):
        if called == "byline":
            found.bylines.append(element)
        else:
            found.tags.extend(element.iter("a"))


@lru_cache(maxsize=20_000)
def _called(classes: str) -> str:
    if _BYLINE.search(classes) and not _NO_BYLINE.search(classes):
        return "byline"
    return "tags" if _TAGS.search(classes) else ""


def around(reading: Reading) -> Iterator[Line]:
    """The lines near the title, nearest first, those before it first."""
    if reading.title is None:
        yield from reading.lines[:_NEAR]
        return
    for distance in range(1, _NEAR + 1):
        for index in (reading.title - distance, reading.title + distance):
            if 0 <= index < len(reading.lines):
                yield reading.lines[index]


def _title_at(
    seen: Sequence[Line],
    headings: Sequence[_Element],
    known: str | None,
    site_names: Collection[str],
) -> int | None:
    """The heading that the metadata names; else the first `h1`; else a line that begins so."""
    inside = {element for h1 in headings for element in h1.iter()}
    named = folded(known or "")
    longest = len(known or "") + 10
    first = start = None
    for index, line in enumerate(seen):
        heading = line.block in inside
        if not heading and not 8 < len(line.text) < longest:
            continue
        text = folded(line.text)
        if not text or text in site_names:
            continue
        if named and (text == named or (heading and len(text) > 8 and text in named)):
            return index
        if heading and first is None:
            first = index
        if start is None and named.startswith(text):
            start = index
    return start if first is None else first
