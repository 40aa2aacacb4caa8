"""What the visible page says about its story."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from itertools import islice

from lxml import etree
from lxml.etree import _Element

from schemas.extracted import ImageFound
from schemas.source import Source
from schemas.types import Kind, Moment
from spiders.dates import moment
from spiders.extract.bylines import bylines
from spiders.extract.pictures import file_name, in_element
from spiders.extract.reading import Reading, around
from spiders.extract.says import Clock, Says, labels, machine, said
from spiders.extract.tree import length, removed
from spiders.extract.visible import Line, visible_text

_OPENING = 7
"""Lines after the title among which a text begins."""
_PICTURES = 8
"""Pictures of a story that are looked at."""
_TIMES = 20
_LABELS = 40
_KICKER = re.compile(
    r"(?:^|[-_\s])(?:kicker|category|categor[iy]a|categories|cat-links|section|sezione|occhiello"
    r"|eyebrow|rubrica|topic|label|tipo|type)(?:[-_\s]|$)",
    re.IGNORECASE,
)
_NOT_PUBLISHED = re.compile(
    r"aggiornat|modific|updated|modified|archived|scadenz|deadline|quando|when|dal |entro "
    r"|fino|until|from |ultima|last |next |evento|aktualisiert|mis à jour|actualizad|atualizad"
    r"|geändert|änderung|bearbeitet|bijgewerkt|обновлен|registrier|registered|joined"
    r"|member since|mitglied|copyright|©|[0-9]\s?[-–/]\s?[0-9]{1,2}\s+[a-z]{3}",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:pubblicat[oa]|veröffentlicht|publiziert|erschienen|erstellt|gespeichert|eingestellt|datum:"
    r"|published|posted|written:|publi[ée]e?|mis en ligne|publicad[oa]|publicat|geplaatst"
    r"|publicerad|opublikowan[oa]|опубликован\w*)\b",
    re.IGNORECASE,
)
_DIGITS = re.compile("[0-9]{2}|[0-9][./]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONGEST = 75
"""Characters of a line that is a date and little else."""
_STRAY = frozenset({"immagine", "image", "foto", "photo", "stampa", "print", "ascolta", "listen"})
_CREDIT = re.compile(
    r"(?:foto|photo|ph|crediti?|credits?|image|immagine|©|\(c\))\s*(?:di|by|credits?)?\s*[:.©]?\s*"
    r"(?P<who>\S.{2,80})",
    re.IGNORECASE,
)
_CREDITED = re.compile(r"[^\s:]+\s*:|©|\(c\)|ph\b", re.IGNORECASE)
_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"event[is]?\b|appuntament[oi]|eventi .*|agenda", "event"),
    (r"band[oi]\b|calls?\b|concors[oi]|gare", "call"),
    (r"comunicat[oi](?: stampa)?|press releases?|news release", "release"),
)
_PARTS = re.compile(r"\s+[|·•–—/-]\s+|\s*\|\s*")
_PARTED = re.compile("[|·•–—/-]")
"""What a line has that is worth splitting: most have none, and are long."""


def article_says(
    reading: Reading,
    base: str,
    source: Source | None,
    when: Clock,
    near: date | None,
    known: Collection[str],
) -> Says:
    """Title, date, section, text and picture as a reader sees them; `near` dates the yearless.

    Fields that are `known` are not looked for.
    """
    published = _printed_date(reading, when, near)
    section = _section(reading, source)
    tags = () if "tags" in known else reading.found.tags[:_LABELS]
    return Says(
        title=reading.heading,
        body=None if "body" in known else _body(reading),
        teaser=None if "teaser" in known else _teaser(reading),
        published=published,
        image=None if "image" in known else next(pictures(reading, base), None),
        authors=() if "authors" in known else bylines(reading, base),
        section=section,
        tags=labels(visible_text(a) for a in tags),
        kind=_kind(section),
    )


def time_says(reading: Reading, when: Clock) -> tuple[Says, Says]:
    """The first `<time>` near the title, and the first anywhere in the story.

    Neither is one that is about something else.
    """
    near = {line.block for line in around(reading)}
    first: Says | None = None
    for element in reading.found.times[:_TIMES]:
        if (found := _time(element, when)) is None:
            continue
        if any(e in near for e in (element, *islice(element.iterancestors(), 4))):
            return Says(published=found), first or Says()
        first = first or Says(published=found)
    return Says(), first or Says()


def _time(element: _Element, when: Clock) -> Moment | None:
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    holder, before = element.getparent(), element.getprevious()
    label = (holder.text or "") if holder is not None else ""
    if before is not None:
        label += f" {visible_text(before)[-40:]} {before.tail or ''}"
    if _NOT_PUBLISHED.search(names) or _NOT_PUBLISHED.search(label):
        return None
    stamp = when(machine(element.get("datetime") or element.get("content")) or "")
    printed = when(visible_text(element))
    return printed if printed and stamp and printed.day != stamp.day else stamp or printed


def _printed_date(reading: Reading, when: Clock, near: date | None) -> Moment | None:
    """The date printed on a line of its own beside the title."""
    for line in around(reading):
        if len(line.text) > 3 * _LONGEST or not _DIGITS.search(line.text):
            continue
        other = _NOT_PUBLISHED.search(line.text)
        text = line.text[: other.start()] if other else line.text
        if not 6 <= len(text) <= _LONGEST:
            continue
        found = when(text, reference=near)
        if found and len(_WORD.findall(text)) <= 9:
            reading.date_line = line
            reading.header.append(line)
            return found
    return None


def labelled_date(reading: Reading, when: Clock) -> Moment | None:
    """The date on a line that calls it the publication's, wherever it stands."""
    for line in reading.lines:
        if len(line.text) > 2 * _LONGEST or not _DIGITS.search(line.text):
            continue
        if label := _PUBLISHED.search(line.text):
            rest = line.text[label.end() : label.end() + _LONGEST]
            other = _NOT_PUBLISHED.search(rest)
            if found := when(rest[: other.start()] if other else rest):
                return found
    return None


