"""A book of words and phrases that can be found in a text at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import compress, count
from typing import NamedTuple

_CACHED = 32_768


class Entry(NamedTuple):
    """A phrase and what it stands for."""

    phrase: str
    """Folded words; one that ends in `*` stands for every word that begins like it."""
    label: str
    weight: int
    """0 for a phrase inside which others of its label mean something else."""


Found = tuple[Entry, str, int]
"""A phrase that was found, the text's own words for it (folded), and how often."""


class _Long(NamedTuple):
    """A phrase of several words, found by one of them (or by two side by side)."""

    words: list[str]
    place: int
    """In `words`, of the one it is found by."""
    others: tuple[tuple[int, str, bool], ...]
    """The other words: where from that one, without `*`, whether they had it."""
    plain: frozenset[str]
    """Its words without `*`."""
    entry: Entry
    pair: tuple[str, str] | None
    """The two words side by side that it is found by, where it has two without `*`."""

    def at(self, words: Sequence[str], index: int) -> "_Place | None":
        """The phrase around the word it is found by, where the words there are its own."""
        start = index - self.place
        end = start + len(self.words)
        if start < 0 or end > len(words):
            return None
        for offset, part, starred in self.others:
            word = words[index + offset]
            if not word.startswith(part) if starred else word != part:
                return None
        return _Place(start, end, self.entry)


class _Place(NamedTuple):
    """Where a phrase of several words stands."""

    start: int
    end: int
    entry: Entry


class _Meaning(NamedTuple):
    """What a word of a text may be part of."""

    alone: tuple[Entry, ...]
    """The phrases that it is all of; of each label the longest."""
    starred: tuple[_Long, ...]
    """The phrases it is the longest word of, among those with no two words without `*`."""


_NOTHING = _Meaning((), ())


class _Meanings(dict[str, _Meaning]):
    """The words met so far."""

    def __init__(self, alone: Iterable[Entry], starred: Iterable[_Long]) -> None:
        super().__init__()
        self._alone: dict[str, list[Entry]] = defaultdict(list)
        self._starred: dict[str, list[_Long]] = defaultdict(list)
        for entry in alone:
            self._alone[entry.phrase].append(entry)
        for phrase in starred:
            self._starred[phrase.words[phrase.place]].append(phrase)

    def __missing__(self, word: str) -> _Meaning:
        if len(self) >= _CACHED:
            self.clear()
        stems = (f"{word[:length]}*" for length in range(len(word), 0, -1))
        known = [part for part in (word, *stems) if part in self._alone or part in self._starred]
        alone: dict[str, Entry] = {}
        for entry in (entry for part in known for entry in self._alone.get(part, ())):
            alone.setdefault(entry.label, entry)
        starred = tuple(phrase for part in known for phrase in self._starred.get(part, ()))
        meaning = _Meaning(tuple(alone.values()), starred) if known else _NOTHING
        self[word] = meaning
        return meaning


class PhraseBook:
    """Phrases that are looked up all at once: a text is read once whatever their number."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Of two phrases of one label, the one inside the other does not count."""
        self._pairs: dict[tuple[str, str], list[_Long]] = defaultdict(list)
        alone, starred = [], []
        for entry in entries:
            if " " not in entry.phrase:
                alone.append(entry)
                continue
            phrase = _long(entry)
            if phrase.pair:
                self._pairs[phrase.pair].append(phrase)
            else:
                starred.append(phrase)
        self._first = frozenset(first for first, _ in self._pairs)
        self._meanings = _Meanings(alone, starred)

    def found(self, words: Sequence[str]) -> Mapping[str, list[Found]]:
        """The phrases that count, by label."""
        counts = Counter(words)
        meanings = self._meanings
        met = [(word, m) for word in counts if (m := meanings[word]) is not _NOTHING]
        outer = self._longer(words, _starred(met, counts))
        inside = {label: _words_in(words, places) for label, places in outer.items()}
        found: dict[str, list[Found]] = defaultdict(list)
        for word, (alone, _) in met:
            for entry in alone:
                _, label, weight = entry
                times = counts[word] - (inside[label].count(word) if label in inside else 0)
                if weight and times > 0:
                    found[label].append((entry, word, times))
        for start, end, entry in (place for places in outer.values() for place in places):
            if entry.weight:
                found[entry.label].append((entry, " ".join(words[start:end]), 1))
        return found

    def _longer(
        self, words: Sequence[str], starred: Mapping[str, list[_Long]]
    ) -> dict[str, list[_Place]]:
        """Where phrases of several words stand, by label; none inside another."""
        pairs, last = self._pairs, len(words) - 1
        first = compress(count(), map(self._first.__contains__, words))
        likely = [
            (i, found) for i in first if i < last and (found := pairs.get((words[i], words[i + 1])))
        ]
        if starred:
            likely += [(i, starred[word]) for i, word in enumerate(words) if word in starred]
        places: dict[str, list[_Place]] = defaultdict(list)
        for index, phrases in likely:
            for phrase in phrases:
                if place := phrase.at(words, index):
                    places[place.entry.label].append(place)
        return {label: _outermost(found) for label, found in places.items()}


@cache
def _long(entry: Entry) -> _Long:
    """The books of one process have most of their phrases in common."""
    words = entry.phrase.split()
    place, pair = _plain_pair(words), None
    if place is not None:
        pair = words[place], words[place + 1]
    else:
        place = max(range(len(words)), key=lambda index: len(words[index]))
    others = tuple(
        (index - place, word.rstrip("*"), word.endswith("*"))
        for index, word in enumerate(words)
        if index != place
    )
    plain = frozenset(word for word in words if not word.endswith("*"))
    return _Long(words, place, others, plain, entry, pair)


def _starred(
    met: Iterable[tuple[str, _Meaning]], counts: Mapping[str, int]
) -> dict[str, list[_Long]]:
    """The phrases with `*` of which all other words are there, by the word they are found by."""
    there = counts.keys()
    found = {}
    for word, (_, starred) in met:
        if starred and (likely := [phrase for phrase in starred if there >= phrase.plain]):
            found[word] = likely
    return found


def _plain_pair(words: Sequence[str]) -> int | None:
    """The first two words beside each other without `*`; the longest such pair tells most."""
    plain = [
        index
        for index in range(len(words) - 1)
        if not (words[index].endswith("*") or words[index + 1].endswith("*"))
    ]
    return max(plain, key=lambda i: len(words[i] + words[i + 1]), default=None)


def _outermost(places: list[_Place]) -> list[_Place]:
    if len(places) == 1:
        return places
    kept: list[_Place] = []
    reach = -1
    for place in sorted(places, key=lambda p: (p.start, -p.end, p.entry.weight)):
        if place.end > reach:  # whatever starts later and ends no later lies inside
            kept.append(place)
            reach = place.end
    return kept


def _words_in(words: Sequence[str], places: Iterable[_Place]) -> list[str]:
    return [word for start, end, _ in places for word in words[start:end]]
