"""The search index, in step with the cards."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from pipeline.settings import settings_from
from pipeline.store import cards, erasure, fulltext, search
from pipeline.store import tables as t
from pipeline.store.fulltext import Term
from pipeline.store.record import record_of
from pipeline.store.store import Store, opened
from schemas.card import StoryCard
from tests.builders import NOON, card
from tests.pipeline.migrating import older

RICH: dict[str, Any] = {
    "title": "L’idrogeno verde all’Università",
    "teaser": "Città più pulite con DENERG.",
    "body": "<p>Perch&eacute; <b>no</b>? The fuel-cell works.</p>",
    "rights": {"text": "full", "images": "hotlink", "attribution": "A"},
    "tags": ("Energia & Ambiente",),
    "people": ("Anna Dell’Orso",),
    "topics": ({"topic": "energy", "words": ("energia",), "vocabulary": "1"},),
    "departments": ("DENERG",),
    "also_at": ({"source": "torino", "url": "https://t.example.org/1", "title": "Copia"},),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of its own."""
    store = opened(settings_from(data=tmp_path / "data", public=tmp_path / "public"))
    yield store
    store.close()


def save(store: Store, made: StoryCard, state: str = "live") -> StoryCard:
    """A card in the store."""
    with store.writing() as c:
        cards.save(c, made, cause="test", changed=(), at=NOON, state=state)
    return made


def found(store: Store, *terms: Term, marks: tuple[tuple[str, ...], ...] = ()) -> list[str]:
    """The cards that hold every term and a mark of each group."""
    with store.reading() as c:
        docs = list(c.scalars(fulltext.found(c, terms, marks)))
        rows = c.scalars(select(t.search.c.card).where(t.search.c.doc.in_(docs)))
        return sorted(rows)


def word(text: str, *, begins: bool = False) -> Term:
    """A term of the words of a text."""
    return Term(tuple(text.split()), begins)


@pytest.mark.parametrize(
    "term",
    [
        word("idrogeno"),
        word("universita"),
        word("perche"),
        word("citta piu pulite"),
        word("fuel cell"),
        word("fuel ce", begins=True),
        word("dell orso"),
        word("ambiente"),
    ],
)
def test_a_card_is_found_by_its_words(store: Store, term: Term) -> None:
    """Folded, one after the other, or by how they begin."""
    made = save(store, card(**RICH))
    assert found(store, term) == [made.id]


@pytest.mark.parametrize(
    "term", [word("idrog"), word("verde idrogeno"), word("topic:energy"), word("and")]
)
def test_a_card_is_not_found_by_others(store: Store, term: Term) -> None:
    """Not by parts of words, another order, or its marks."""
    save(store, card(**RICH))
    assert found(store, term) == []


MARKS = ["language:it", "topic:energy", "section:research_innovation", "department:denerg"]
MARKS += ["source:ateneo", "source:torino", "kind:story", "person:anna_dell_orso", "image:no"]


@pytest.mark.parametrize("mark", MARKS)
def test_a_card_is_found_by_its_marks(store: Store, mark: str) -> None:
    """Each field that can be asked for."""
    made = save(store, card(**RICH))
    assert found(store, marks=((mark, "topic:space"),)) == [made.id]


def test_the_index_follows_a_changed_card(store: Store) -> None:
    """Old words lead nowhere, and a new date gives it another place."""
    old = save(store, card(title="Vecchio"))
    changes = {"title": "Nuovo", "published": NOON + timedelta(days=3), "revision": 2}
    save(store, old.model_copy(update=changes))
    assert (found(store, word("vecchio")), found(store, word("nuovo"))) == ([], [old.id])
    with store.reading() as c:
        doc = c.scalar(select(t.search.c.doc)) or 0
    assert search.first_doc(NOON + timedelta(days=3)) <= doc


def test_an_editors_words_are_the_ones_that_count(store: Store) -> None:
    """A card is found by what readers see."""
    made = save(store, card(title="Sbagliato", editor={"overrides": {"title": "Giusto"}}))
    assert (found(store, word("sbagliato")), found(store, word("giusto"))) == ([], [made.id])