def dateline(reading: Reading, when: Clock, near: date | None) -> Moment | None:
    """The date that opens the text: `Torino, 3 marzo 2021 –`, `(ANSA) - TORINO, 16 APR -`."""
    start = 0 if reading.title is None else reading.title + 1
    for line in reading.lines[start : start + _OPENING]:
        if match := re.match(r"([^.]{4,48}?[0-9a-zA-Z])\s*[–—-]\s", line.text[9:]):
            opening = line.text[: 9 + match.end()]
            if found := when(opening, reference=near):
                return found
    return None


def _section(reading: Reading, source: Source | None) -> str | None:
    """The label beside the title: one the source knows, one in an element called so, any."""
    short = [line for line in around(reading) if _label(line)]
    known = {name.casefold() for name in source.sections} if source else set()
    chosen = (
        next((n for n in short if _label(n).casefold() in known), None)
        or next((n for n in short if _called_kicker(n.block)), None)
        or next((n for n in short if _before_title(reading, n)), None)
    )
    if chosen is None:
        return None
    if chosen is not reading.date_line:
        reading.header.append(chosen)
    return _label(chosen) or None


def _label(line: Line) -> str:
    """The line as a section's label, without a date behind it; '' where it cannot be one."""
    text = line.text[: 2 * _LONGEST]
    if _PARTED.search(text):
        text = next(filter(None, _PARTS.split(text)), "")
    usable = (
        2 <= len(text) <= 45
        and text.casefold() not in _STRAY
        and not file_name(text)
        and not moment(text, reference=date(2024, 1, 1))
        and not re.search(r"[.!?:]$|^[\d\W]+$", text)
        and text.count(" ") <= 6
    )
    return text if usable else ""


def _called_kicker(block: _Element) -> bool:
    return any(
        _KICKER.search(element.get("class") or "")
        for element in (block, *list(block.iterancestors())[:2], *list(block)[:2])
    )


def _before_title(reading: Reading, line: Line) -> bool:
    if reading.title is None or line.block.tag in ("li", "a", "figcaption"):
        return False
    before = reading.lines[max(0, reading.title - 3) : reading.title]
    return line in before and line.linked < len(line.text)


def _kind(section: str | None) -> Kind | None:
    for pattern, kind in _KINDS:
        if section and re.fullmatch(pattern, section, re.IGNORECASE):
            return kind
    return None


def pictures(reading: Reading, base: str, file: str = "") -> Iterator[ImageFound]:
    """The story's first real pictures, or those of one file, with the credit printed below."""
    shown = (e for e in reading.found.images if not file or _names(e, file))
    found = (in_element(element, base) for element in shown)
    maker = credited = None
    for one in islice((one for one in found if one), _PICTURES):
        maker, credited = (maker if credited else _credit(reading)), True
        yield one.model_copy(update={"credit": maker}) if maker else one


def _names(element: _Element, file: str) -> bool:
    return any(file in str(value).casefold() for value in element.values())


def _credit(reading: Reading) -> str | None:
    """Who made the picture, where a caption says so."""
    for line in reading.lines:
        if len(line.text) >= 110 or not _CREDITED.match(line.text):
            continue
        if match := _CREDIT.fullmatch(line.text):
            return said(match["who"])
    return None


def _body(reading: Reading) -> str | None:
    """The text's own HTML, without title, date, section, stray labels and repeated captions."""
    body = reading.body
    if body is None:
        return None
    frame = {id(line.block) for line in reading.header}
    if reading.title is not None:
        frame.add(id(reading.lines[reading.title].block))
    inside = {id(element) for element in body.iter()} - {id(body)}
    seen: set[str] = set()
    for line in reading.lines:
        if id(line.block) not in inside:
            seen.add(line.text.casefold())
            continue
        key = line.text.casefold()
        again = key in seen and len(line.text) > 12 and line.block.tag not in ("td", "th")
        unwanted = again or key in _STRAY or id(line.block) in frame or file_name(line.text)
        if unwanted and length(line.block) < 2 * len(line.text) + 20:
            removed(line.block)
        seen.add(key)
    for element in list(body.iter("script", "style", "noscript", "iframe", "button")):
        removed(element)
    return etree.tostring(body, encoding="unicode", method="html", with_tail=False).strip() or None


def _teaser(reading: Reading) -> str | None:
    """The first running text of the body."""
    if reading.body is None:
        return None
    inside = {id(element) for element in reading.body.iter()}
    header = {id(line) for line in reading.header}
    title = (reading.heading or "").casefold()
    taken: list[str] = []
    for index, line in enumerate(reading.lines):
        if id(line.block) not in inside or index == reading.title or id(line) in header:
            continue
        if len(line.text) < 40 or line.block.tag in ("figcaption", "h2", "h3", "h4"):
            continue
        if line.text.casefold() in (title, *map(str.casefold, taken)):
            continue
        taken.append(line.text)
        if sum(map(len, taken)) >= 150 or len(taken) >= 3:
            break
    return " ".join(taken) or None
