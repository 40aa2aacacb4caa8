"""The publication's day where a page prints it far from the title."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import chain, islice, pairwise

from lxml.etree import _Element

from schemas.types import Moment
from spiders.extract.reading import Reading
from spiders.extract.says import Clock, machine
from spiders.extract.visible import Line, lines, visible_text

_MOST = 6_000
"""Elements that are looked at."""
_LONGEST = 60
"""Characters of an element that is a date and little else."""
_PAIRS = 100
_MOST_JUNK = 40
_INSIDE = 50
_DATED = 60
"""Elements called a date that are looked at."""
_OPENINGS = 14
"""Lines after the title among which a text may begin with its date."""
_NAMED = re.compile(
    r"(?:^|[-_\s])(?:date(?:time|line|posted|published|created)?|datum|data|fecha|pubdate|pub-?date"
    r"|publi(?:shed|cation)(?:-?date|-?on|-?time)?|time(?:stamp)?|posted(?:-?on)?|postdate|newsdate"
    r"|authored|created|entrydate|article-?date|byline-?date|text_datum|news-?single-?header"
    r"|blog-?data)(?:$|[-_\s])|(?:^|[a-z])(?:Date(?:Time|Block|Label)?|PubDate|Timestamp)(?:$|[-_\sA-Z])"
)
_OTHERS = re.compile(
    r"(?:^|[-_\s])(?:related|comments?(?:list|metadata|-area|-list)?|kommentare?|teasers?|sidebar"
    r"|widgets?|latest|recent|most-?read|menu|nav|navigation|events?|calendar|kalender|archives?"
    r"|promo|cards?|slide[rs]?|carousel|swiper|ticker|listing|news-?list|replies|reply|member|footer"
    r"|copyright|recommend\w*|trending|popular|more-news|prev(?:ious)?|next|pagination|search)"
    r"(?:$|[-_\s])",
    re.IGNORECASE,
)
"""Where a page speaks of other stories."""
_LINKS = re.compile(
    r"comment|kommentar|related|teaser|event|calendar|kalend|archiv|footer|nav|menu|list|card",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"updat|modifi|aktualisier|aggiornat|mis à jour|actualizad|atualizad|geändert|änderung"
    r"|bearbeitet|bijgewerkt|обновлен|last|zuletzt|ultim|event|deadline|start|end-?date|expire"
    r"|stand:|copyright|©|registr|joined|beitritt|member|mitglied|today|heute|current",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:datum|date|data|fecha|pubblicat[oa](?: il)?|pubblicazione|veröffentlicht(?: am)?"
    r"|veröffentlichung(?:sdatum)?|erschienen(?: am)?|erscheinungsdatum|publi[ée]e?(?: le)?"
    r"|mise? en ligne|published(?: on)?|publication(?: date)?|posted(?: on)?|release date"
    r"|publicado(?: el| em)?|publicación|online seit|eingestellt(?: am)?)\s*:?",
    re.IGNORECASE,
)
"""A line of its own that calls the next one the publication's date."""
_RELEASE = re.compile(
    r"(?:presse\S*|medien\S*|comunicato(?: stampa)?|press release|news(?: release)?|meldung"
    r"|nachricht|mitteilung|communiqué(?: de presse)?|nota de prensa|artikel|beitrag|articolo)"
    r"(?: (?:vom|del|dell[’']|of|from|du|le|am)|,|:)? ?$",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"(?:^|\s)(?:am|il|on|le|el|vom|dal|seit|since|bis|until|ab|from|in|im|nel|al|zum|by|at|um"
    r"|auf|rund|etwa|circa|about|over|the)\s*$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_KEY = re.compile(
    rb"""["';](?:date_?published|(?:first_?)?publish(?:ed)?(?:_?(?:at|on|date|time|datetime))"""
    rb"""|publication_?(?:date|time)|pub_?date|article_?(?:publish(?:ed)?_?)?date|post_?date)"""
    rb"""(?:\\?["']|&quot;)\s*+:\s*(?:\\?["']|&quot;)?(?P<value>[^"'\\,}&\s][^"'\\,}&]{7,38})""",
    re.IGNORECASE,
)
"""A pair in a script's data that names the publication's date."""
_KEYS = (
    b"ublish", b"ublicat", b"ubDate", b"ub_date", b"ubdate", b"rticle_date", b"rticleDate",
    b"ostDate", b"ost_date", b"ostdate",
)  # fmt: skip
"""What such a key has in it: looking for this is much quicker."""
_AROUND = (20, 80)
"""Bytes before it and after it in which the pair stands."""
_STAMPS = ("datetime", "content", "data-timestamp", "data-utime", "data-datetime", "data-date")


def elsewhere(reading: Reading, root: _Element, html: bytes, when: Clock) -> Moment | None:
    """The date that opens the text, that is labelled so, or whose element or key is called so.

    For pages where nothing else tells. What speaks of an update, a comment or another story is
    passed over.
    """
    return (
        _opening(reading, when)
        or _labelled(reading, when)
        or _named(reading, root, when)
        or _in_data(html, when)
        or _alone(reading, when)
    )


