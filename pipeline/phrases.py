"""A book of words and phrases that can be found in a text at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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


class _Rest(NamedTuple):
    """What must stand around a phrase's longest word, the one a text is least likely to hold."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    entry: Entry


class _Meaning(NamedTuple):
    """What a word of a text may be part of."""

    alone: tuple[Entry, ...]
    """The phrases that it is all of; of each label the one that counts."""
    longer: tuple[_Rest, ...]
    """The phrases it is the longest word of."""
    parts: frozenset[str]
    """The words of phrases, with and without `*`, that it fits."""


class _Meanings(dict[str, _Meaning]):
    """The words met so far."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        super().__init__()
        self._rests: dict[str, list[_Rest]] = defaultdict(list)
        self._parts: set[str] = set()
        for entry in entries:
            words = entry.phrase.split()
            place = max(range(len(words)), key=lambda index: len(words[index]))
            rest = _Rest(tuple(words[:place]), tuple(words[place + 1 :]), entry)
            self._rests[words[place]].append(rest)
            self._parts.update(words)

    def __missing__(self, word: str) -> _Meaning:
        if len(self) >= _CACHED:
            self.clear()
        stems = (f"{word[:length]}*" for length in range(1, len(word) + 1))
        parts = [part for part in (word, *stems) if part in self._parts]
        rests = [rest for part in parts for rest in self._rests.get(part, ())]
        alone: dict[str, Entry] = {}
        for _, _, entry in (rest for rest in rests if not (rest.before or rest.after)):
            known = alone.setdefault(entry.label, entry)
            if entry.weight < known.weight:
                alone[entry.label] = entry
        longer = tuple(rest for rest in rests if rest.before or rest.after)
        self[word] = meaning = _Meaning(tuple(alone.values()), longer, frozenset(parts))
        return meaning


class PhraseBook:
    """Phrases that are looked up all at once: a text is read once whatever their number."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Of two phrases of one label, the one inside the other does not count."""
        self._meanings = _Meanings(entries)

    def found(self, words: Sequence[str], most: int) -> Mapping[str, list[Found]]:
        """The phrases that count, by label: the first `most` places of each, in order."""
        places: dict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(words):
            places[word].append(index)
        met = [(self._meanings[word], at) for word, at in places.items()]
        parts = frozenset().union(*(meaning.parts for meaning, _ in met))
        alone: dict[str, list[tuple[Entry, list[int]]]] = defaultdict(list)
        longer: dict[str, list[Found]] = defaultdict(list)
        for meaning, at in met:
            for entry in meaning.alone:
                alone[entry.label].append((entry, at))
            for rest in meaning.longer:
                if parts.issuperset(rest.before) and parts.issuperset(rest.after):
                    longer[rest.entry.label] += self._fitting(words, rest, at)
        return {
            label: kept
            for label in {**alone, **longer}
            if (kept := _counting(alone.get(label, ()), longer.get(label), most))
        }

    def _fitting(self, words: Sequence[str], rest: _Rest, at: Iterable[int]) -> Iterator[Found]:
        """The phrase at those of the places where the words around it are its own."""
        before, after, entry = rest
        for index in at:
            start, end = index - len(before), index + 1 + len(after)
            if start < 0 or end > len(words):
                continue
            around = (*words[start:index], *words[index + 1 : end])
            if all(
                part in self._meanings[word].parts
                for word, part in zip(around, (*before, *after), strict=True)
            ):
                yield Found(start, end, entry)


def _counting(
    alone: Iterable[tuple[Entry, Sequence[int]]], longer: Sequence[Found] | None, most: int
) -> list[Found]:
    """The phrases of one label that do not lie inside others."""
    if not longer:  # single words: none lies inside another
        return [
            Found(index, index + 1, entry)
            for entry, at in alone
            if entry.weight
            for index in at[:most]
        ]
    all_ = [*longer, *(Found(index, index + 1, entry) for entry, at in alone for index in at)]
    counts: Counter[str] = Counter()
    kept = []
    for found in _outermost(all_):
        counts[found.entry.phrase] += 1
        if counts[found.entry.phrase] <= most:
            kept.append(found)
    return kept


def _outermost(all_: list[Found]) -> list[Found]:
    ordered = sorted(all_, key=lambda f: (f.start, -f.end, f.entry.weight))
    kept: list[Found] = []
    reach = -1
    for found in ordered:  # whatever starts later and ends no later lies inside
        if found.end > reach:
            kept.append(found)
            reach = found.end
    return [found for found in kept if found.entry.weight]
