"""The vocabulary of topics, sections, departments."""

from typing import get_args

import pytest

from schemas.types import Section
from schemas.vocabulary import DEPARTMENTS, SECTIONS, VERSION, section_from, topics, words_of

KICKERS = [
    ("Ricerca e innovazione", "research_innovation"),
    ("ricerca_e_innovazione", "research_innovation"),
    ("RESEARCH & INNOVATION", "research_innovation"),
    ("Research and Innovation", "research_innovation"),
    ("AT_POLITO", "at_polito"),
    ("In Ateneo", "at_polito"),
    ("in_ateneo", "at_polito"),
    ("Studenti@PoliTO", "students"),
    ("studenti_polito", "students"),
    ("Students@PoliTO", "students"),
    ("Awards", "awards"),
    ("  Premi ", "awards"),
    ("Primo piano", None),
    ("", None),
]


@pytest.mark.parametrize(("label", "section"), KICKERS)
def test_a_kicker_leads_to_its_section(label: str, section: str | None) -> None:
    """Case, underscores, at-signs, ampersands do not hide a section's label."""
    assert section_from(label, {}) == section


def test_a_source_names_its_own_sections() -> None:
    """The source's own map wins over our labels, whatever its case."""
    assert section_from("AWARDS ", {"awards": "students"}) == "students"


def test_every_section_has_a_label() -> None:
    """No section is without words for a reader."""
    assert set(SECTIONS) == set(get_args(Section))


def test_no_phrase_is_empty() -> None:
    """Every phrase of the lists holds at least one word that can be found."""
    phrases = [p for t in topics().values() for r in (t.it, t.en) for p in (*r.weights, *r.but)]
    assert all(words_of(phrase) for phrase in phrases)


def test_the_vocabulary_is_bilingual() -> None:
    """Each topic has words, a label, a description in both languages."""
    thin = [
        topic.slug
        for topic in topics().values()
        for language in ("it", "en")
        if not (topic.label.in_language(language) and topic.description.in_language(language))
        or not (topic.it.weights and topic.en.weights)
    ]
    assert thin == []


def test_the_version_is_the_day_of_the_last_change() -> None:
    """A version can be told from another by eye."""
    assert len(VERSION.split("-")) == 3


def test_departments_have_full_names() -> None:
    """All eleven departments are known by their acronym."""
    assert len(DEPARTMENTS) == 11
