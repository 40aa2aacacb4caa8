"""What a story is about: its topics, departments, funding programmes."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.phrases import Entry, Found, PhraseBook
from schemas.card import TopicMark
from schemas.vocabulary import DEPARTMENTS, VERSION, topics, words_of

MOST_TOPICS = 5
"""A card has the topics that speak loudest, at most so many."""
_MOST_WORDS = 3_000
_WORD = re.compile(r"[^\W_]+")
_TITLE, _TAGS, _TEASER, _TEXT = 4, 3, 2, 1
_ONLY_IN_TEXT = 1.5
"""How much more a topic must say for itself that neither title nor tags nor teaser mention."""
_REPEATS = 3
"""Occurrences of one phrase that count in the text; elsewhere it counts once."""
_REASONS = 6

_PROGRAMMES = {
    "ERC": ("erc", "european research council"),
    "Horizon Europe": ("horizon europe",),
    "Horizon 2020": ("horizon 2020", "h2020"),
    "PNRR": (
        *("pnrr", "nrrp", "piano nazionale di ripresa", "national recovery and resilience plan"),
        *("next generation eu", "nextgenerationeu"),
    ),
    "Erasmus+": ("erasmus", "erasmusplus"),
    "MSCA": ("msca", "marie curie", "marie skłodowska curie", "marie sklodowska curie"),
    "EIC": ("european innovation council", "eic pathfinder", "eic transition", "eic accelerator"),
    "Interreg": ("interreg",),
    "Digital Europe": ("digital europe programme",),
    "COST": ("cost action", "cost actions"),
    "LIFE": ("programma life", "life programme", "progetto life", "life project"),
    "PRIN": ("prin", "progetti di rilevante interesse nazionale"),
    "FIS": ("fondo italiano per la scienza", "bando fis"),
    "FESR": ("fesr", "erdf", "european regional development fund"),
    "EIT": ("eit", "european institute of innovation and technology"),
}
_NAMED = re.compile(
    r"ro(?<=\b[Pp]ro)(?:getto|ject)\s+(?:europeo\s+|europea\s+|di ricerca\s+)?[“\"«]?"
    r"([A-Z][A-Z0-9]{2,19}(?:-[A-Z0-9]{1,10})?)\b"
)
_UNSURE = re.compile(r"D(?:AD|ET|IST)(?![\w-])")
_NEAR = ("ipartiment", "epartment", "IPARTIMENT", "EPARTMENT")
_BEFORE, _AFTER = 160, 15
_MOST_TEXT = 50_000


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


class _Part(NamedTuple):
    text: str
    words: Sequence[str]
    weight: int
    found: Mapping[str, list[Found]]


def facets(story: Story) -> Facets:
    """Topics with the words that gave them, departments, programmes; each in a fixed order."""
    parts = tuple(_parts(story))
    labels = {label for part in parts for label in part.found}
    text = "\n".join(part.text[:_MOST_TEXT] for part in parts)
    return Facets(_topics(parts, labels), _departments(labels, text), _projects(labels, text))


def _parts(story: Story) -> Iterator[_Part]:
    book = _book(italian=story.language == "it")
    for text, weight in (
        (story.title, _TITLE),
        (", ".join(story.tags), _TAGS),
        (story.teaser, _TEASER),
    ):
        words = words_of(text)
        yield _Part(text, words, weight, book.found(words, _REPEATS))
    words = list(story.words[:_MOST_WORDS])
    yield _Part(story.text, words, _TEXT, book.found(words, _REPEATS))


@cache
def _book(*, italian: bool) -> PhraseBook:
    return PhraseBook(_entries(italian=italian))


def _entries(*, italian: bool) -> Iterator[Entry]:
    for topic in topics().values():
        for rules in (topic.it, topic.en) if italian else (topic.en,):
            for phrase, weight in rules.weights.items():
                yield Entry(phrase, f"t:{topic.slug}", weight)
            for phrase in rules.but:
                yield Entry(phrase, f"t:{topic.slug}", 0)
    for code, name in DEPARTMENTS.items():
        for phrase in (name.it, name.en):
            yield Entry(" ".join(words_of(phrase)), f"d:{code}", 1)
        if len(code) > 4:  # DAUIN, DIMEAS …: words of no language
            yield Entry(code.lower(), f"d:{code}", 1)
    for programme, phrases in _PROGRAMMES.items():
        for phrase in phrases:
            yield Entry(" ".join(words_of(phrase)), f"p:{programme}", 1)


def _topics(parts: Sequence[_Part], labels: Iterable[str]) -> tuple[TopicMark, ...]:
    marks = []
    for slug in (label[2:] for label in labels if label.startswith("t:")):
        scores = _scores(parts, f"t:{slug}")
        total = sum(score for score, _, _ in scores.values())
        loud = any(part.weight > _TEXT for _, part, _ in scores.values())
        if total >= topics()[slug].threshold * (1 if loud else _ONLY_IN_TEXT):
            marks.append((-total, slug, scores))
    marks.sort(key=lambda mark: mark[:2])
    return tuple(
        TopicMark(topic=slug, words=_reasons(scores.values()), vocabulary=VERSION)
        for _, slug, scores in marks[:MOST_TOPICS]
    )


def _scores(parts: Sequence[_Part], label: str) -> dict[str, tuple[int, _Part, Found]]:
    """Each phrase's score where it speaks loudest, with that place."""
    best: dict[str, tuple[int, _Part, Found]] = {}
    for part in parts:
        counts: dict[str, int] = {}
        for found in part.found.get(label, ()):
            phrase = found.entry.phrase
            counts[phrase] = counts.get(phrase, 0) + 1
            times = min(counts[phrase], _REPEATS) if part.weight == _TEXT else part.weight
            score = found.entry.weight * times
            if phrase not in best or score > best[phrase][0]:
                best[phrase] = (score, part, found)
    return best


