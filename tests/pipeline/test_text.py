"""Plain text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import clean_title, plain, shortened, tidy, title_key

SPELLINGS = [
    ("L&amp;#8217;Ateneo", "L’Ateneo"),
    ("R&amp;D e ricerca", "R&D e ricerca"),
    ("a&nbsp;b", "a b"),
    ("so\xadste\u200bni\ufeffbile", "sostenibile"),
    ("  due \t\n spazi\xa0 ", "due spazi"),
    ("perche\u0301", "perché"),
    ("<em>Poli</em>TO", "PoliTO"),
    ("prima<br>dopo", "prima dopo"),
    ("x < y e y > z", "x < y e y > z"),
    ("genitori <3 figli", "genitori <3 figli"),
    ("?a=1&copy=2", "?a=1&copy=2"),
    ("[node:summary]", ""),
    ("<![CDATA[Titolo]]>", "Titolo"),
    ("nul\x00lo", "nullo"),
    ("&#0;x", "\ufffdx"),
    ("", ""),
]


@pytest.mark.parametrize(("raw", "text"), SPELLINGS)
def test_plain_text_has_one_spelling(raw: str, text: str) -> None:
    """Entities, markup, invisible characters leave; what was meant stays."""
    assert plain(raw) == text


@given(st.text() | st.from_regex(r"(&(amp;)*(#\d{1,6}|lt|gt|nbsp);|<[/a-z !-]{0,6}>|[ a]){0,12}"))
def test_plain_is_idempotent(raw: str) -> None:
    """Cleaning what is clean changes nothing."""
    assert plain(plain(raw)) == plain(raw)


@given(st.text())
def test_no_invisible_character_is_left(raw: str) -> None:
    """No control, surrogate, private or zero-width character; spaces are plain and single."""
    text = plain(raw)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Zl", "Zp") for c in text)
    assert not any(c in text for c in "\xad\u200b\u200e\u2060\ufeff\xa0")
    assert text == " ".join(text.split(" ")).strip()
    assert "  " not in text


@given(st.text())
def test_tidy_text_is_in_normal_form(raw: str) -> None:
    """Text is NFC whatever came in."""
    assert unicodedata.is_normalized("NFC", tidy(raw))


TITLES = [
    ("Il ponte | Politecnico di Torino", "Il ponte"),
    ("Il ponte - Notizie – Politecnico di Torino", "Il ponte - Notizie"),
    ("Il ponte | politecnico di torino", "Il ponte"),
    ("Politecnico di Torino", "Politecnico di Torino"),
    ("Il Politecnico di Torino", "Il Politecnico di Torino"),
    ("Argotec-Politecnico di Torino", "Argotec-Politecnico di Torino"),
    ("MATERIA OSCURA: AI LNGS INAUGURATO COSINUS", "MATERIA OSCURA: AI LNGS INAUGURATO COSINUS"),
    ("“Utopie realiste” | PoliTO", "“Utopie realiste”"),
    ("[node:title]", ""),
]


@pytest.mark.parametrize(("raw", "title"), TITLES)
def test_a_title_ends_before_the_name_of_the_site(raw: str, title: str) -> None:
    """The site's name behind a title goes, capitals and quotes stay."""
    assert clean_title(raw, ("Politecnico di Torino", "PoliTO")) == title


@given(st.text(), st.text(max_size=5))
def test_a_clean_title_stays(raw: str, site: str) -> None:
    """A title is cut and stripped once and for all, at most 500 characters long."""
    title = clean_title(raw, (site,))
    assert clean_title(title, (site,)) == title
    assert len(title) <= 500


def test_a_long_text_is_cut_between_words() -> None:
    """No word is halved and an ellipsis says that more was there."""
    assert shortened("uno due, tre quattro", 10) == "uno due…"


def test_a_title_key_forgets_case_accents_and_marks() -> None:
    """Two spellings of a title meet in the index."""
    assert title_key("L’Università, è QUI") == title_key("l'universita e' qui")
