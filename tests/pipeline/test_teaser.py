"""Teasers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.teaser import LONGEST, sentences, teaser_from
from tests.pipeline.pages import SENTENCES

TITLE = "Il ponte che parla"
TEXT = (f"{SENTENCES[0]} {SENTENCES[1]}", f"{SENTENCES[2]} {SENTENCES[3]}")
BEGINNING = f"{SENTENCES[0]} {SENTENCES[1]}"

OFFERS = [
    ("as it is", BEGINNING, TEXT, BEGINNING, False),
    ("none", "", TEXT, BEGINNING, True),
    ("the title", TITLE.upper(), TEXT, BEGINNING, True),
    ("a label", "Immagine", TEXT, BEGINNING, True),
    ("a fragment with an ellipsis", SENTENCES[0][:60] + "…", TEXT, BEGINNING, True),
    ("a fragment with [...]", SENTENCES[0][:60] + " [...]", TEXT, BEGINNING, True),
    ("a cut without a sign", SENTENCES[0][:70], TEXT, BEGINNING, True),
    (
        "a fragment of a later paragraph",
        SENTENCES[2][:60] + "…",
        TEXT,
        f"{SENTENCES[2]} {SENTENCES[3]}",
        True,
    ),
    (
        "a fragment, no text",
        "Trenta sensori sul ponte […]",
        (),
        "Trenta sensori sul ponte […]",
        False,
    ),
    ("read more", f"{BEGINNING} Leggi tutto", (), BEGINNING, False),
    ("agency", f"(ANSA) - TORINO, 16 APR - {BEGINNING} (ANSA).", (), BEGINNING, False),
    ("dateline", f"Torino, 3 marzo 2021 – {BEGINNING}", (), BEGINNING, False),
    *(
        ("dateline", f"{opening}{BEGINNING}", (), BEGINNING, False)
        for opening in (
            "Borgo Lume, 21 Novembre 2026 – ",
            "Reggio nell’Emilia, 1° marzo 2024 - ",
            "Bra (CN), lunedì 3 febbraio 2025 — ",
            "TORINO, 3 MARZO 2021 – ",
            "Turin, 3 March 2021 – ",
            "Turin, March 3, 2021 – ",
            "Sant’Ambrogio-Susa, 03/03/2021 -",
        )
    ),
    *(
        ("a beginning with a day", f"{opening}{BEGINNING}", (), f"{opening}{BEGINNING}", False)
        for opening in ("Il ponte, 3 marzo e 4 aprile – ", "Nel 2021 – ", "Torino, 3 pilastri – ")
    ),
    ("reserved", f"{BEGINNING} © RIPRODUZIONE RISERVATA", (), BEGINNING, False),
    (
        "WordPress",
        f"{BEGINNING} L'articolo Il ponte proviene da Ateneo.",
        (),
        BEGINNING,
        False,
    ),
    ("title in front", f"{TITLE}. {BEGINNING}", (), BEGINNING, False),
    (
        "double escapes",
        "L&amp;#8217;Ateneo misura il ponte.",
        (),
        "L’Ateneo misura il ponte.",
        False,
    ),
    ("a file name first", "", ("ponte-copertina.JPG", *TEXT), BEGINNING, True),
    ("a repeated caption", "", ("La foto di gruppo.", "La foto di gruppo.", BEGINNING), None, True),
    ("nothing at all", "", (), "", False),
]


@pytest.mark.parametrize(
    ("name", "given", "lines", "teaser", "cut"), OFFERS, ids=lambda v: str(v)[:20]
)
def test_a_teaser_is_whole_sentences(
    name: str, given: str, lines: tuple[str, ...], teaser: str | None, cut: bool
) -> None:
    """Requirement 59: The page's own words where they are whole, else a cut of its text, never
    boilerplate.
    """
    if teaser is None:
        teaser = f"La foto di gruppo. {BEGINNING}"
    assert teaser_from(given, TITLE, lines) == (teaser, cut)


def test_a_source_names_its_own_boilerplate() -> None:
    """Patterns of the source file are cut out, each with flags of its own."""
    strip = ("(?i)QUESTO è l’archivio[^.]*\\.", "Si legge altrove\\.")
    given = f"Questo è l’archivio 2016-2022. Si legge altrove. {BEGINNING}"
    assert teaser_from(given, TITLE, (), strip)[0] == BEGINNING


def test_a_long_teaser_ends_with_a_sentence() -> None:
    """From an abstract of 1,000 characters whole sentences up to 300 are taken."""
    teaser, _ = teaser_from(" ".join(SENTENCES * 3), TITLE, ())
    assert teaser == BEGINNING


def test_one_endless_sentence_is_cut_at_a_word() -> None:
    """Where no sentence fits, an ellipsis says that there is more."""
    teaser, _ = teaser_from("parola " * 100 + ".", TITLE, ())
    assert teaser.endswith("parola…")
    assert len(teaser) <= LONGEST


@given(st.text(), st.text(), st.lists(st.text(), max_size=4))
def test_a_teaser_fits(given: str, title: str, lines: list[str]) -> None:
    """Requirement 59: Whatever a page says, its teaser has at most 300 characters on one line."""
    teaser, _ = teaser_from(given, title, lines)
    assert len(teaser) <= LONGEST
    assert teaser == " ".join(teaser.split())


SPLITS = [
    ("Uno. Due! Tre?", ["Uno.", "Due!", "Tre?"]),
    ("Il prof. Rossi parla. Poi tace.", ["Il prof. Rossi parla.", "Poi tace."]),
    ("La Acme S.p.A. Torino cresce.", ["La Acme S.p.A. Torino cresce."]),
    ("Lo disse G. L. Lagrange.", ["Lo disse G. L. Lagrange."]),
    ("Costa 5.000 euro. Pochi.", ["Costa 5.000 euro.", "Pochi."]),
    ("“Bello.” Così finisce.", ["“Bello.”", "Così finisce."]),
    ("Disse “basta!” e uscì.", ["Disse “basta!” e uscì."]),
    ("senza punto", ["senza punto"]),
]


@pytest.mark.parametrize(("text", "parts"), SPLITS)
def test_sentences_end_where_readers_think_they_do(text: str, parts: list[str]) -> None:
    """Titles, initials, figures and abbreviations end no sentence."""
    assert sentences(text) == parts
