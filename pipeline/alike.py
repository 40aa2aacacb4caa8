"""Whether two texts tell the same story in their own words."""

from typing import NamedTuple

from pipeline.marks import is_figure
from pipeline.sketch import brief, similarity
from schemas.marks import Marks

COVERED = 0.7
"""The share of the shorter text's content words that its copy, too, has."""
LITERAL = 0.6
"""The share of a short text's 4-grams that stand in the head of the longer one."""
VERBATIM = 0.8
"""The share of 4-grams from which two texts of which no more is known are copies."""
_SHORT = 25  # content words: two notices of one form have as many in common as two copies
_MANY, _CLASHING = 3, 0.15
_ROUNDED_FROM, _ROUNDED_BY = 32, 0.1


class Text(NamedTuple):
    """A story's text as it is compared."""

    shingles: tuple[int, ...]
    marks: Marks


def alike(one: Text, other: Text) -> float:
    """How much of the shorter text the longer one has, 0–1; 0 where they are no copies.

    A copy may lose facts, round a figure and say much in other words, but what it tells does not
    contradict: two stories cut from one template differ in figures, names and quotations.
    """
    if not (one.marks.words and other.marks.words):
        found = similarity(one.shingles, other.shingles)
        return found if found >= VERBATIM else 0.0
    short, long = sorted((one, other), key=lambda text: len(text.marks.words))
    covered = _share(short.marks.words, long.marks.words)
    if covered < COVERED or _contradicting(short.marks, long.marks):
        return 0.0
    if len(short.marks.words) < _SHORT and not _quoted(short, long):
        return 0.0
    return covered


def _share(part: tuple[int, ...], whole: tuple[int, ...]) -> float:
    return len(set(part) & set(whole)) / len(part) if part else 0.0


def _quoted(short: Text, long: Text) -> bool:
    """Whether a short text stands, almost to the word, in the longer one, with every fact."""
    literal = max(
        _share(brief(short.shingles), long.marks.head),
        similarity(short.shingles, long.shingles),
    )
    facts = (*short.marks.figures, *short.marks.names)
    known = {*long.marks.figures, *long.marks.names, *long.marks.words}
    true = known.issuperset(facts) or not _new(short.marks, long.marks)
    return literal >= LITERAL and true


def _contradicting(one: Marks, other: Marks) -> bool:
    if one.quotes and other.quotes and not set(one.quotes) & set(other.quotes):
        return True
    same, clashing = _places(one, other)
    if clashing >= _MANY and clashing > _CLASHING * (same + clashing):
        return True
    return _new(one, other) > _shared(one, other)


def _places(one: Marks, other: Marks) -> tuple[int, int]:
    """In how many of the same contexts the two have the same fact, and another.

    What the other text, too, says somewhere is no other fact.
    """
    same = clashing = 0
    facts, others = {*one.names, *one.figures}, {*other.names, *other.figures}
    for place in one.places.keys() & other.places.keys():
        here, there = one.places[place], other.places[place]
        if here == there or _rounded(here, there):
            same += 1
        elif here not in others and there not in facts:
            clashing += 1
    return same, clashing


def _rounded(one: int, other: int) -> bool:
    """Whether one figure is the other, rounded; small ones are days and hours."""
    if not (is_figure(one) and is_figure(other)):
        return False
    low, high = sorted((one, other))
    near = low >= _ROUNDED_FROM and high - low <= high * _ROUNDED_BY
    return near and (low % 10 == 0) != (high % 10 == 0)


def _new(one: Marks, other: Marks) -> int:
    """Facts that each of the two has before the other: losing some is no contradiction."""
    return sum(
        min(len(set(a) - set(b)), len(set(b) - set(a)))
        for a, b in ((one.figures, other.figures), (one.names, other.names))
    )


def _shared(one: Marks, other: Marks) -> int:
    return len({*one.figures, *one.names} & {*other.figures, *other.names})