def _opening(reading: Reading, when: Clock) -> Moment | None:
    """`01.02.2022 „The text…`, `(18.01.2018) The text…`, `Press release, 3 May 2021 | Rome – …`."""
    start = 0 if reading.title is None else reading.title + 1
    for line in reading.lines[start : start + _OPENINGS]:
        digit = re.search("[0-9]", line.text[:45])
        if digit is None or len(line.text) < 2 * _LONGEST:
            continue
        before = line.text[: digit.start()]
        if _RELEASE.search(before):
            before = ""
        if len(before.split()) > 2 or _WITHIN.search(before):
            continue
        found = line.text[len(before) : digit.start() + 18]
        if _YEAR.search(found) and (day := when(found)):
            return day
    return None


def _labelled(reading: Reading, when: Clock) -> Moment | None:
    """The date on the line after `Date` or `Published:`."""
    for seen in (reading.lines, *_set_apart(reading)):
        for label, line in pairwise(seen):
            named = len(label.text) <= 25 and _LABEL.fullmatch(label.text) and _short(line)
            if named and (day := when(line.text)):
                return day
    return None


def _set_apart(reading: Reading) -> Iterator[list[Line]]:
    """The lines of each part that was set apart, but for comments and links to other stories."""
    for element in reading.found.junk[:_MOST_JUNK]:
        if not _LINKS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            yield lines(element)


def _alone(reading: Reading, when: Clock) -> Moment | None:
    """The only day with which short lines begin; None where there are several."""
    found: dict[date, Moment] = {}
    for line in chain(reading.lines, *_set_apart(reading)):
        text = line.text[:_LONGEST]
        if line.linked or not text[0].isdigit() or not _short(line) or not _YEAR.search(text):
            continue
        names = (e.get("class") for e in islice(line.block.iter(), _INSIDE))
        if not any(one and _CHANGED.search(one) for one in names) and (day := when(text)):
            found.setdefault(day.day, day)
    return next(iter(found.values())) if len(found) == 1 else None


def _short(line: Line) -> bool:
    return len(line.text) <= _LONGEST and not _CHANGED.search(line.text)


def _named(reading: Reading, root: _Element, when: Clock) -> Moment | None:
    """The first `<time>`, or element with a class that calls it a date."""
    held = {up for e in (reading.scope, *root.iter("h1")) for up in _up(e)}
    apart = (e for e in reading.found.junk[:_MOST_JUNK] if not _of_others(e))
    every = (e for place in (root, *apart) for e in islice(place.iter(), _MOST))
    for element in islice((e for e in every if _may_date(e)), _DATED):
        if any(_of_others(e) for e in _up(element) if e not in held):
            continue
        if day := _day(element, when):
            return day
    return None


def _may_date(element: _Element) -> bool:
    classes, name = element.get("class"), element.get("id")
    if not classes and not name and element.tag != "time":
        return False
    names = f"{classes or ''} {name or ''}"
    return _CHANGED.search(names) is None if element.tag == "time" else _called_date(names)


def _day(element: _Element, when: Clock) -> Moment | None:
    text = visible_text(element)
    if len(text) > _LONGEST or _CHANGED.search(text) or _CHANGED.search(_before(element)):
        return None
    stamps = (machine(element.get(name)) for name in _STAMPS)
    return next((day for stamp in (*stamps, text) if (day := when(stamp or ""))), None)


def _before(element: _Element) -> str:
    """The words that lead to an element."""
    holder, before = element.getparent(), element.getprevious()
    label = (holder.text or "") if holder is not None else ""
    return label if before is None else f"{visible_text(before)[-30:]} {before.tail or ''}"


def _in_data(html: bytes, when: Clock) -> Moment | None:
    """The date that a script's data calls the publication's; None where it has several."""
    pairs = islice(chain.from_iterable(_pairs(html, key) for key in _KEYS), _PAIRS)
    values = {value.decode("utf-8", "replace") for value in pairs}
    found = [day for value in sorted(values) if (day := when(machine(value) or ""))]
    return found[0] if len({one.day for one in found}) == 1 else None


def _pairs(html: bytes, key: bytes) -> Iterator[bytes]:
    at = html.find(key)
    while at >= 0:
        if pair := _KEY.search(html, max(0, at - _AROUND[0]), at + _AROUND[1]):
            yield pair["value"]
        at = html.find(key, at + 1)


def _up(element: _Element) -> Iterator[_Element]:
    return chain((element,), element.iterancestors())


def _of_others(element: _Element) -> bool:
    """Whether an element is about other stories, or leads to one."""
    if element.tag in ("body", "html"):
        return False
    if element.tag == "nav" or (element.tag == "a" and element.get("href")):
        return True
    return _about_others(f"{element.get('class') or ''} {element.get('id') or ''}")


@lru_cache(maxsize=10_000)
def _about_others(names: str) -> bool:
    return bool(_OTHERS.search(names))


@lru_cache(maxsize=10_000)
def _called_date(names: str) -> bool:
    return bool(_NAMED.search(names) and not _CHANGED.search(names))
