"""The words we sort stories by: topics, sections, departments."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import Field, ValidationError, field_validator

from schemas.errors import InputError
from schemas.types import Bilingual, Record, Section, Slug

_DATA = Path(__file__).with_name("topics.toml")
_MARKS = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"[^\W_]+")
_STARRED = re.compile(r"[^\W_]+\*?")
_TYPOGRAPHIC = "‘’“”«»–—•·€°\u2028\u200b\xad"
_ACCENTS = "\u0300\u0301\u0302\u0303\u0308\u0327"
_SEPARATED = bytes(code if chr(code).isalnum() and code < 128 else 32 for code in range(256))
_JOINERS = frozenset({"e", "ed", "and"})

SECTIONS: Mapping[Section, Bilingual] = MappingProxyType(
    {
        "research_innovation": Bilingual(it="Ricerca e innovazione", en="Research & Innovation"),
        "at_polito": Bilingual(it="In Ateneo", en="At PoliTO"),
        "students": Bilingual(it="Studenti", en="Students"),
        "awards": Bilingual(it="Premi", en="Awards"),
        "external": Bilingual(it="Altre redazioni", en="From elsewhere"),
    }
)
"""What readers see of each section."""

_LABELS: Mapping[Section, tuple[str, ...]] = {
    "research_innovation": ("ricerca", "research", "innovazione", "innovation"),
    "at_polito": ("@PoliTO", "in PoliTO", "ateneo", "al Politecnico", "at Politecnico"),
    "students": ("Studenti@PoliTO", "Students@PoliTO", "PoliTO students", "studenti PoliTO"),
    "awards": ("premi e riconoscimenti", "prizes", "awards & prizes", "riconoscimenti"),
    "external": (),
}
"""Labels seen on pages, besides our own."""

DEPARTMENTS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "DAD": Bilingual(
            it="Dipartimento di Architettura e Design",
            en="Department of Architecture and Design",
        ),
        "DAUIN": Bilingual(
            it="Dipartimento di Automatica e Informatica",
            en="Department of Control and Computer Engineering",
        ),
        "DENERG": Bilingual(it="Dipartimento Energia", en="Department of Energy"),
        "DET": Bilingual(
            it="Dipartimento di Elettronica e Telecomunicazioni",
            en="Department of Electronics and Telecommunications",
        ),
        "DIATI": Bilingual(
            it="Dipartimento di Ingegneria dell’Ambiente, del Territorio e delle Infrastrutture",
            en="Department of Environment, Land and Infrastructure Engineering",
        ),
        "DIGEP": Bilingual(
            it="Dipartimento di Ingegneria Gestionale e della Produzione",
            en="Department of Management and Production Engineering",
        ),
        "DIMEAS": Bilingual(
            it="Dipartimento di Ingegneria Meccanica e Aerospaziale",
            en="Department of Mechanical and Aerospace Engineering",
        ),
        "DISAT": Bilingual(
            it="Dipartimento di Scienza Applicata e Tecnologia",
            en="Department of Applied Science and Technology",
        ),
        "DISEG": Bilingual(
            it="Dipartimento di Ingegneria Strutturale, Edile e Geotecnica",
            en="Department of Structural, Geotechnical and Building Engineering",
        ),
        "DISMA": Bilingual(
            it="Dipartimento di Scienze Matematiche",
            en="Department of Mathematical Sciences",
        ),
        "DIST": Bilingual(
            it="Dipartimento Interateneo di Scienze, Progetto e Politiche del Territorio",
            en="Interuniversity Department of Regional and Urban Studies and Planning",
        ),
    }
)
"""The departments of Politecnico di Torino by their acronym."""


class WordRules(Record):
    """The words of one language that speak for a topic."""

    weights: dict[str, int]
    """Word or phrase, folded, `*` for any ending → how much it counts."""
    but: tuple[str, ...] = ()
    """Phrases inside which the words mean something else."""
    against: dict[str, int] = {}
    """Word or phrase → how much it speaks against the topic."""

    @field_validator("weights", "against")
    @classmethod
    def _positive(cls, weights: dict[str, int]) -> dict[str, int]:
        if wrong := [phrase for phrase, weight in weights.items() if weight < 1 or not phrase]:
            raise ValueError(f"each word needs a figure of at least 1: {', '.join(wrong)}")
        return weights


class Topic(Record):
    """A subject that stories are filed under."""

    slug: Slug
    formerly: tuple[Slug, ...] = ()
    """What it was called before: cards and channels that say so mean this one."""
    label: Bilingual
    description: Bilingual
    it: WordRules
    en: WordRules
    threshold: int = Field(default=9, ge=1)
    """The score from which a card has the topic."""


def fold(text: str) -> str:
    """The text without case and accents, for comparing; never for showing."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))


