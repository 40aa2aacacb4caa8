"""A page with the story found in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml.etree import _Element

from schemas.extracted import ImageFound
from spiders.extract.scope import body_of, prune, scope_of
from spiders.extract.visible import Line, lines

_NEAR = 7
"""Lines before and after the title in which date and section stand."""


@dataclass
class Reading:
    """A page under the reader's eye."""

    scope: _Element
    lines: list[Line]
    title: int | None
    """Index of the title's line."""
    body: _Element | None
    date_line: Line | None = None
    header: list[Line] = field(default_factory=list)
    """Lines that belong to the frame of the text, not to the text."""
    pictures: list[ImageFound] = field(default_factory=list)
    """Its real pictures, in reading order."""

    @property
    def heading(self) -> str | None:
        """The title as the page shows it."""
        return None if self.title is None else self.lines[self.title].text


def read(root: _Element, known_title: str | None, site_names: Sequence[str]) -> Reading:
    """Find the story in a tree, which loses everything around it."""
    scope = scope_of(root)
    prune(scope)
    seen = lines(scope)
    body = root.find("body")
    if body is not None and body is not scope and not any(len(line.text) > 80 for line in seen):
        prune(body)
        scope, seen = body, lines(body)
    title = _title_at(seen, known_title, site_names)
    return Reading(scope, seen, title, body_of(scope, seen))


def around(reading: Reading) -> Iterator[Line]:
    """The lines near the title, nearest first, those before it first."""
    if reading.title is None:
        yield from reading.lines[:_NEAR]
        return
    for distance in range(1, _NEAR + 1):
        for index in (reading.title - distance, reading.title + distance):
            if 0 <= index < len(reading.lines):
                yield reading.lines[index]


def _title_at(seen: Sequence[Line], known: str | None, site_names: Sequence[str]) -> int | None:
    """The first `h1`, else the line that is the title the metadata gives."""
    sites = {name.casefold() for name in site_names}
    for index, line in enumerate(seen):
        headings = (line.block, *line.block.iterancestors("h1"))
        if any(e.tag == "h1" for e in headings) and line.text.casefold() not in sites:
            return index
    folded = (known or "").casefold()
    for index, line in enumerate(seen):
        if folded and len(line.text) > 8 and folded.startswith(line.text.casefold()):
            return index
    return None
