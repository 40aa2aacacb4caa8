"""What a story is about: its topics, and what its text names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.mentions import Mentions, departments, mention_entries, projects
from pipeline.persons import people
from pipeline.phrases import Entry, Found, PhraseBook
from schemas.card import TopicMark
from schemas.vocabulary import VERSION, Topic, topics, words_of

MOST_TOPICS = 3
"""A card has the topics that speak loudest, at most so many."""
_FIRST_WORDS, _MOST_WORDS = 400, 3_000
_MOST_TEXT = 50_000
"""How far a text is read for its topics; for names further on, too."""
_TITLE, _TAGS, _TEASER, _TEXT = 5, 6, 3, 2
_ONLY_IN_TEXT = 1.5
"""How much more a topic must say for itself that neither title nor tags nor teaser mention."""
_ALONE = 0.75
"""What a phrase counts that no other one of its topic stands by."""
_OF_THE_LOUDEST = 0.3
"""The share of the loudest topic's score that the others must reach."""
_REPEATS = 3
"""Occurrences of one phrase that count in the text; elsewhere it counts once."""
_TELLING = 2
"""What a word must count to be looked for in the text: the lesser ones stand in any text."""
_SHORT = 200
"""Words of a text above which each of them says less: long texts mention much in passing."""
_REASONS = 6
_LIKENED = frozenset(("un", "una", "uno", "a", "an"))
_LIKE = ("come", "like")
_ACCENTED = {"a": "[aàáâäãå]", "e": "[eèéêë]", "i": "[iìíîï]", "o": "[oòóôöø]", "u": "[uùúûü]"}
_ACCENTED |= {"c": "[cç]", "n": "[nñ]", " ": r"[\W_]+"}


class Story(NamedTuple):
    """The words that tell what a story is about."""

    title: str
    tags: Sequence[str]
    teaser: str
    text: str
    words: Sequence[str]
    """Those of `text`, folded."""
    language: str


class Facets(NamedTuple):
    """What a story is about."""

    topics: tuple[TopicMark, ...]
    departments: tuple[str, ...]
    projects: tuple[str, ...]
    people: tuple[str, ...]


class _Part(NamedTuple):
    text: str
    found: Mapping[str, list[Found]]
    weight: int


_Score = tuple[float, str, _Part]
"""Points, the text's own words, and where they stand."""


def facets(story: Story) -> Facets:
    """Topics with the words that gave them, departments, projects, people; in a fixed order."""
    parts = tuple(_parts(story))
    labels = {label for part in parts for label in part.found}
    rest = story.words[_FIRST_WORDS:_MOST_WORDS]
    if not _telling_words().isdisjoint(rest):
        labels.update(_names().found(rest))
    text = story.text[:_MOST_TEXT]
    whole = f"{story.title}\n{story.teaser}\n{text}"
    told = Mentions(story.title, story.teaser, text, frozenset(labels), whole)
    read = min(len(story.words), _FIRST_WORDS)
    damped = min(1.0, (_SHORT / max(1, read)) ** 0.5)
    return Facets(_topics(parts, damped), departments(told), projects(told), people(told))


def _parts(story: Story) -> Iterator[_Part]:
    italian = story.language == "it"
    book = _book(italian=italian)
    tags = [word for tag in story.tags for word in (*words_of(tag), "")]
    yield _Part(story.title, book.found(_meant(words_of(story.title))), _TITLE)
    yield _Part(", ".join(story.tags), book.found(tags), _TAGS)
    yield _Part(story.teaser, book.found(_meant(words_of(story.teaser))), _TEASER)
    words = _meant(story.words[:_FIRST_WORDS])
    yield _Part(story.text, _book(italian=italian, least=_TELLING).found(words), _TEXT)


def _meant(words: Sequence[str]) -> Sequence[str]:
    """The words without what something is likened to: `heavy like a train` is about no train."""
    likened = [at for like in _LIKE if like in words for at in _positions(words, like)]
    if not likened:
        return words
    meant = list(words)
    for index in likened:
        if index + 2 < len(meant) and meant[index + 1] in _LIKENED:
            meant[index + 2] = ""
    return meant


