"""A book of words and phrases that can be found in a text at once."""

from collections import Counter, defaultdict
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


Found = tuple[Entry, str, int]
"""A phrase that was found, the text's own words for it (folded), and how often."""


class _Long(NamedTuple):
    """A phrase of several words, by its longest one: the one a text is least likely to hold."""

    words: list[str]
    place: int
    """Of the longest one in `words`."""
    plain: frozenset[str]
    """Its words without `*`."""
    entry: Entry

    def at(self, words: Sequence[str], index: int) -> "_Place | None":
        """The phrase around its longest word, where the words there are its own."""
        start = index - self.place
        end = start + len(self.words)
        if start < 0 or end > len(words):
            return None
        here = words[start:end]
        fits = here == self.words or all(map(_fits, here, self.words))
        return _Place(start, end, self.entry) if fits else None


class _Place(NamedTuple):
    """Where a phrase of several words stands."""

    start: int
    end: int
    entry: Entry


class _Meaning(NamedTuple):
    """What a word of a text may be part of."""

    alone: tuple[Entry, ...]
    """The phrases that it is all of; of each label the longest."""
    followed: Mapping[str, tuple[_Long, ...]]
    """The phrases it is the longest word of, by the word behind it."""
    preceded: Mapping[str, tuple[_Long, ...]]
    """Others, by the word before it."""
    beside_any: tuple[_Long, ...]
    """Those with a `*` beside it."""


_NOTHING = _Meaning((), {}, {}, ())


class _Meanings(dict[str, _Meaning]):
    """The words met so far."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        super().__init__()
        self._alone: dict[str, list[Entry]] = defaultdict(list)
        self._longer: dict[str, list[_Long]] = defaultdict(list)
        for entry in entries:
            words = entry.phrase.split()
            place = max(range(len(words)), key=lambda index: len(words[index]))
            if len(words) == 1:
                self._alone[words[0]].append(entry)
            else:
                plain = frozenset(word for word in words if not word.endswith("*"))
                self._longer[words[place]].append(_Long(words, place, plain, entry))

    def __missing__(self, word: str) -> _Meaning:
        if len(self) >= _CACHED:
            self.clear()
        stems = (f"{word[:length]}*" for length in range(len(word), 0, -1))
        known = [part for part in (word, *stems) if part in self._alone or part in self._longer]
        alone: dict[str, Entry] = {}
        for entry in (entry for part in known for entry in self._alone.get(part, ())):
            alone.setdefault(entry.label, entry)
        longer = [phrase for part in known for phrase in self._longer.get(part, ())]
        meaning = _meaning(tuple(alone.values()), longer) if known else _NOTHING
        self[word] = meaning
        return meaning


class PhraseBook:
    """Phrases that are looked up all at once: a text is read once whatever their number."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Of two phrases of one label, the one inside the other does not count."""
        self._meanings = _Meanings(entries)

    def found(self, words: Sequence[str]) -> Mapping[str, list[Found]]:
        """The phrases that count, by label."""
        counts = Counter(words)
        meanings = self._meanings
        met = [(word, m) for word in counts if (m := meanings[word]) is not _NOTHING]
        outer = _outer(words, _likely(met, counts))
        inside = {label: _words_in(words, places) for label, places in outer.items()}
        found: dict[str, list[Found]] = defaultdict(list)
        for word, (alone, _, _, _) in met:
            for entry in alone:
                _, label, weight = entry
                times = counts[word] - (inside[label].count(word) if label in inside else 0)
                if weight and times > 0:
                    found[label].append((entry, word, times))
        for start, end, entry in (place for places in outer.values() for place in places):
            if entry.weight:
                found[entry.label].append((entry, " ".join(words[start:end]), 1))
        return found


def _likely(
    met: Iterable[tuple[str, _Meaning]], counts: Mapping[str, int]
) -> dict[str, list[_Long]]:
    """The phrases of several words of which all words are there, by their longest one."""
    there = counts.keys()
    found = {}
    for word, (_, followed, preceded, beside_any) in met:
        if not (followed or preceded or beside_any):
            continue
        near = [phrase for other in there & followed.keys() for phrase in followed[other]]
        near += [phrase for other in there & preceded.keys() for phrase in preceded[other]]
        if likely := [phrase for phrase in (*near, *beside_any) if there >= phrase.plain]:
            found[word] = likely
    return found


def _meaning(alone: tuple[Entry, ...], longer: Iterable[_Long]) -> _Meaning:
    followed: dict[str, tuple[_Long, ...]] = {}
    preceded: dict[str, tuple[_Long, ...]] = {}
    beside_any: tuple[_Long, ...] = ()
    for phrase in longer:
        words, place, _, _ = phrase
        if place + 1 < len(words) and not words[place + 1].endswith("*"):
            followed[words[place + 1]] = (*followed.get(words[place + 1], ()), phrase)
        elif place and not words[place - 1].endswith("*"):
            preceded[words[place - 1]] = (*preceded.get(words[place - 1], ()), phrase)
        else:
            beside_any = (*beside_any, phrase)
    return _Meaning(alone, followed, preceded, beside_any)


def _fits(word: str, part: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


def _outer(words: Sequence[str], likely: Mapping[str, list[_Long]]) -> dict[str, list[_Place]]:
    """Where phrases of several words stand, by label; none inside another."""
    if not likely:
        return {}
    places: dict[str, list[_Place]] = defaultdict(list)
    for index in [index for index, word in enumerate(words) if word in likely]:
        for phrase in likely[words[index]]:
            if place := phrase.at(words, index):
                places[place.entry.label].append(place)
    return {label: _outermost(found) for label, found in places.items()}


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
