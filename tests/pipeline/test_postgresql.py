"""The store on PostgreSQL, beside the one on SQLite."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, select, text

from demo.newsroom import Newsroom
from pipeline.settings import Settings, settings_from
from pipeline.store import asking, cards, ledger, migrate, pages, publication, runs
from pipeline.store import tables as t
from pipeline.store.facts import facts
from pipeline.store.patience import limited
from pipeline.store.record import record_of
from pipeline.store.store import Store, engine_for, opened
from pipeline.store.upsert import upserted
from schemas.addresses import LONGEST
from schemas.errors import StoreError, TooSlow
from schemas.order import Order
from schemas.question import question_from
from tests.builders import NOON, card
from tests.house import House
from tests.pipeline.conftest import MIGRATED
from tests.postgres import Server

pytestmark = pytest.mark.server


@pytest.fixture
def settings(settings: Settings, database: str) -> Settings:
    """A house whose store is there."""
    return settings.model_copy(update={"database": database})


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, on each."""
    there = request.getfixturevalue("database") if request.param == "postgresql" else None
    found = opened(settings_from(data=tmp_path / "data", database=there))
    yield found
    found.close()


def test_migrations_make_the_declared_tables(server: Server) -> None:
    """Every table and column that the code knows, its texts of any length."""
    engine = engine_for(server.address(MIGRATED))
    found = inspect(engine)
    columns = {n: {c["name"]: c["type"] for c in found.get_columns(n)} for n in t.metadata.tables}
    engine.dispose()
    names = {name: set(its) for name, its in columns.items()}
    assert names == {name: set(its.columns.keys()) for name, its in t.metadata.tables.items()}
    assert [
        kind for its in columns.values() for kind in its.values() if "VARCHAR" in str(kind)
    ] == []


def test_every_older_store_is_migrated(server: Server) -> None:
    """From each revision to the next, with a card in it that is found at the end."""
    server.say("CREATE DATABASE older")
    engine = engine_for(server.address("older"))
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    made = card(title="Il ponte che parla")
    for revision in sorted(migrate.known_revisions()):
        with engine.begin() as c:
            config.attributes["connection"] = c
            command.upgrade(config, revision)
            if revision == "0001":
                c.execute(text(OLD), {"id": made.id, "at": NOON, "record": record_of(made)})
    store = opened(settings_from(database=server.address("older")))
    assert titles(store, "ponte che") == ["Il ponte che parla"]
    store.close()
    engine.dispose()


OLD = (
    "INSERT INTO card VALUES (:id, :id, 'ateneo', 'it', 'live', 'ponte', :at, :at, :at, false, '',"
    " '[7, 8]', :record)"
)


def titles(store: Store, q: str, **asked: str) -> list[str]:
    """The titles that a question finds, newest first."""
    with store.reading() as c:
        found = asking.page(c, question_from([("q", q), *asked.items()]))
    return [one.card.title for one in found]


def test_a_newsroom_is_read_published_edited_and_erased(
    house: House, newsroom: Newsroom, database: str
) -> None:
    """The whole pipe: new, nothing new, one new, searched, edited, replayed, erased."""
    assert {run.outcome for run in house.refresh("ateneo-it")} == {"passed"}
    assert len(house.titles()) == len(set(house.titles())) > 8
    before = house.public()
    house.refresh("ateneo-it")
    assert house.public() == before
    rows = newsroom.publish()
    house.refresh("ateneo-it")
    (title,) = (row["title"] for row in rows if row["language"] == "it")
    assert house.titles("stories.it")[0] == title
    (item,) = (item for item in house.feed() if item["title"] == title)
    house.act("edit", item["id"], title="Tutt’altro: ß")
    assert titles(house.pipe.store, "altro ss", language="it") == [title]
    run = house.act("erase", item["id"])
    assert run.outcome == "passed", run.reason
    assert "Tutt’altro: ß" not in house.titles()
    assert titles(house.pipe.store, "altro ss") == []


def test_both_stores_publish_the_same(
    settings: Settings, newsroom: Newsroom, tmp_path: Path
) -> None:
    """The same documents with the same titles in the same order, and their list in order too."""
    told = []
    for name, database in (("one", None), ("other", settings.database)):
        own = {"data": tmp_path / name, "public": tmp_path / f"public-{name}", "database": database}
        house = House(settings.model_copy(update=own))
        house.refresh("ateneo-it")
        paths = [path for path in house.public() if not path.startswith(("cards/", "media/"))]
        with house.pipe.store.reading() as c:
            listed = [path for path in publication.documents(c) if path in paths]
        told.append((paths, listed, house.titles(), house.titles("newsletter")))
        house.close()
    assert told[0] == told[1]


