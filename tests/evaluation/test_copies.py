"""Pairs of stories that are the same, or look alike, taken through the pipe."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.intake import decided
from pipeline.past import Notebook
from pipeline.reading import Reading, reading_of
from pipeline.settings import settings_from
from pipeline.sightings import Sightings
from pipeline.store.store import Store, opened
from schemas.crawl import PageSeen
from schemas.extracted import Extracted
from schemas.source import Source
from tests.builders import source

FOLDER = Path(__file__).with_name("copies")
NOW = datetime(2035, 1, 1, tzinfo=UTC)
PRECISION, RECALL = 0.99, 0.90


class Undone(Exception):
    """Takes a pair out of the store again."""


class Score(NamedTuple):
    """What came of a set of pairs."""

    merged: Counter[tuple[str, str]]
    all_: Counter[tuple[str, str]]

    @property
    def precision(self) -> float:
        """The share of what was merged that is the same."""
        return self._same(self.merged) / max(1, self.merged.total())

    @property
    def recall(self) -> float:
        """The share of what is the same that was merged."""
        return self._same(self.merged) / max(1, self._same(self.all_))

    @staticmethod
    def _same(counts: Counter[tuple[str, str]]) -> int:
        return sum(count for (truth, _), count in counts.items() if truth == "same")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of its own."""
    store = opened(settings_from(data=tmp_path / "data", public=tmp_path / "public"))
    yield store
    store.close()


@pytest.mark.parametrize("name", ["open", "frozen"])
def test_copies_are_told_from_look_alikes(
    name: str, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nearly all copies are merged, and hardly anything that is none."""
    score = scored(FOLDER / f"{name}.json", store)
    with capsys.disabled():
        print(f"\n{table(name, score)}")
    assert score.precision >= PRECISION
    assert score.recall >= RECALL


def scored(file: Path, store: Store) -> Score:
    """Each pair in an otherwise empty store, the second story after the first."""
    data = json.loads(file.read_text("utf-8"))
    stories = {name: told(name, story) for name, story in data["stories"].items()}
    merged: Counter[tuple[str, str]] = Counter()
    all_: Counter[tuple[str, str]] = Counter()
    for pair in data["pairs"]:
        kind = (pair["truth"], pair["shape"])
        all_[kind] += 1
        merged[kind] += together(store, stories, pair)
    return Score(merged, all_)


def together(
    store: Store, stories: Mapping[str, tuple[Reading, Source]], pair: Mapping[str, str]
) -> bool:
    """Whether the second story of a pair folds under the first one's card."""
    cards: list[str | None] = []
    try:
        with store.writing() as c:
            for name in (pair["a"], pair["b"]):
                reading, origin = stories[name]
                book = Notebook("run", origin.slug, {}, Sightings(origin))
                book.read(c, [reading])
                decision, found = decided(book, reading, origin, NOW)
                card, page = decision.card, reading.page
                assert card is not None and page is not None
                cards.append(card.id)
                book.learn(card.id, reading, found, NOW)
                book.tell(card, page)
                if decision.action != "unchanged":
                    book.propose(decision, NOW, "updated")
                book.write(c)
            raise Undone
    except Undone:
        return cards[0] == cards[1]


def told(name: str, story: Mapping[str, Any]) -> tuple[Reading, Source]:
    """A story as its source's page tells it."""
    home = f"https://{story['source']}.example/"
    origin = source(
        slug=story["source"],
        name=story["source"].capitalize(),
        home=home,
        listing={"urls": [f"{home}news"], "links": "a"},
    )
    body = "".join(f"<p>{escape(line)}</p>" for line in story["text"].splitlines() if line)
    extracted = Extracted(
        url=f"{home}news/{name}",
        title=story["title"],
        teaser=story["teaser"],
        body=body,
        language=story["language"],
        published={"day": story["published"]} if story["published"] else None,
    )
    return reading_of(PageSeen(url=extracted.url, status=200, extracted=extracted), origin), origin


def table(name: str, score: Score) -> str:
    """Merged of all, by truth and shape."""
    lines = [
        f"  {truth:<12}{shape:<12}{score.merged[truth, shape]:>4} of {count}"
        for (truth, shape), count in sorted(score.all_.items())
    ]
    head = f"{name}: precision {score.precision:.3f}, recall {score.recall:.3f}"
    return "\n".join((head, *lines))
