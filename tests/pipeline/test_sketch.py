"""Sketches of texts."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from pipeline.sketch import SIZE, fingerprint, similarity, sketch

TEXT = [f"parola{number}" for number in range(400)]
FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)


def plain(words: list[str]) -> tuple[int, ...]:
    """The sketch by its definition, one 4-gram after the other."""
    hashes = [
        int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
        for word in [*words, *[""] * (4 - len(words))]
    ]
    grams = zip(hashes, hashes[1:], hashes[2:], hashes[3:], strict=False)
    sums = (sum(map(int.__mul__, gram, FACTORS)) for gram in grams)
    return tuple(sorted({figure % 2**63 for figure in sums})[:SIZE])


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


@given(st.integers(0, 700), st.integers(1, 500), st.integers())
def test_every_text_has_the_sketch_it_always_had(count: int, different: int, start: int) -> None:
    """However it is worked out: long or short, with few words or many."""
    words = [f"{(start + number * number) % different:x}" for number in range(count)]
    assert sketch(words) == (plain(words) if words else ())