def test_no_text_is_too_long(store: Store) -> None:
    """What a newsroom may write is kept, and found again by what it is known by."""
    made, key = card(title="ß" * 500), Random(1).randbytes(LONGEST // 2).hex()
    alias = {"key": f"url:{key}", "card": made.id, "learnt": "listed", "first_seen": NOON}
    claim = {"key": f"url:{key}", "card": made.id, "language": "en"}
    robots = {"origin": "o", "fetched": NOON, "status": 200, "body": "Allow: /\0"}
    with store.writing() as c:
        cards.save(c, made, cause="test", changed=(), at=NOON)
        ledger.learn(c, [alias])
        ledger.claim_translations(c, [claim])
        upserted(c, t.robots, [robots])
    with store.reading() as c:
        assert cards.alike(c, ["ss" * 500], []) == {made.id}
        assert ledger.led_to(c, [f"url:{key}"]) == {f"url:{key}": made.id}
        assert (c.scalar(select(t.robots.c.body)) or "").strip("\0") == "Allow: /"


def test_texts_are_sorted_by_code_points(store: Store) -> None:
    """Dashes and capitals count in every locale."""
    names = ["a-c", "ab", "B", "a/b", "ä", "Z"]
    with store.writing() as c:
        publication.mark_dirty(c, "variant", dict.fromkeys(names, NOON))
        assert [row.name for row in publication.dirty(c)] == sorted(names)


def test_pages_without_a_card_come_last(store: Store) -> None:
    """PostgreSQL has what is unknown first when the newest is."""
    made = card()
    urls = [f"https://a.example.org/{name}" for name in ("0", "1")]
    with store.writing() as c:
        cards.save(c, made, cause="test", changed=(), at=NOON)
        noted = [pages.noted(None, url, "ateneo", NOON) for url in urls]
        pages.note(c, [noted[0], noted[1] | {"card": made.id}])
        assert pages.due_again(c, "ateneo", NOON.replace(day=3), manual=False) == urls[::-1]


WORDS = {
    "universita": True,
    "dell'energia": True,
    '"energia pulita"': True,
    '"pulita energia"': False,
    "ener*": True,
    "ener": False,
    "energia' | ''": True,
    "\\ :* & !": False,
}


def test_words_find_the_same(store: Store) -> None:
    """Folded, one after the other, by how they begin; none is of a query language."""
    made = card(title="L’energia pulita all’Università", departments=("DENERG",))
    with store.writing() as c:
        cards.save(c, made, cause="test", changed=(), at=NOON)
    assert {q: bool(titles(store, q)) for q in WORDS} == WORDS
    departments = ("DENERG", "DET")
    assert [len(titles(store, "energia", department=d)) for d in departments] == [1, 0]


def test_stories_are_counted_alike(store: Store) -> None:
    """In whole numbers, as JSON wants them."""
    copies = [{"source": s, "url": f"https://{s}.example.org/", "title": s} for s in ("a", "b")]
    with store.writing() as c:
        cards.save(c, card(also_at=copies), cause="test", changed=(), at=NOON)
        cards.save(c, card(), cause="test", changed=(), at=NOON)
        found = list(facts(c, question_from([]), "month", NOON))
    assert (
        repr([(one.what, one.stories, one.pickups) for one in found]) == "[('2026-03-02 12', 2, 2)]"
    )


def test_two_who_ask_at_once_get_one_run(database: str) -> None:
    """Whoever writes has read what the writer before wrote."""
    stores = [opened(settings_from(database=database)) for _ in range(4)]

    def ask(store: Store) -> str:
        order = Order(trigger="manual", source="ateneo", host="a.example.org")
        with store.writing() as c:
            return runs.enqueue(c, order, NOON)[0].id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, stores))) == 1
    for store in stores:
        store.close()


def test_a_long_question_is_broken_off(database: str) -> None:
    """The server itself looks at the clock."""
    store = opened(settings_from(database=database))
    with pytest.raises(TooSlow), store.reading() as c, limited(c, 0.05):
        c.execute(text("SELECT pg_sleep(600)"))
    store.close()


def test_a_store_survives_a_server_that_was_away(database: str, server: Server) -> None:
    """One question fails by name; the next one has a connection of its own."""
    store = opened(settings_from(database=database))
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"
    with pytest.raises(StoreError, match="the store cannot be used"), store.reading() as c:
        server.say(cut.format(c.engine.url.database))
        cards.any_live(c)
    with store.reading() as c:
        assert cards.any_live(c) is False
    store.close()
