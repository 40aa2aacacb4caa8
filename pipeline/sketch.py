"""A small sketch of a text, for comparing copies."""

import hashlib
from array import array
from collections.abc import Iterable, Sequence
from sys import byteorder

SIZE = 64
"""Hashes kept: the smallest of all word 4-grams (a bottom-k sketch)."""
_MOST_WORDS = 5_000
_MOST_CACHED = 32_768
_BRIEF = (1 << 32) - 1
_MASK = (1 << 63) - 1  # fits a signed 64-bit column
_MASKS = int.from_bytes(_MASK.to_bytes(8, byteorder) * _MOST_WORDS, byteorder)  # side by side
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
_TYPOGRAPHIC = "‘’“”«»–—…•·\xa0"


class _Hashes(dict[str, bytes]):
    """A word's hash, once for each of the four places it can have in a 4-gram; 8 bytes each."""

    def __missing__(self, word: str) -> bytes:
        if len(self) >= _MOST_CACHED:
            self.clear()
        digest = hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
        number = int.from_bytes(digest, "big")
        places = ((number * factor & _MASK).to_bytes(8, byteorder) for factor in _FACTORS)
        self[word] = hashes = b"".join(places)
        return hashes


_HASHES = _Hashes()


def fingerprint(text: str) -> str:
    """A digest of the words alone: no space, punctuation or markup moves it; '' without words."""
    for mark in _TYPOGRAPHIC:
        text = text.replace(mark, "")
    letters = text.encode("utf-8", "replace").translate(None, _NO_LETTERS)
    return hashlib.blake2b(letters, digest_size=16).hexdigest() if letters else ""


def sketch(words: Sequence[str]) -> tuple[int, ...]:
    """The 64 smallest hashes of the folded words' 4-grams, ascending; the same everywhere."""
    if not words:
        return ()
    words = [*words[:_MOST_WORDS], *[""] * (4 - len(words))]
    likely = min(_MASK, _MASK // len(words) * 2 * SIZE)  # enough are smaller, nearly always
    grams = _grams(words, likely)
    return tuple(sorted(grams if len(grams) >= SIZE else _grams(words, _MASK))[:SIZE])


def _grams(words: Sequence[str], largest: int) -> set[int]:
    """The hashes of the words' 4-grams up to `largest`: each the sum of its words' hashes.

    All are added at once, as the digits of four long numbers: no word is looked at by itself.
    """
    hashes, count = array("Q", b"".join(map(_HASHES.__getitem__, words))), len(words) - 3
    starts = range(0, 20, 5)  # of the word at each place: one further, and there its next hash
    a, b, c, d = (int.from_bytes(hashes[at : at + 4 * count : 4], byteorder) for at in starts)
    sums = (a + b & _MASKS) + (c + d & _MASKS) & _MASKS
    return {gram for gram in array("Q", sums.to_bytes(8 * count, byteorder)) if gram <= largest}


def brief(figures: Iterable[int]) -> tuple[int, ...]:
    """A sketch's hashes in the same order, 32 bits of each: enough to look one up by."""
    return tuple([figure & _BRIEF for figure in figures])


def similarity(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of 4-grams two texts have in common (Jaccard), estimated from their sketches."""
    if not one or not other:
        return 0.0
    left, right = set(one), set(other)
    size = SIZE if max(len(left), len(right)) >= SIZE else len(left | right)
    smallest = sorted(left | right)[:size]
    return sum(gram in left and gram in right for gram in smallest) / len(smallest)
