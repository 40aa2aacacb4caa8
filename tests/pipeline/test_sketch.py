"""Sketches of texts."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.sketch import SIZE, fingerprint, similarity, sketch

TEXT = [f"parola{number}" for number in range(400)]


def test_a_sketch_is_the_same_on_every_machine() -> None:
    """Stored sketches are compared with later ones: the function never changes."""
    assert sketch(["uno", "due", "tre", "quattro", "cinque"]) == (
        1036691515671202485,
        8174095665990647429,
    )


def test_a_sketch_is_small_and_sorted() -> None:
    """64 figures whatever the text, ascending, within a signed 64-bit column."""
    figures = sketch(TEXT)
    assert len(figures) == SIZE
    assert list(figures) == sorted(figures)
    assert max(figures) < 2**63


def test_a_copy_is_alike() -> None:
    """Two words changed among 400 hardly move the figure."""
    copy = [*TEXT[:100], "altra", *TEXT[101:300], "cosa", *TEXT[301:]]
    assert similarity(sketch(TEXT), sketch(copy)) > 0.9


def test_other_texts_are_not_alike() -> None:
    """Texts without a common 4-gram have nothing in common."""
    assert similarity(sketch(TEXT), sketch(TEXT[::-1])) == 0


def test_half_a_text_is_half_alike() -> None:
    """The estimate follows the share that two texts have in common."""
    other = TEXT[:200] + [f"nuova{number}" for number in range(200)]
    assert 0.15 < similarity(sketch(TEXT), sketch(other)) < 0.5


def test_nothing_is_like_nothing() -> None:
    """Two pages without text are no copies of each other."""
    assert similarity(sketch([]), sketch([])) == 0


def test_a_fingerprint_reads_words_only() -> None:
    """Spaces, lines and punctuation do not move it; a letter does."""
    assert fingerprint("L’acqua,  alta\n“qui”") == fingerprint("L'acqua alta qui!")
    assert fingerprint("L’acqua alta") != fingerprint("L’acqua alte")


@given(st.lists(st.text()))
def test_every_text_has_a_sketch(words: list[str]) -> None:
    """No word breaks it, and a text is wholly like itself."""
    figures = sketch(words)
    assert similarity(figures, figures) == (1 if words else 0)