@pytest.mark.parametrize("editor", [{"hidden": True}, {"retracted": True}])
def test_what_editors_take_out_leaves_the_index(store: Store, editor: dict[str, bool]) -> None:
    """It comes back with its words when it is restored."""
    made = save(store, card(title="Ponte"))
    save(store, made.model_copy(update={"editor": card(editor=editor).editor}))
    gone = found(store, word("ponte"))
    save(store, made)
    assert (gone, found(store, word("ponte"))) == ([], [made.id])


def test_a_withdrawn_card_leaves_the_index(store: Store) -> None:
    """And comes back when it is live again."""
    made = save(store, card(title="Ponte"))
    with store.writing() as c:
        cards.set_state(c, made.id, "withdrawn")
    gone = found(store, word("ponte"))
    with store.writing() as c:
        cards.set_state(c, made.id, "live")
    assert (gone, found(store, word("ponte"))) == ([], [made.id])


def test_a_teaser_that_is_not_published_is_not_indexed(store: Store) -> None:
    """Nobody learns by searching what a source's rights keep back."""
    save(store, card(teaser="Un segreto.", rights={"text": "title"}))
    assert found(store, word("segreto")) == []


def test_an_unchanged_card_is_not_indexed_again(store: Store) -> None:
    """A new revision with the same words costs one small row."""
    made = save(store, card())
    with store.reading() as c:
        before = c.exec_driver_sql("SELECT sum(length(block)) FROM search_words_data").scalar()
    save(store, made.model_copy(update={"revision": 2}))
    with store.reading() as c:
        after = c.exec_driver_sql("SELECT sum(length(block)) FROM search_words_data").scalar()
    assert before == after


def test_cards_of_one_instant_have_numbers_of_their_own(store: Store) -> None:
    """Also where their ids end alike."""
    same = [card(id=f"urn:uuid:{n:08d}-0000-4000-8000-0000ffffffff") for n in range(3)]
    for one in same:
        save(store, one)
    assert found(store, marks=(("language:it",),)) == sorted(one.id for one in same)


def test_nothing_is_left_of_a_forgotten_card(store: Store, tmp_path: Path) -> None:
    """Its words are in no file of the store, folded or not."""
    made = card(title="Wzksegreto")
    with store.writing() as c:
        for one in (made, *(card(title=f"Altro {n}") for n in range(9))):
            cards.save(c, one, cause="test", changed=(), at=NOON)
    with store.writing() as c:
        c.exec_driver_sql("PRAGMA secure_delete=ON")
        erasure.wipe_sketch(c, made.id)
        c.execute(text("DELETE FROM card WHERE id = :id"), {"id": made.id})
        c.execute(text("DELETE FROM revision WHERE card = :id"), {"id": made.id})
        erasure.expunged(c)
    with store.engine.connect() as raw:
        raw.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    held = b"".join(p.read_bytes() for p in (tmp_path / "data").iterdir() if p.is_file())
    assert b"zksegreto" not in held


def test_an_older_store_is_filled_as_cards_are_noted_now(tmp_path: Path) -> None:
    """The same words, marks and numbers; hidden and withdrawn cards stay out."""
    made = [card(**RICH), card(published=None), card(editor={"topics": ("space",)})]
    hidden, gone = card(editor={"hidden": True}), card(title="Ritirata")
    rows = [*(_row(one, "live") for one in (*made, hidden)), _row(gone, "withdrawn")]
    store = opened(older(tmp_path / "old", "0005", *rows))
    new = opened(settings_from(data=tmp_path / "new", public=tmp_path / "public"))
    for one in made:
        save(new, one)
    assert _index(store) == _index(new)
    store.close()
    new.close()


def _row(made: StoryCard, state: str) -> dict[str, Any]:
    return {
        "id": made.id,
        "story": made.story,
        "source": made.source,
        "language": made.language,
        "state": state,
        "title_key": "",
        "sort_at": _spelt(made.sort_at),
        "first_seen": _spelt(made.first_seen),
        "updated": _spelt(made.updated),
        "history": made.history,
        "text_hash": "",
        "shingles": "[]",
        "record": record_of(made),
    }


def _spelt(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(" ", "microseconds")


def _index(store: Store) -> list[tuple[Any, ...]]:
    with store.reading() as c:
        kept = [column for column in t.search.c if column.name != "digest"]
        rows = c.execute(select(*kept).order_by(t.search.c.doc)).all()
        words = c.execute(text("SELECT rowid, words, marks FROM search_words ORDER BY rowid"))
        return [*map(tuple, rows), *map(tuple, words)]