def words_of(text: str) -> list[str]:
    """The text's words, folded; hyphens, apostrophes, underscores separate."""
    if text.isascii():
        return text.lower().encode().translate(_SEPARATED).decode().split()
    folded = unicodedata.normalize("NFKD", text.casefold())
    for mark in _TYPOGRAPHIC:
        folded = folded.replace(mark, " ")
    plain = folded.encode("ascii", "ignore")
    if len(plain) + sum(map(folded.count, _ACCENTS)) == len(folded):
        return plain.translate(_SEPARATED).decode("ascii").split()
    return _WORD.findall(_MARKS.sub("", folded))  # other scripts; some five times slower


def _phrase(text: str) -> str:
    return " ".join(_STARRED.findall(fold(text)))


def _rules(table: Mapping[str, Any]) -> dict[str, object]:
    return {
        "weights": _weighed(table),
        "but": tuple(_phrase(phrase) for phrase in table.get("but", ())),
        "against": _weighed(table.get("against", {})),
    }


def _weighed(table: Mapping[str, Any]) -> dict[str, int]:
    """Figure → phrases, turned round."""
    figures = [figure for figure in table if figure.isdecimal()]
    return {_phrase(phrase): int(figure) for figure in figures for phrase in table[figure]}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def topics() -> Mapping[str, Topic]:
    """Every topic by its slug, in the vocabulary's order. InputError if the file is off."""
    found: dict[str, Topic] = {}
    for slug, table in _data().items():
        if slug == "version":
            continue
        try:
            rules = {lang: _rules(table.get(lang, {})) for lang in ("it", "en")}
            found[slug] = Topic.model_validate({"slug": slug, **table, **rules})
        except ValidationError as error:
            raise InputError(str(error), subject=f"{_DATA.name}: {slug}") from None
    return MappingProxyType(found)


@cache
def _heirs() -> Mapping[str, str]:
    known = topics()
    heirs: dict[str, str] = {}
    for slug, topic in known.items():
        for former in topic.formerly:
            if former in known or former in heirs:
                told = f"formerly: {former!r} is another topic's name"
                raise InputError(told, subject=f"{_DATA.name}: {slug}")
            heirs[former] = slug
    return MappingProxyType(heirs)


def topic_of(slug: str) -> str:
    """What a topic is called now; one that nobody knows keeps its name. InputError as `topics`."""
    return _heirs().get(slug, slug)


def _label_key(label: str) -> str:
    """`Studenti@PoliTO`, `STUDENTI_POLITO` and `studenti polito` are the same label."""
    return " ".join(word for word in words_of(label) if word not in _JOINERS)


@cache
def _known_labels() -> Mapping[str, Section]:
    known: dict[str, Section] = {}
    for section, name in SECTIONS.items():
        for label in (section, name.it, name.en, *_LABELS[section]):
            known[_label_key(label)] = section
    return known


def section_from(label: str, source_map: Mapping[str, Section]) -> Section | None:
    """The section a page's kicker stands for; the source's own words go before ours.

    None where nobody knows the label: it is then up to the caller, never guessed.
    """
    key = _label_key(label)
    for own, section in source_map.items():
        if _label_key(own) == key:
            return section
    return _known_labels().get(key)


VERSION: str = str(_data()["version"])
"""Names the state of the word lists that gave a card its topics."""
