"""The authors that a story's page shows."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element

from schemas.extracted import AuthorFound
from spiders.extract.people import is_name, people
from spiders.extract.reading import Reading, around
from spiders.extract.titles import folded
from spiders.extract.visible import visible_text

_MOST = 12
"""Elements that are looked at."""
_LONGEST = 120
"""Characters of a byline; what is longer is about the author."""
_LINE = re.compile(
    r"(?:(?:a cura |articolo |testo |text |written |posted |story )?(?:di|by|von|par|por|door)"
    r"|autore?|author|autor:?in|auteur|text|testo)\s*:?\s+(?P<names>[^\W\d_].{4,100})",
    re.IGNORECASE,
)


def bylines(reading: Reading, base: str) -> tuple[AuthorFound, ...]:
    """The names in the first byline, else on a line beside the title that begins like one."""
    named = people((_name(element) for element in _first(reading.found.bylines)), base)
    found = tuple(one for one in named if is_name(one.name) or one.url)
    if not found:
        lines = (line.text for line in around(reading) if len(line.text) <= _LONGEST)
        texts = (match["names"] for line in lines if (match := _LINE.match(line)))
        several = (people([(text, None)]) for text in texts)
        found = next((p for p in several if p and all(is_name(one.name) for one in p)), ())
    return tuple(one for one in found if not _repeats(one, found))


def _first(elements: list[_Element]) -> Iterator[_Element]:
    """The innermost of the elements that stand together with the first one."""
    holder: _Element | None = None
    for index, element in enumerate(elements[:_MOST]):
        after = elements[index + 1 : index + 4]
        if any(element in later.iterancestors() for later in after):
            continue  # the name alone comes next
        if not 2 <= len(visible_text(element)) <= _LONGEST:
            continue
        above = list(element.iterancestors())[:3]
        if holder is None:
            holder = above[-1] if above else element
        if holder in above or holder is element:
            yield element


def _name(element: _Element) -> tuple[str, str | None]:
    """The byline, or of one with a single link what is linked."""
    links = [element] if element.tag == "a" else list(islice(element.iter("a"), 2))
    text = visible_text(element)
    if len(links) != 1:
        return text, None
    linked = visible_text(links[0])
    return (linked if is_name(linked) or linked == text else text), links[0].get("href")


def _repeats(one: AuthorFound, found: tuple[AuthorFound, ...]) -> bool:
    """Whether a name is another with words around it: "More by Ada Rossi"."""
    name = folded(one.name)
    return any(folded(other.name) in name for other in found if other is not one)
