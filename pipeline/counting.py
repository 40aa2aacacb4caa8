"""Figures about the archive: how many stories there are of what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal

from sqlalchemy import Row

from pipeline.store.search import mark
from schemas.types import ROME, Bilingual, Record
from schemas.vocabulary import DEPARTMENTS, SECTIONS, VERSION, topics

By = Literal["topic", "department", "section", "source", "month"]


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


def counted(rows: Iterable[Row[Any]], by: By, now: datetime) -> Statistics:
    """Figures from rows of `search` that are sorted by story; what is under embargo counts not."""
    tally: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    total = [0, 0, 0]
    for _, family in groupby(rows, key=attrgetter("story")):
        seen = [row for row in family if row.opens is None or row.opens <= now]
        if not seen:
            continue
        dates = [row.published for row in seen if row.published is not None]
        counts = (int(bool(dates)), int(not dates), sum(row.pickups for row in seen))
        version = max(row.vocabulary for row in seen) if by == "topic" else ""
        for key in _keys(seen, by, min(dates, default=None)):
            _add(tally[key, version or VERSION], counts)
        _add(total, counts)
    figures = (_figures(key, by, version, n) for (key, version), n in sorted(tally.items()))
    return Statistics(by=by, figures=tuple(figures), total=_figures("", by, VERSION, total))


def _add(counts: list[int], more: Sequence[int]) -> None:
    for place, count in enumerate(more):
        counts[place] += count


def _keys(family: Sequence[Row[Any]], by: By, published: datetime | None) -> set[str]:
    """What a story counts for; '' for nothing."""
    if by == "month":
        return {published.astimezone(ROME).strftime("%Y-%m") if published else ""}
    if by == "source":
        return {row.source for row in family}
    begins = f"{by}:"
    marks = {one for row in family for one in row.marks.split() if one.startswith(begins)}
    return {_names(by).get(one, one.removeprefix(begins)) for one in marks} or {""}


@cache
def _names(by: By) -> Mapping[str, str]:
    """A mark in the index → what it stands for."""
    return {mark(by, name): name for name in _labels(by)}


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
