"""What a story is recognised by in other newsrooms' words, taken from its text."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import compress, count
from operator import attrgetter
from typing import Literal, NamedTuple

from pipeline.numerals import NUMERALS
from pipeline.sketch import brief, sketch
from schemas.marks import Marks
from schemas.vocabulary import fold, words_of

_HEAD_WORDS = 80
_SHORTEST, _STEM = 5, 7
_SHORTEST_QUOTE = 4
_MOST_WORDS = 3_000
_MOST_DIGITS = 15
_MOST_CACHED = 32_768
_TOP = 1 << 31  # words have this bit, figures do not
_JOINERS = "’'‘-–—"
_ENDS = re.compile(r"[.!?…:“”«»„\"][^\w]*$")
_OPENS = re.compile(r"^[^\w]*[“”«»„\"]")
_AROUND = re.compile(r"^\W+|\W+$")
_NO_DIGIT = re.compile(r"[^0-9]")
_QUOTE = re.compile(r"[“«„\"]([^“”«»„\"]{12,1200})[”»“\"]")
_QUOTATION = '"“«„'
"""What a quotation begins with."""
_SENTENCE = re.compile(r"[.!?…;:]\s")
_FACTORS = (0x9E3779B1, 0x85EBCA77)
_MASK = (1 << 32) - 1


_Kind = Literal["", "figure", "capital", "acronym"]


class _Word(NamedTuple):
    """A word as it stands in a text, as it counts."""

    kind: _Kind
    value: int
    """The figure; of a word its hash."""
    mask: int
    """The same for every figure, so that two fillings of one form have the same places."""
    stem: int
    """The hash of its beginning; 0 for a short word and a figure."""
    opens: bool
    """Whether a quotation begins with it."""
    ends: bool
    """Whether a sentence or a quotation ends behind it."""


class _Words(dict[str, _Word]):
    def __missing__(self, raw: str) -> _Word:
        if len(self) >= _MOST_CACHED:
            self.clear()
        self[raw] = word = _word(raw)
        return word


def _word(raw: str) -> _Word:
    opens = ends = False
    text, digits = raw, ""
    if not raw.isalpha():
        opens, ends = _OPENS.match(raw) is not None, _ENDS.search(raw) is not None
        text = _AROUND.sub("", raw)
        digits = _NO_DIGIT.sub("", text)[:_MOST_DIGITS]
    folded = fold(text)
    if folded in NUMERALS or (digits and text[0].isdecimal()):
        return _Word("figure", NUMERALS.get(folded) or int(digits) % _TOP, 1, 0, opens, ends)
    value = _hash(folded)
    stem = _hash(folded[:_STEM]) if len(folded) >= _SHORTEST else 0
    capital = len(text) > 1 and text[0].isupper()
    kind: _Kind = ("acronym" if text.isupper() else "capital") if capital else ""
    return _Word(kind, value, value, stem, opens, ends)


def _hash(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=4).digest()
    return int.from_bytes(digest, "big") | _TOP


_WORDS = _Words()
_KIND_OF = attrgetter("kind")


def marks_of(title: str, teaser: str, lines: Sequence[str]) -> Marks:
    """What a copy of this story would repeat, and a look-alike would contradict."""
    text = " . ".join((teaser, *lines))
    raw, raw_title = _split(text), _split(title)
    told, headline = (list(map(_WORDS.__getitem__, words)) for words in (raw, raw_title))
    each = dict.fromkeys((*raw, *raw_title))  # in their order: the same marks everywhere
    head = words_of(" ".join((title, teaser, *lines[:1])))[:_HEAD_WORDS]
    names, figures, places = _facts(told)
    figures |= {word.value for word in headline if word.kind == "figure"}
    return Marks(
        head=brief(sketch(head)),
        words=tuple({_WORDS[word].stem for word in each} - {0}),
        names=tuple(names),
        figures=tuple(figures),
        quotes=tuple(set(_quotes(text))),
        places=places,
    )


def _split(text: str) -> list[str]:
    """The words of a text as they stand in it."""
    for mark in _JOINERS:
        text = text.replace(mark, " ")
    return text.split()[:_MOST_WORDS]


def _facts(told: Sequence[_Word]) -> tuple[set[int], set[int], dict[int, int]]:
    """Names, figures, and where each run of them stands."""
    names: set[int] = set()
    figures: set[int] = set()
    places: dict[int, int] = {}
    padded = [_BREAK, _BREAK, *told, _BREAK, _BREAK]
    for at in compress(count(), map(_KIND_OF, padded)):
        word, before, behind = padded[at], padded[at - 1], padded[at + 1]
        if word.kind == "capital" and (before.ends or word.opens):
            continue  # every sentence begins with one
        figure = word.kind == "figure"
        (figures if figure else names).add(word.value)
        if not before.kind or (before.kind == "figure") != figure:
            places.setdefault(_place(padded[at - 2], before, figure), word.value)
        if not behind.kind or (behind.kind == "figure") != figure:
            places.setdefault(_place(padded[at + 2], behind, figure), word.value)
    return names, figures, places


_BREAK = _word(".")


def _place(far: _Word, near: _Word, figure: bool) -> int:
    return (far.mask * _FACTORS[0] + near.mask * _FACTORS[1] + figure) & _MASK


def is_figure(fact: int) -> bool:
    """Whether a fact is a figure, as it is, not the hash of a name."""
    return fact < _TOP


def _quotes(text: str) -> Iterator[int]:
    """Each sentence within quotation marks that is long enough to be somebody's own."""
    if not any(mark in text for mark in _QUOTATION):
        return
    for quote in _QUOTE.findall(text):
        for sentence in _SENTENCE.split(quote):
            words = words_of(sentence)
            if len(words) >= _SHORTEST_QUOTE:
                yield _hash(" ".join(words))