def _positions(words: Sequence[str], word: str) -> Iterator[int]:
    at = -1
    for _ in range(words.count(word)):
        at = words.index(word, at + 1)
        yield at


@cache
def _book(*, italian: bool, least: int = 1) -> PhraseBook:
    """The phrases that count at least so much, or that keep others from counting."""
    entries = (entry for entry in _entries(italian=italian) if not 0 < entry.weight < least)
    return PhraseBook((*entries, *mention_entries()))


@cache
def _names() -> PhraseBook:
    return PhraseBook(mention_entries())


@cache
def _telling_words() -> frozenset[str]:
    """Of each name the word that a text is least likely to hold: few texts hold any."""
    return frozenset(max(entry.phrase.split(), key=len) for entry in mention_entries())


def _entries(*, italian: bool) -> Iterator[Entry]:
    for topic in topics().values():
        for rules in (topic.it, topic.en) if italian else (topic.en,):
            for phrase, weight in rules.weights.items():
                yield Entry(phrase, f"t:{topic.slug}", weight)
            for phrase, weight in rules.against.items():
                yield Entry(phrase, f"t:{topic.slug}", -weight)
            for phrase in rules.but:
                yield Entry(phrase, f"t:{topic.slug}", 0)


def _topics(parts: Iterable[_Part], damped: float) -> tuple[TopicMark, ...]:
    marks = []
    for label, scores in _scores(parts, damped).items():
        total = sum(points for points, _, _ in scores.values())
        if len(scores) == 1:
            total *= _ALONE
        if total >= (topic := topics()[label[2:]]).threshold and total >= _needed(topic, scores):
            marks.append((-total, topic.slug, scores))
    marks.sort(key=lambda mark: mark[:2])
    least = -_OF_THE_LOUDEST * marks[0][0] if marks else 0
    return tuple(
        TopicMark(topic=slug, words=_reasons(scores.values()), vocabulary=VERSION)
        for total, slug, scores in marks[:MOST_TOPICS]
        if -total >= least
    )


def _needed(topic: Topic, scores: Mapping[str, _Score]) -> float:
    loud = any(part.weight > _TEXT for points, _, part in scores.values() if points > 0)
    return topic.threshold * (1 if loud else _ONLY_IN_TEXT)


def _scores(parts: Iterable[_Part], damped: float) -> dict[str, dict[str, _Score]]:
    """Label of each topic → phrase → its score where it speaks loudest."""
    all_: dict[str, dict[str, _Score]] = {}
    for part in parts:
        for label, found in part.found.items():
            if label[0] == "t":
                _take(all_.setdefault(label, {}), found, part, damped)
    return all_


def _take(best: dict[str, _Score], found: Iterable[Found], part: _Part, damped: float) -> None:
    times: dict[str, int] = {}
    for (phrase, _, weight), words, count in found:
        times[phrase] = count = min(times.get(phrase, 0) + count, _REPEATS)
        points = weight * part.weight * (count * damped if part.weight == _TEXT else 1)
        if phrase not in best or abs(points) > abs(best[phrase][0]):
            best[phrase] = (points, words, part)


def _reasons(scores: Iterable[_Score]) -> tuple[str, ...]:
    """The card's own words, the weightiest first."""
    loudest = sorted((s for s in scores if s[0] > 0), key=lambda s: (-s[0], s[1]))
    words = (_as_written(words, part.text) for _, words, part in loudest[:_REASONS])
    return tuple(dict.fromkeys(words))


def _as_written(words: str, text: str) -> str:
    """The found words with their accents and hyphens."""
    text = _lower(text)
    if words in text:
        return words
    written = _spelling(words).search(text)
    return " ".join(written[0].split()) if written else words


@lru_cache(maxsize=4)
def _lower(text: str) -> str:
    return text.lower()


@lru_cache(maxsize=4096)
def _spelling(words: str) -> re.Pattern[str]:
    """How folded words may be written."""
    return re.compile("".join(_ACCENTED.get(letter, letter) for letter in words))
