"""The authors that a story's page shows."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise

from lxml.etree import _Element

from schemas.extracted import AuthorFound
from spiders.extract.people import is_name, people, persons
from spiders.extract.reading import Reading, around
from spiders.extract.titles import folded
from spiders.extract.tree import length
from spiders.extract.visible import visible_text

_MOST = 12
"""Elements that are looked at."""
_MOST_JUNK = 20
_LONGEST = 120
"""Characters of a byline; what is longer is about the author."""
_LINE = re.compile(
    r"(?:(?:a cura |(?:ein |un )?(?:artikel |beitrag |bericht |articolo |article )|testo |text "
    r"|written |posted |story |scritto |verfasst |geschrieben |rédigé |écrit |escrito )?"
    r"(?:di|da|by|von|par|por|door)|autore?|author|autor:?in|auteur|text|testo)\s*:?\s+"
    r"(?P<names>[^\W\d_].{4,100})",
    re.IGNORECASE,
)
_GLUED = re.compile(r"By(?P<names>[A-Z][a-z.].{3,80})")
_LABELLED = re.compile(
    r"\W{0,4}(?:(?:autore?|autrice|autori|authors?|autor|autor[:*/]?in|autor:?innen|autoren"
    r"|auteure?s?|written by|text|testo|texte|texto|redazione|redaktion|bericht)\s?:\s*"
    r"|(?:(?:ein |un |blog )?(?:artikel|beitrag|bericht|articolo|article|reportage)"
    r" (?:von|di|par|by)|autoren|autorinnen|written by"
    r"|a cura di|scritto da|verfasst von|geschrieben von)\s+)"
    r"(?P<names>[^\W\d_].{4,80})",
    re.IGNORECASE,
)
"""A line that says so wherever it stands."""
_LABEL = re.compile(
    r"(?:autore?|autrice|autori|authors?|autor[:*/]?in|autor:?innen|autoren|auteure?s?|written by"
    r"|text|testo|von|by|di|par)\s?:?",
    re.IGNORECASE,
)
"""A line that calls the next one so."""
_LEADING = re.compile(
    r"(?:posted|published|written|veröffentlicht|geschrieben|verfasst|eingestellt|pubblicato|scritto"
    r"|inviato|publié|écrit|rédigé|publicado|escrito)?\s*(?:by|von|di|da|par|por)?\s*:?",
    re.IGNORECASE,
)
"""What stands in an element of its own before the author's."""
_CALLED = re.compile(r"(?:^|[-_\s])(?:by-?line|authors?|autore?n?|auteurs?)(?:-?name)?(?:[-_\s]|$)")
_OTHERS = re.compile(
    r"comment|related|teaser|widget|(?:^|[-_\s])(?:nav|menu|(?<!h-)cards?|entry|items?|lists?|footer|slide\w*"
    r"|sidebar|latest|more|reply|bio)(?:$|[-_\s])|recommend|popular|most-read",
    re.IGNORECASE,
)
"""Where a page speaks of other stories and other people."""
_MOST_LINES = 300
"""Lines at either end of a story that are looked at."""
_RUNNING = 150
"""Characters from which a paragraph is surely text."""
_SIGNED = frozenset({"strong", "b", "em", "i"})


def bylines(reading: Reading, base: str) -> tuple[AuthorFound, ...]:
    """The names in the first byline, on a line that begins like one, or under the text."""
    found = (
        _in_elements(reading.found.bylines, base)
        or _on_a_line((line.text for line in around(reading)), (_LINE, _GLUED))
        or _labelled(reading)
        or (_apart(reading) if reading.signed else ())
        or _signature(reading)
    )
    return tuple(one for one in found if not _repeats(one, found))


def _in_elements(elements: list[_Element], base: str) -> tuple[AuthorFound, ...]:
    named = people((_name(element) for element in _first(elements)), base)
    return tuple(one for one in named if is_name(one.name) or one.url)


def _on_a_line(
    texts: Iterator[str], shapes: tuple[re.Pattern[str], ...]
) -> tuple[AuthorFound, ...]:
    """The names on the first line of one of these shapes that are written like names."""
    for text in texts:
        if len(text) > _LONGEST:
            continue
        for shape in shapes:
            match = shape.match(text)
            found = people([(match["names"], None)]) if match else ()
            if found and all(is_name(one.name) for one in found):
                return found
    return ()


def _labelled(reading: Reading) -> tuple[AuthorFound, ...]:
    """The names after a label, on its line or on the next."""
    texts = [line.text for line in (*reading.lines[:_MOST_LINES], *reading.lines[-_MOST_LINES:])]
    if found := _on_a_line(iter(texts), (_LABELLED,)):
        return found
    pairs = pairwise(texts)
    named = (f"by {name}" for label, name in pairs if len(label) < 20 and _LABEL.fullmatch(label))
    return _on_a_line(named, (_LINE,))


def _apart(reading: Reading) -> tuple[AuthorFound, ...]:
    """The names in the first author's element outside the story: in its header or footer, a box."""
    junk = (one for one in reading.found.junk[:_MOST_JUNK] if not _of_others(one))
    places = (reading.scope.getroottree().getroot(), *junk)
    found = (e for place in places for e in place.iter() if _by(e))
    own = (e for e in found if not any(_of_others(up) for up in (e, *e.iterancestors())))
    names = people(_name(element) for element in _first(list(islice(own, _MOST))))
    return tuple(one for one in names if is_name(one.name))


def _by(element: _Element) -> bool:
    named = dict(element.items())
    if "class" in named and _called(named["class"]):
        return True
    own = "rel" in named and element.tag == "a" and "author" in named["rel"].split()
    return own or named.get("itemprop") == "author"


@lru_cache(maxsize=10_000)
def _called(classes: str) -> bool:
    return bool(_CALLED.search(classes))


def _of_others(element: _Element) -> bool:
    if element.tag in ("html", "body", "main"):
        return False
    return about_others(f"{element.get('class') or ''} {element.get('id') or ''}")


@lru_cache(maxsize=10_000)
def about_others(names: str) -> bool:
    """Whether an element with these classes speaks of other stories or other people."""
    return bool(_OTHERS.search(names))


def _signature(reading: Reading) -> tuple[AuthorFound, ...]:
    """The name alone, in bold or italics, that ends the text or one of its parts."""
    if reading.body is None:
        return ()
    body = set(reading.body.iter())
    alone = [line for line in reading.lines if line.block in body]
    last = [line for line in alone if _closes(line.block)] + alone[-1:]
    for line in last:
        signed = line.text.count(" ") in (1, 2) and not line.linked and is_name(line.text)
        if signed and any(visible_text(e) == line.text for e in line.block.iter(*_SIGNED)):
            return people([(line.text, None)])
    return ()


def _closes(block: _Element) -> bool:
    """Whether a paragraph is the last of several, after running text."""
    before = block.getprevious()
    return (
        block.tag == "p"
        and block.getnext() is None
        and before is not None
        and before.tag == "p"
        and length(before) > _RUNNING
    )


def _first(elements: list[_Element]) -> Iterator[_Element]:
    """The innermost of the elements that stand together with the first one that names somebody."""
    holder: _Element | None = None
    for index, element in enumerate(elements[:_MOST]):
        after = elements[index + 1 : index + 4]
        if any(element in later.iterancestors() for later in after):
            continue  # the name alone comes next
        text = visible_text(element)
        if not 2 <= len(text) <= _LONGEST or _LEADING.fullmatch(text) or not any(persons(text)):
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
