"""Newsrooms that say stop."""

from pathlib import Path

import pytest
from sqlalchemy import select, text

from demo.newsroom import Newsroom
from pipeline.store import cards, raw, stops, tables
from pipeline.store.store import Store
from schemas.card import Pickup
from schemas.order import Action, Order
from schemas.stops import stopped
from tests.house import House
from tests.running import poliflash

HOSTS = [
    ("news.example.org", "news.example.org", True),
    ("www.news.example.org", "news.example.org", True),
    ("NEWS.example.org.", "news.example.org", True),
    ("example.org", "news.example.org", False),
    ("othernews.example.org", "news.example.org", False),
]


@pytest.mark.parametrize(("host", "stop", "meant"), HOSTS)
def test_a_stop_means_the_host_and_what_is_below(host: str, stop: str, meant: bool) -> None:
    """Its subdomains, not its neighbours."""
    assert (stopped(host, {stop: "they wrote"}) is not None) is meant


@pytest.mark.server
def test_a_stopped_host_is_not_asked(house: House) -> None:
    """Neither by hand nor by schedule; the receipt gives the reason."""
    with house.pipe.store.writing() as c:
        stops.stop(c, "incubatore.localhost", "they wrote to us")
    (run,) = house.refresh("incubatore")
    assert (run.outcome, run.requests) == ("failed", 0)
    assert run.reason.endswith("incubatore.localhost said stop: they wrote to us")


@pytest.mark.server
def test_a_stopped_hosts_pictures_are_not_asked_for(house: House, newsroom: Newsroom) -> None:
    """Not even those of stories that were read before."""
    house.read("incubatore")
    with house.pipe.store.writing() as c:
        stops.stop(c, "incubatore.localhost", "they wrote to us")
    before = len(newsroom.requests)
    runs = house.look()
    assert len(newsroom.requests) == before
    assert {item.why for run in runs for item in run.problems} == {
        "incubatore.localhost said stop: they wrote to us"
    }


@pytest.mark.server
def test_a_host_is_purged(house: House) -> None:
    """Its cards leave every document, its pages the data folder; the others' stay readable."""
    house.read("incubatore", "istituto")
    before = set(house.titles())
    gone = set(house.titles("sources/incubatore"))
    action = Action(name="purge", target="host:incubatore.localhost", by="an editor", why="asked")
    (run,) = house.carry_out(Order(trigger="edit", action=action))
    assert (run.outcome, {item.title for item in run.withdrawn}) == ("passed", gone)
    assert set(house.titles()) == before - gone
    with house.pipe.store.reading() as c:
        rows = raw.every(c)
    assert {row.source for row in rows} == {"istituto"}
    kept = b"".join(path.read_bytes() for path in house.pipe.shelf.files())
    assert all(row.offset + row.length <= len(kept) for row in rows)
    assert {row.file for row in rows} == {path.name for path in house.pipe.shelf.files()}


@pytest.mark.server
def test_nothing_of_a_purged_source_stays(house: House) -> None:
    """Neither in cards, their revisions and sketches, nor in other cards, pages or documents."""
    house.read("incubatore", "istituto")
    store, now = house.pipe.store, house.pipe.store.clock()
    with store.writing() as c:
        (mine, *_), (other, *_) = cards.newest(c, "incubatore", 1), cards.newest(c, "istituto", 1)
        words = [mine.title, mine.teaser[:40]]
        mention = Pickup(source=mine.source, url=mine.url, title=mine.title)
        told = other.model_copy(update={"also_at": (mention,), "revision": 2})
        cards.save(c, told, cause="run:x", changed=("also_at",), at=now)
        led = mine.model_copy(update={"id": other.id, "revision": 3, "also_at": ()})
        cards.save(c, led, cause="run:x", changed=("source",), at=now)
        cards.save(c, told.model_copy(update={"revision": 4}), cause="run:x", changed=(), at=now)
    action = Action(name="purge", target="incubatore", by="an editor", why="asked")
    house.carry_out(Order(trigger="edit", action=action))
    with store.reading() as c:
        held = [row.record for row in c.execute(select(tables.card))]
        held += [row.record for row in c.execute(select(tables.revision))]
        kept = cards.live(c, [other.id])[other.id]
        sketch = c.scalar(select(tables.card.c.shingles).where(tables.card.c.id == mine.id))
    texts = [*held, *(content.decode("utf-8", "replace") for content, _ in house.public().values())]
    assert not [text for text in texts for word in words if word in text]
    assert (kept.also_at, kept.title, sketch) == ((), other.title, "[]")


