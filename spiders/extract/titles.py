"""A story's title without the name of its site."""

import re
from collections.abc import Collection
from functools import lru_cache

_SEPARATOR = re.compile(r"\s+(?:[|│\-–—―·•⋆»«›‹>/@~]|--|::|:)\s+|\s*[|│]\s*")
_BEFORE = re.compile(r"[^:]{2,40}(?:\s*[:|]|\s[-–—•·])\s+$")
_AFTER = re.compile(r"(?:\s*[|]|\s[-–—•·])\s+\S")
_HEADING = 15
"""Characters from which a heading says more than a topic."""
_WORD = re.compile(r"[^\W_]{4,}")
_SECTION = re.compile(
    r"(?:pressemitteilung|medienmitteilung|pressemeldung|fachmeldung|mitteilung|meldung|nachricht"
    r"|neuigkeit)(?:en)?|presse|aktuell(?:es)?|detail(?:s|seite|ansicht)?|startseite|home ?page"
    r"|home|(?:latest )?news|press releases?|media releases?|newsroom|notizi[ae]"
    r"|comunicat[oi](?: stampa)?|dettaglio(?: (?:news|notizia))?|communiqués?(?: de presse)?"
    r"|actualités?|noticias?|untitled",
    re.IGNORECASE,
)
"""What heads every page of a section."""
_NAMED = 6
"""Characters from which a site's name tells it, and that a title may have besides."""
_NEITHER = re.compile(r"[\W_]+")


def without_site(title: str, names: Collection[str], *others: str | None) -> str:
    """The title without " | Site" behind or "Site - " before it.

    A part is the site's name if it is one of `names` (folded), or if what remains is another title
    of the page: its heading, or one its metadata gives.
    """
    if not _SEPARATOR.search(title):
        return title
    sites = {name for name in names if name}
    mains = {folded(other) for other in others if other} - sites - {""}
    while True:
        marks = list(_SEPARATOR.finditer(title))
        if not marks:
            return title
        first, last = marks[0], marks[-1]
        front, tail = title[: last.start()], title[last.end() :]
        for mark in marks:
            if folded(title[: mark.start()]) in mains:
                return title[: mark.start()]
        if folded(title[first.end() :]) in mains:
            return title[first.end() :]
        if folded(tail) in sites and front:
            title = front
        elif folded(title[: first.start()]) in sites and title[first.end() :]:
            title = title[first.end() :]
        else:
            return title


def without_kicker(title: str, heading: str | None) -> str:
    """The heading, where the title is the same with "Topic: " before it or " - more" behind."""
    if not heading or len(heading) < _HEADING or len(heading) >= len(title):
        return title
    at = title.casefold().find(heading.casefold())
    if at < 0:
        return title
    before, after = title[:at], title[at + len(heading) :]
    framed = _BEFORE.search(before) if before else True
    return heading if framed and (not after or _AFTER.match(after)) else title


def completed(title: str, heading: str | None) -> str:
    """The heading, where the title is the same cut short."""
    stem = re.sub(r"\s*(?:…|\.\.\.)$", "", title)
    if heading and stem != title and folded(heading).startswith(folded(stem)):
        return heading
    return title


def of_site(title: str, sites: Collection[str]) -> bool:
    """Whether a title is that of the site or of a section, not of a story; `sites` are folded."""
    name = folded(title)
    return (
        name in sites
        or _SECTION.fullmatch(title) is not None
        or any(
            len(site) >= _NAMED and site in name and len(name) <= len(site) + _NAMED
            for site in sites
        )
    )


def related(one: str, other: str) -> bool:
    """Whether a title has a word of some length that is in the other, or is too short to tell."""
    words, others = ({w.casefold() for w in _WORD.findall(text)} for text in (one, other))
    return not words or bool(words & others)


@lru_cache(maxsize=1_000)
def folded(text: str) -> str:
    """Letters and digits alone, without case."""
    return _NEITHER.sub("", text).casefold()
