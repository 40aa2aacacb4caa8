"""Departments, funding programmes and projects that a story names."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.phrases import Entry
from schemas.vocabulary import DEPARTMENTS, words_of

_PROGRAMMES: Mapping[str, tuple[str, ...]] = {
    "ERC": ("erc", "european research council"),
    "Horizon Europe": ("horizon europe",),
    "Horizon 2020": ("horizon 2020", "h2020"),
    "PNRR": (
        *("pnrr", "nrrp", "piano nazionale di ripresa", "national recovery and resilience plan"),
        *("next generation eu", "nextgenerationeu"),
    ),
    "Erasmus+": ("erasmus", "erasmusplus"),
    "MSCA": ("msca", "marie curie", "marie skłodowska curie", "marie sklodowska curie"),
    "EIC": ("european innovation council", "eic pathfinder", "eic transition", "eic accelerator"),
    "Interreg": ("interreg",),
    "Digital Europe": ("digital europe programme",),
    "COST": ("cost action", "cost actions"),
    "LIFE": ("programma life", "life programme", "progetto life", "life project"),
    "PRIN": ("prin", "progetti di rilevante interesse nazionale"),
    "FIS": ("fondo italiano per la scienza", "bando fis"),
    "FESR": ("fesr", "erdf", "european regional development fund"),
    "EIT": ("eit", "european institute of innovation and technology"),
}
_ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "DENERG": ("us department of energy", "u s department of energy")
}
"""Bodies of other countries that are called like a department."""
_NAMED = re.compile(
    r"ro(?<=\b[Pp]ro)(?:getto|ject)\s+(?:europeo\s+|europea\s+|di ricerca\s+)?[“\"«]?"
    r"([A-Z][A-Z0-9]{2,19}(?:-[A-Z0-9]{1,10})?)\b"
)
_FIRST = re.compile(r"[“\"«]?([A-Z][A-Z0-9-]{3,19})[”\"»]?(?=[:,]?\s+\S*[a-z])")
_KNOWN = frozenset(
    (
        *("UNESCO", "NASA", "CERN", "CINECA", "INRIM", "INAF", "INFN", "ENEA", "ANVUR", "CRUI"),
        *("OCSE", "OECD", "NATO", "CONI", "INAIL", "ISTAT", "STEM", "STEAM", "COVID", "HPC"),
        *("IEEE", "ACM", "ASTM", "TEDX", "ANSA", "RAI", "UNI", "ISO", "SISSA", "CNRS", "POLITO"),
        *("LINKS", "LIFTT", "UNITO", "UNICEF", "ONU", "COVID19", "ARPA", "FIAT", "HORIZON"),
        *("MIUR", "ITALIA", "TORINO", "CIM40", "ASTRO", "AVVISO", "NOTA", "BANDO", "CALL"),
    )
)
"""Words in capitals that name no project."""
_NO_PROJECT = _KNOWN.union(map(str.upper, _PROGRAMMES), DEPARTMENTS)
_UNSURE = re.compile(r"D(?:AD|ET|IST)(?![\w'’-])")
_NEAR = ("ipartiment", "epartment", "IPARTIMENT", "EPARTMENT")
_BEFORE, _AFTER = 160, 15
_PLACED = re.compile(r"(?:^|\W)(?:il|al|del|dal|nel|col|sul|at|of|from|by|with)\s+$")
"""What stands before an acronym: in Italian the masculine article (`la DAD` are lessons)."""
_LESSONS = re.compile(r"(?:^|\W)(?:in|la|della|alla|dalla|distanza \()\s*$")


class Mentions(NamedTuple):
    """Where names are looked for."""

    title: str
    teaser: str
    text: str
    labels: frozenset[str]
    """Those of the phrases that were found."""
    whole: str
    """All there is to read, a part to a line."""


def mention_entries() -> Iterator[Entry]:
    """The phrases that stand for a department (`d:`) or a programme (`p:`)."""
    for code, name in DEPARTMENTS.items():
        for phrase in (name.it, name.en):
            yield Entry(" ".join(words_of(phrase)), f"d:{code}", 1)
        if len(code) > 4:  # DAUIN, DIMEAS …: words of no language
            yield Entry(code.lower(), f"d:{code}", 1)
    for code, phrases in _ELSEWHERE.items():
        for phrase in phrases:
            yield Entry(phrase, f"d:{code}", 0)
    for programme, phrases in _PROGRAMMES.items():
        for phrase in phrases:
            yield Entry(" ".join(words_of(phrase)), f"p:{programme}", 1)


def departments(told: Mentions) -> tuple[str, ...]:
    """The departments named, by acronym, in our order."""
    found = {label[2:] for label in told.labels if label.startswith("d:")}
    # DAD is also distance learning, DET and DIST are syllables: only beside a department.
    text = told.whole if any(code in told.whole for code in ("DAD", "DET", "DIST")) else ""
    sure = bool(found)
    found |= {m[0] for m in _UNSURE.finditer(text) if _is_department(text, m, sure=sure)}
    return tuple(code for code in DEPARTMENTS if code in found)


def _is_department(text: str, match: re.Match[str], *, sure: bool) -> bool:
    """`sure`: another department is named."""
    before = text[max(0, match.start() - _BEFORE) : match.start()].rpartition("\n")[2]
    if before[-1:].isalnum() or _LESSONS.search(before):
        return False
    after = text[match.end() :][:_AFTER]
    return sure or any(map(_beside_department, (before, after))) or bool(_PLACED.search(before))


def _beside_department(text: str) -> bool:
    return any(word in text for word in _NEAR)


def projects(told: Mentions) -> tuple[str, ...]:
    """Funding programmes by one name each, then projects named in capitals."""
    programmes = [name for name in _PROGRAMMES if f"p:{name}" in told.labels]
    text = told.whole
    if not programmes and "roject" not in text and "rogett" not in text:
        return ()
    first = _FIRST.match(told.title)
    named = [*_NAMED.findall(text), *([first[1]] if first else [])]
    return tuple(dict.fromkeys((*programmes, *(name for name in named if name not in _NO_PROJECT))))