def _reasons(scores: Iterable[tuple[int, _Part, Found]]) -> tuple[str, ...]:
    """The card's own words, the weightiest first."""
    words = []
    for _, part, found in sorted(scores, key=lambda s: (-s[0], s[2].entry.phrase)):
        words.append(_as_written(part, found))
    return tuple(dict.fromkeys(words))[:_REASONS]


def _as_written(part: _Part, found: Found) -> str:
    """The found words with their accents."""
    folded = part.words[found.start : found.end]
    if (plain := " ".join(folded)) in part.text:
        return plain
    written = _spelled(part.text)[found.start : found.end]
    same = [word.casefold()[:1] for word in written] == [word[:1] for word in folded]
    return " ".join(written).lower() if same else plain  # folding may part a word in two


@lru_cache(maxsize=4)
def _spelled(text: str) -> list[str]:
    """The text's words as they are written; each topic of a card asks for the same ones."""
    return _WORD.findall(text)


def _departments(labels: set[str], text: str) -> tuple[str, ...]:
    found = {label[2:] for label in labels if label.startswith("d:")}
    # DAD is also distance learning, DET and DIST are syllables: only beside a department.
    for match in _UNSURE.finditer(text) if _beside_department(text) else ():
        if text[match.start() - 1 : match.start()].isalnum():
            continue
        before = text[max(0, match.start() - _BEFORE) : match.start()].rpartition("\n")[2]
        if _beside_department(before) or _beside_department(text[match.end() :][:_AFTER]):
            found.add(match[0])
    return tuple(code for code in DEPARTMENTS if code in found)


def _beside_department(text: str) -> bool:
    return any(word in text for word in _NEAR)


def _projects(labels: set[str], text: str) -> tuple[str, ...]:
    programmes = [name for name in _PROGRAMMES if f"p:{name}" in labels]
    known = {name.upper() for name in _PROGRAMMES} | DEPARTMENTS.keys()
    likely = "rogetto" in text or "roject" in text
    named = [name for name in _NAMED.findall(text) if name not in known] if likely else []
    return tuple(dict.fromkeys((*programmes, *named)))
