"""A book of words and phrases that can be found in a text at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

_CACHED = 32_768


class Entry(NamedTuple):
    """A phrase and what it stands for."""

    phrase: str
    """Folded words; one that ends in `*` stands for every word that begins like it."""
    label: str
    weight: int
    """0 for a phrase inside which others of its label mean something else."""


class Found(NamedTuple):
    """Where a phrase was found."""

    start: int
    end: int
    """The word after its last one."""
    entry: Entry


class _Anchored(NamedTuple):
    """A phrase by its longest word, the one a text is least likely to hold by chance."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    entry: Entry


class _Anchors(dict[str, tuple[_Anchored, ...]]):
    """The phrases that a word of a text may belong to."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        super().__init__()
        self._exact: dict[str, list[_Anchored]] = defaultdict(list)
        self._stems: dict[str, list[_Anchored]] = defaultdict(list)
        for entry in entries:
            words = entry.phrase.split()
            place = max(range(len(words)), key=lambda index: len(words[index]))
            index = self._stems if words[place].endswith("*") else self._exact
            anchored = _Anchored(tuple(words[:place]), tuple(words[place + 1 :]), entry)
            index[words[place].rstrip("*")].append(anchored)

    def __missing__(self, word: str) -> tuple[_Anchored, ...]:
        if len(self) >= _CACHED:
            self.clear()
        found = list(self._exact.get(word, ()))
        for length in range(1, len(word) + 1):
            found += self._stems.get(word[:length], ())
        self[word] = all_ = tuple(found)
        return all_


class PhraseBook:
    """Phrases that are looked up all at once: a text is read once whatever their number."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Of two phrases of one label, the one inside the other does not count."""
        self._anchors = _Anchors(entries)

    def found(self, words: Sequence[str]) -> Mapping[str, list[Found]]:
        """The phrases that count, by label, in the order of the text."""
        labels: dict[str, list[Found]] = defaultdict(list)
        for index, candidates in enumerate(map(self._anchors.__getitem__, words)):
            for before, after, entry in candidates:
                start, end = index - len(before), index + 1 + len(after)
                if (not before or (start >= 0 and _fits(words[start:index], before))) and (
                    not after or _fits(words[index + 1 : end], after)
                ):
                    labels[entry.label].append(Found(start, end, entry))
        return {label: kept for label, all_ in labels.items() if (kept := _outermost(all_))}


def _fits(words: Sequence[str], parts: Sequence[str]) -> bool:
    if len(words) != len(parts):
        return False
    for word, part in zip(words, parts, strict=True):
        if word != part and not (part[-1] == "*" and word.startswith(part[:-1])):
            return False
    return True


def _outermost(all_: list[Found]) -> list[Found]:
    if len(all_) == 1:
        return [found for found in all_ if found.entry.weight]
    ordered = sorted(all_, key=lambda f: (f.start, -f.end, f.entry.weight))
    kept: list[Found] = []
    reach = -1
    for found in ordered:  # whatever starts later and ends no later lies inside
        if found.end > reach:
            kept.append(found)
            reach = found.end
    return [found for found in kept if found.entry.weight]
