"""Stories in two languages: which of them an editor would be asked about, by their texts alone."""

import json
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.marks import marks_of
from pipeline.pairs.kinship import akin, kinship
from pipeline.pairs.proposing import DAYS
from schemas.marks import Marks

FOLDER = Path(__file__).with_name("copies")
PRECISION, RECALL = 0.99, 0.90


class Stories(NamedTuple):
    """The stories of a set, and which of them are one."""

    told: dict[str, dict[str, Any]]
    translations: set[frozenset[str]]
    """The pairs that the set names."""
    groups: dict[str, set[str]]
    """Story → every telling of it: copies of translations are translations."""


def stories_in(file: Path) -> Stories:
    """A set of pairs, and all that follows from them."""
    data = json.loads(file.read_text("utf-8"))
    groups = {name: {name} for name in data["stories"]}
    for pair in data["pairs"]:
        if pair["truth"] != "different":
            joined = groups[pair["a"]] | groups[pair["b"]]
            groups |= dict.fromkeys(joined, joined)
    named = (frozenset((p["a"], p["b"])) for p in data["pairs"] if p["truth"] == "translation")
    return Stories(data["stories"], set(named), groups)


def marks(story: dict[str, Any], *, whole: bool) -> Marks:
    """What a story is told by; without its text by title and teaser."""
    lines = story["text"].split("\n\n") if whole else []
    return marks_of(story["title"], story["teaser"], lines)


def proposed(stories: Stories, *, whole: bool, pictured: bool) -> set[frozenset[str]]:
    """Every Italian story beside every English one of nearly the same day."""
    by_language: dict[str, list[str]] = {"it": [], "en": []}
    for name, story in stories.told.items():
        by_language[story["language"]].append(name)
    told = {name: marks(story, whole=whole) for name, story in stories.told.items()}
    days = {name: date.fromisoformat(s["published"]) for name, s in stories.told.items()}
    return {
        frozenset((one, other))
        for one, other in product(by_language["it"], by_language["en"])
        if abs((days[one] - days[other]).days) <= DAYS
        and akin(kinship(told[one], told[other]), pictured=pictured)
    }


def score(stories: Stories, found: set[frozenset[str]]) -> tuple[float, float]:
    """Precision over everything proposed, recall over the translations that the set names."""
    right = sum(other in stories.groups[one] for one, other in map(tuple, found))
    return right / max(1, len(found)), len(found & stories.translations) / len(stories.translations)


@pytest.mark.parametrize("name", ["open", "frozen"])
def test_translations_are_told_from_look_alikes(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """By text and date alone most translations would be proposed, and nearly nothing else."""
    stories = stories_in(FOLDER / f"{name}.json")
    found = proposed(stories, whole=True, pictured=False)
    precision, recall = score(stories, found)
    brief = score(stories, proposed(stories, whole=False, pictured=True))
    with capsys.disabled():
        print(
            f"\n{name}: {len(found)} pairs proposed by text and date, precision {precision:.3f}, "
            f"recall {recall:.3f} of {len(stories.translations)} translations; "
            f"by title and teaser, as if with a picture: {brief[0]:.3f}, {brief[1]:.3f}"
        )
    assert precision >= PRECISION
    assert recall >= RECALL
