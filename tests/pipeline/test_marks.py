"""What a story is recognised by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.marks import is_figure, marks_of
from pipeline.numerals import NUMERALS
from schemas.marks import Marks


def marks(*lines: str) -> Marks:
    """The marks of a text without title and teaser."""
    return marks_of("", "", lines)


FIGURES: list[tuple[str, set[int]]] = [
    ("Costa 1.600 euro.", {1600}),
    ("Costa 1,600 euros.", {1600}),
    ("Alle 17.30 in aula 5B.", {1730, 5}),
    ("Il 41° ciclo, dal 25%.", {41, 25}),
    ("Ci sono dodici famiglie e ventun banchi.", {12, 21}),
    ("There are sixty of them.", {60}),
    ("Un’idea, una sola.", set()),
]


@pytest.mark.parametrize(("line", "figures"), FIGURES)
def test_figures_are_read_as_they_are_written(line: str, figures: set[int]) -> None:
    """In digits or in words; one is an article."""
    assert set(marks(line).figures) == figures


def test_numerals_join_as_they_are_spoken() -> None:
    """Tens lose their vowel before one and eight only."""
    words = ("ventuno", "trentotto", "quarantadue", "novantanove", "settecento")
    assert [NUMERALS[word] for word in words] == [21, 38, 42, 99, 700]


def test_a_name_is_told_by_its_capital() -> None:
    """The first word of a sentence or a quotation tells nothing; an acronym always does."""
    assert len(marks("Ieri Elena Rossi ha detto. Domani torna: “Nessuno lo sa”.").names) == 2
    assert len(marks("DAUIN apre. Poi chiude.").names) == 1


def test_names_are_no_figures() -> None:
    """A figure can be compared with another, a name's hash cannot."""
    found = marks("Ieri il Po era a 12 metri.")
    assert [*map(is_figure, (*found.figures, *found.names))] == [True, False]


def test_quotation_marks_of_every_kind_are_the_same() -> None:
    """A wire's straight marks hide no quotation, nor does a teller between two sentences."""
    first = marks("“Abbiamo imparato a usarne meno. Ora viene il resto”, dice.")
    other = marks('«Ora viene il resto», aggiunge. "Abbiamo imparato a usarne meno".')
    assert set(first.quotes) & set(other.quotes)
    assert marks("Ha detto “sì” e basta.").quotes == ()


def test_a_place_is_told_by_its_neighbours() -> None:
    """Two fillings of one form have the same places with other facts."""
    one, other = (marks(f"I posti disponibili sono {n}, di cui alcuni.") for n in (18, 22))
    assert one.places.keys() == other.places.keys()
    assert set(one.places.values()) == {18}


def test_marks_are_the_same_on_every_machine() -> None:
    """Stored marks are compared with later ones: the functions never change."""
    found = marks_of("Il ponte", "Compie cento anni.", ["Lo cura Anna Verdi."])
    assert found.head[:2] == HEAD
    assert sorted(found.names) == NAMES


HEAD = (2109688267, 4166346365)
NAMES = [2738603284, 3687019939]


@given(st.text(), st.text(), st.lists(st.text()))
def test_every_text_has_marks(title: str, teaser: str, lines: list[str]) -> None:
    """No text breaks them, and all of them fit in 32 bits."""
    found = marks_of(title, teaser, lines)
    numbers = (*found.head, *found.words, *found.names, *found.figures, *found.quotes)
    assert all(0 <= n < 2**32 for n in (*numbers, *found.places, *found.places.values()))
