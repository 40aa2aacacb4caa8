"""Invented stories in two languages, put together from stock sentences."""

import tomllib
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

_STOCK: dict[str, Any] = tomllib.loads(Path(__file__).with_name("stock.toml").read_text("utf-8"))
_LANGUAGES = ("it", "en")
_SENTENCES = (7, 9)


class Words(NamedTuple):
    """What a story says in one language."""

    title: str
    paragraphs: tuple[str, ...]


class Facts(NamedTuple):
    """What a story tells, whatever its language; two stories differ in nearly all of it."""

    slots: dict[str, str]
    thing: int
    title: int
    headline: int
    picks: tuple[int, ...]
    quote: int
    series: int = 0
    """The edition, where the story is the yearly notice of an event."""


def facts(random: Random, *, series: int = 0) -> Facts:
    """Something new to tell."""
    person, other = (
        f"{random.choice(_STOCK['first'])} {random.choice(_STOCK['last'])}" for _ in range(2)
    )
    return Facts(
        slots={
            "place": random.choice(_STOCK["places"]),
            "person": person,
            "other": other,
            "partner": random.choice(_STOCK["partners"]),
            "number": str(series),
            **{name: str(random.randint(13, 970)) for name in "abcde"},
        },
        thing=random.randrange(len(_STOCK["things"])),
        title=random.randrange(len(_STOCK["titles"])),
        headline=random.randrange(len(_STOCK["headlines"])),
        picks=tuple(
            random.sample(range(len(_STOCK["sentences"])), random.randint(*_SENTENCES)),
        ),
        quote=random.randrange(len(_STOCK["quotes"])),
        series=series,
    )


def told(said: Facts, language: str) -> Words:
    """The story in a language."""
    if said.series:
        stock = _STOCK["series"]
        lines = tuple(_filled(line, said, language) for line in stock["sentences"])
        return Words(_filled(stock["title"], said, language), lines)
    lines = tuple(_filled(_STOCK["sentences"][pick], said, language) for pick in said.picks)
    quote = _in(language, _STOCK["quotes"][said.quote])
    who = said.slots["person"]
    spoken = f"«{quote}», ha detto {who}." if language == "it" else f"“{quote}”, said {who}."
    title = _filled(_STOCK["titles"][said.title], said, language)
    return Words(title, (*lines[:3], spoken, *lines[3:]))


def picked_up(said: Facts, language: str, *, cut: bool) -> Words:
    """The same story in another newsroom: another headline, the text whole or cut."""
    words = told(said, language)
    headline = _filled(_STOCK["headlines"][said.headline], said, language)
    kept = max(5, len(words.paragraphs) * 2 // 3) if cut else len(words.paragraphs)
    return Words(headline, words.paragraphs[:kept])


def with_typo(words: Words) -> Words:
    """A letter of the title mended."""
    return words._replace(title=words.title[:-2] + words.title[-1])


def rewritten(words: Words, random: Random, language: str) -> Words:
    """One paragraph replaced by what was found out meanwhile, and one added."""
    new = facts(random)
    lines = [_filled(_STOCK["sentences"][pick], new, language) for pick in new.picks[:2]]
    return words._replace(paragraphs=(*words.paragraphs[:-1], *lines))


def _filled(line: str, said: Facts, language: str) -> str:
    thing = _in(language, _STOCK["things"][said.thing])
    Thing = thing[0].upper() + thing[1:]  # noqa: N806  # as the stock spells it
    return _in(language, line).format(thing=thing, Thing=Thing, **said.slots)


def _in(language: str, line: str) -> str:
    return line.split(" | ")[_LANGUAGES.index(language)]