@pytest.mark.server
def test_no_word_of_a_purged_card_stays_in_the_index(house: House) -> None:
    """SQLite only marks a word as gone; here it is gone."""
    house.read("incubatore", "istituto")
    store = house.pipe.store
    with store.writing() as c:
        (mine,) = cards.newest(c, "incubatore", 1)
        named = mine.model_copy(update={"title": "Wzksegreto", "revision": 2})
        cards.save(c, named, cause="run:x", changed=("title",), at=store.clock())
    assert b"zksegreto" in _index(store)
    action = Action(name="purge", target="incubatore", by="an editor", why="asked")
    house.carry_out(Order(trigger="edit", action=action))
    assert b"zksegreto" not in _index(store)


def _index(store: Store) -> bytes:
    with store.reading() as c:
        return b"".join(c.scalars(text("SELECT block FROM search_words_data")))


@pytest.mark.server
def test_a_purged_source_may_begin_anew(house: House, newsroom: Newsroom) -> None:
    """What is left of its cards is no measure of what it publishes."""
    house.read("incubatore")
    action = Action(name="purge", target="incubatore", by="an editor", why="asked")
    house.carry_out(Order(trigger="edit", action=action))
    words = {"title": "Una storia tutta nuova", "teaser": "Che comincia da qui.", "body": ["Ecco."]}
    newsroom.publish(site="incubatore", story={"it": words})
    house.later(days=1)
    (run,) = house.refresh("incubatore")
    assert (run.outcome, len(run.added)) == ("passed", 1), run.reason


@pytest.mark.server
def test_a_purged_card_cannot_be_restored(house: House) -> None:
    """There is nothing left to show."""
    house.read("incubatore")
    with house.pipe.store.reading() as c:
        (mine,) = cards.newest(c, "incubatore", 1)
    action = Action(name="purge", target="incubatore", by="an editor", why="asked")
    house.carry_out(Order(trigger="edit", action=action))
    assert "nothing of it is left" in house.act("restore", mine.id).reason


@pytest.mark.server
def test_a_disabled_source_is_refused_everywhere(tmp_path: Path, newsroom: Newsroom) -> None:
    """`refresh`, `check` and `try` say who switched it off and how to undo that."""
    own = tmp_path / "own"
    own.mkdir()
    home = f"http://istituto.localhost:{newsroom.port}/"
    text = f'name = "I"\nhome = "{home}"\nkind = "feed"\nlanguage = "en"\ndelay = 0\n[feed]\n'
    (own / "istituto.toml").write_text(f'{text}urls = ["{home}atom.xml"]\n', "utf-8")

    def call(*words: str) -> tuple[int, str]:
        ended = poliflash(*words, folder=tmp_path, sources=own)
        return ended.returncode, ended.stdout + ended.stderr

    assert call("sources", "disable", "istituto", "--reason", "they asked")[0] == 0
    for words in (
        ("refresh", "istituto"),
        ("sources", "check", "istituto"),
        ("sources", "try", home),
    ):
        code, said = call(*words)
        assert (code, "switched off: they asked" in said) == (1, True), said
    assert call("sources", "enable", "istituto")[0] == 0
    for host in ("Istituto.localhost", f"{home}en/news", "istituto.localhost:8001"):
        told = call("sources", "disable", "--host", host, "--reason", "so")
        assert told == (0, "istituto.localhost: stopped\n")
        assert "istituto.localhost said stop: so" in call("sources", "try", home)[1]
        assert call("sources", "enable", "--host", host)[0] == 0
