"""Figures about the archive: how many stories there are of what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection

from pipeline.store.facts import By, Fact, facts
from pipeline.store.search import mark
from schemas.question import Question
from schemas.types import ROME, Bilingual, Record
from schemas.vocabulary import DEPARTMENTS, SECTIONS, VERSION, topics


class Figures(Record):
    """How many stories there are of one thing; its language versions count once."""

    key: str | None
    """A topic, department, section, source or month (`2026-03`, in Rome); null for none."""
    label: Bilingual | None
    """The name that readers see, where there is one."""
    stories: int
    """With a date of publication."""
    undated: int
    """Stories without a date; they are not among `stories`."""
    pickups: int
    """Copies of these stories by other newsrooms; they are not among `stories`."""
    vocabulary: str
    """The version of the vocabulary that filed them; figures of two versions do not compare."""


class Statistics(Record):
    """Figures about the stories that were asked for."""

    by: By
    figures: tuple[Figures, ...]
    """By key; a story with two topics is counted for each."""
    total: Figures
    """Each story once."""


def statistics(c: Connection, question: Question, by: By, now: datetime) -> Statistics:
    """Figures about the cards that a question asks for; what is under embargo counts not."""
    return counted(facts(c, question, by, now), by)


def counted(found: Iterable[Fact], by: By) -> Statistics:
    """Figures from facts."""
    tally: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    total = [0, 0, 0]
    for fact in found:
        version = fact.vocabulary or VERSION
        for counts in (total, *(tally[key, version] for key in _keys(fact, by))):
            counts[0 if fact.dated else 1] += fact.stories
            counts[2] += fact.pickups
    figures = (_figures(key, by, version, n) for (key, version), n in sorted(tally.items()))
    return Statistics(by=by, figures=tuple(figures), total=_figures("", by, VERSION, total))


def _keys(fact: Fact, by: By) -> set[str]:
    """What a story counts for; '' for nothing."""
    if by == "month":
        return {_month(fact.what)}
    if by == "source":
        return set(fact.what.split())
    parts = f" {fact.what}".split(f" {by}:")[1:]
    return {_names(by).get(its, its) for its in (part.partition(" ")[0] for part in parts)} or {""}


def _month(hour: str) -> str:
    """The month in Rome, whose clock is whole hours from UTC."""
    if not hour:
        return ""
    at = datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=UTC)
    return at.astimezone(ROME).strftime("%Y-%m")


@cache
def _names(by: By) -> Mapping[str, str]:
    """A mark in the index, without its field → what it stands for."""
    names = {name: name for name in _labels(by)}
    if by == "topic":
        names |= {former: slug for slug, its in topics().items() for former in its.formerly}
    return {mark(by, said).removeprefix(f"{by}:"): name for said, name in names.items()}


def _labels(by: By) -> Mapping[str, Bilingual]:
    if by == "topic":
        return {slug: topic.label for slug, topic in topics().items()}
    known: Mapping[By, Mapping[Any, Bilingual]] = {"department": DEPARTMENTS, "section": SECTIONS}
    return known.get(by, {})


def _figures(key: str, by: By, version: str, counts: Sequence[int]) -> Figures:
    stories, undated, pickups = counts
    return Figures(
        key=key or None,
        label=_labels(by).get(key),
        stories=stories,
        undated=undated,
        pickups=pickups,
        vocabulary=version,
    )
