"""The index of passages."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from pipeline.settings import settings_from
from pipeline.sketch import sketch
from pipeline.store import passages
from pipeline.store import tables as t
from pipeline.store.record import record_of
from pipeline.store.store import Store, opened
from schemas.decision import Cleaned
from schemas.marks import Marks
from tests.builders import card_id
from tests.pipeline.migrating import older
from tests.pipeline.pages import first, page

DAY = date(2026, 3, 1)
MARKS = Marks(head=(9, 3), words=(5, 6), names=(7,), figures=(12,), quotes=(8,), places={1: 12})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of its own."""
    store = opened(settings_from(data=tmp_path / "data", public=tmp_path / "public"))
    yield store
    store.close()


def told(seed: int = 0, **fields: object) -> Cleaned:
    """A page whose passages are told by a number."""
    words = [f"parola{seed}x{number}" for number in range(120)]
    return page(**{"source": "torino", "shingles": sketch(words), "marks": MARKS, **fields})


def noted(store: Store, *sketches: passages.Sketch) -> None:
    """Index cards in place of what was there of them."""
    with store.writing() as c:
        passages.note(c, sketches, passages.of(c, [row.card for row in sketches]))


def near(store: Store, asked: Cleaned) -> list[str]:
    """The cards that may tell what a page tells."""
    question = passages.asked(asked)
    assert question is not None
    with store.reading() as c:
        return passages.near(c, [question]).cards[asked.url]


def count(store: Store) -> int:
    """Passages in the index."""
    with store.reading() as c:
        return c.scalar(select(func.count()).select_from(t.passage)) or 0


def test_a_card_is_found_by_its_passages(store: Store) -> None:
    """Its marks come back as they were."""
    noted(store, passages.sketch_of(card_id(1), DAY, told(source="ateneo")))
    assert near(store, told()) == [card_id(1)]
    with store.reading() as c:
        assert passages.marks_in(passages.of(c, [card_id(1)])[card_id(1)]) == MARKS


APART: list[dict[str, object]] = [
    {"source": "ateneo"},
    {"language": "en"},
    {"seed": 2},
    {"published": {"day": "2026-03-12"}},
    {"published": {"day": "2025-03-01"}},
]


@pytest.mark.parametrize("other", APART)
def test_other_stories_are_not_looked_at(store: Store, other: dict[str, object]) -> None:
    """The same source, another language, other words, eleven days or a year later."""
    noted(store, passages.sketch_of(card_id(1), DAY, told(source="ateneo")))
    seed = other.pop("seed", 0)
    assert isinstance(seed, int)
    assert near(store, told(seed, **{"marks": Marks(), **other})) == []


def test_days_meet_across_the_borders_of_the_index(store: Store) -> None:
    """A card is found ten days before and after, wherever the index begins anew."""
    for number in range(40):
        day = date.fromordinal(DAY.toordinal() + number)
        noted(store, passages.sketch_of(card_id(number), day, told(number, source="ateneo")))
        for days in (-10, 10):
            other = date.fromordinal(day.toordinal() + days).isoformat()
            asked = told(number, marks=Marks(), published={"day": other})
            assert near(store, asked) == [card_id(number)]


def test_a_card_leaves_its_old_words(store: Store) -> None:
    """A text that changed is found by what it says now only; the same again changes nothing."""
    noted(store, passages.sketch_of(card_id(1), DAY, told(source="ateneo")))
    before = count(store)
    noted(store, passages.sketch_of(card_id(1), DAY, told(1, source="ateneo")))
    assert count(store) == before
    assert near(store, told(1)) == [card_id(1)]
    assert near(store, told(marks=Marks())) == []


def test_a_phrase_of_many_cards_tells_nothing(store: Store) -> None:
    """It leads to no card, and no more of them are noted under it."""
    rows = [
        passages.sketch_of(card_id(number), DAY, told(source=f"quelle-{number}"))
        for number in range(passages.CROWDED)
    ]
    noted(store, *rows)
    assert near(store, told()) == []
    asked = passages.asked(told())
    assert asked is not None
    with store.writing() as c:
        crowded = passages.near(c, [asked]).crowded
        before = count(store)
        one_more = passages.sketch_of(card_id(99), DAY, told(source="altra"))
        passages.note(c, [one_more], {}, crowded)
    assert count(store) == before


def test_a_forgotten_card_leaves_nothing(store: Store) -> None:
    """Neither passages nor marks."""
    noted(store, passages.sketch_of(card_id(1), DAY, told(source="ateneo")))
    with store.writing() as c:
        passages.forget(c, card_id(1))
        assert passages.of(c, [card_id(1)]) == {}
    assert count(store) == 0


def test_an_undated_page_asks_nothing() -> None:
    """Its copies cannot be told from last year's edition."""
    assert passages.asked(told(published=None)) is None


def test_passages_of_a_stored_sketch_are_those_of_the_page() -> None:
    """What an older store has of a card leads to it as its page does."""
    page_ = told(marks=Marks())
    kept = json.loads(json.dumps(page_.shingles))
    assert passages.passages_of(page_) == passages.passages_of(told(shingles=kept, marks=Marks()))


def test_an_older_store_is_indexed_by_the_sketches_it_has(tmp_path: Path) -> None:
    """A card that was stored before there was an index is found by the next copy of it."""
    page_ = told(source="ateneo")
    card = first(page_)
    row = {
        **dict.fromkeys(("first_seen", "updated", "sort_at"), "2026-03-01 12:00:00.000000"),
        "id": card.id,
        "story": card.id,
        "source": "ateneo",
        "language": "it",
        "state": "live",
        "title_key": "il ponte",
        "history": 0,
        "text_hash": "x",
        "shingles": json.dumps(page_.shingles),
        "record": record_of(card),
    }
    store = opened(older(tmp_path / "data", "0003", row))
    assert near(store, told(marks=Marks())) == [card.id]
    store.close()
