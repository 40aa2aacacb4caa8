"""Topics, departments, projects, people against two sets of invented stories."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pytest

from pipeline.clean import cleaned
from schemas.decision import Cleaned
from schemas.extracted import Extracted
from tests.builders import source

FOLDER = Path(__file__).parent / "topics"
FACETS = ("topics", "departments", "projects", "people")
Table = dict[str, Counter[str]]


@cache
def stories(name: str) -> tuple[Mapping[str, Any], ...]:
    """A set's stories with what is expected of each."""
    return tuple(json.loads((FOLDER / f"{name}.json").read_text("utf-8"))["stories"])


def found_in(story: Mapping[str, Any]) -> Cleaned:
    """The story taken through the pipe, as if a page had said it."""
    paragraphs = (f"<p>{escape(text)}</p>" for text in story["text"].split("\n\n") if text)
    page = Extracted(
        url=f"http://ateneo.localhost:8001/it/{story['id']}",
        title=story["title"],
        teaser=story["teaser"],
        body="".join(paragraphs),
        language=story["language"],
        tags=tuple(story["tags"]),
    )
    return cleaned(page, source())


@cache
def scored(name: str, facet: str) -> Table:
    """Value → how often it was right (`hit`), wrong (`extra`), missing (`missed`)."""
    table: Table = {}
    for story in stories(name):
        values = getattr(found_in(story), facet)
        got = {mark.topic for mark in values} if facet == "topics" else set(values)
        for value in got | set(story[facet]):
            word = "extra" if value not in story[facet] else "hit" if value in got else "missed"
            table.setdefault(value, Counter())[word] += 1
    return table


def figures(counts: Counter[str]) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    hit, extra, missed = (counts[word] for word in ("hit", "extra", "missed"))
    return (
        hit / max(1, hit + extra),
        hit / max(1, hit + missed),
        2 * hit / max(1, 2 * hit + extra + missed),
    )


def told(name: str, facet: str) -> Iterator[str]:
    """The score as lines: all of it, and for topics each."""
    table = scored(name, facet)
    rows = {"all": sum(table.values(), Counter()), **(table if facet == "topics" else {})}
    for value, counts in sorted(rows.items()):
        precision, recall, f1 = figures(counts)
        asked = counts["hit"] + counts["missed"]
        yield f"{name} {facet} {value:22s} P {precision:.3f} R {recall:.3f} F1 {f1:.3f} of {asked}"


@pytest.mark.parametrize(
    ("facet", "least"),
    [("topics", 0.85), ("departments", 0.95), ("projects", 0.90), ("people", 0.80)],
)
def test_the_frozen_stories_are_filed_well(facet: str, least: float) -> None:
    """Over stories that no rule was written with, micro-F1 is what was promised."""
    print("\n".join((*told("open", facet), *told("frozen", facet))))
    assert figures(sum(scored("frozen", facet).values(), Counter()))[2] >= least


def test_people_are_rather_missed_than_invented() -> None:
    """Whoever is named as a person is one, 19 times of 20."""
    assert figures(sum(scored("frozen", "people").values(), Counter()))[0] >= 0.95


def test_the_sets_are_large_and_apart() -> None:
    """At least 150 stories, a third or more of them frozen, none in both sets."""
    open_, frozen = ({story["title"] for story in stories(name)} for name in ("open", "frozen"))
    assert len(open_ | frozen) == len(open_) + len(frozen) >= 150
    assert len(frozen) * 3 >= len(open_ | frozen)
