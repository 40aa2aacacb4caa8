"""Tests of what leaves subscription documents (RFC 5005; published documents, 31, 35 to 37)."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from sqlalchemy import event

from feeds import card_json
from feeds.xml import qualified
from pipeline import editing
from pipeline.store import oblivion, publication
from schemas.card import Pickup
from tests.pipeline.annals import Newsroom

OPEN, CLOSED, TWO = 20, 110, 231
"""So many stories that an archive is open, closed, and that two are."""


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Newsroom]:
    """Newsrooms to which so many stories were added at once, each made once; closed."""

    @cache
    def made(count: int) -> Newsroom:
        found = Newsroom(tmp_path_factory.mktemp("room"))
        if count:
            found.add(count)
        found.store.close()
        return found

    return made


@pytest.fixture
def room(
    request: pytest.FixtureRequest, grown: Callable[[int], Newsroom], tmp_path: Path
) -> Iterator[Newsroom]:
    """A newsroom with some stories, or without any."""
    found = grown(getattr(request, "param", 0)).copy(tmp_path)
    yield found
    found.store.close()


def having(count: int) -> pytest.MarkDecorator:
    """The newsroom of a test has so many stories."""
    return pytest.mark.parametrize("room", [count], indirect=True)


@pytest.mark.parametrize(
    ("room", "expected"),
    [(5, [5]), (6, [5, 1]), (104, [5, 99]), (105, [5, 0, 100]), (TWO, [5, 26, 100, 100])],
    indirect=["room"],
)
def test_a_walk_back_meets_every_story_once(room: Newsroom, expected: list[int]) -> None:
    """From the subscription document to the oldest archive, none is lost or doubled."""
    pages = room.walk("few")
    ids = [one for page in pages for one in page]
    assert ([len(page) for page in pages], sorted(ids)) == (
        expected,
        sorted(one.id for one in room.made),
    )


def test_archives_fill_in_the_order_of_release(room: Newsroom) -> None:
    """The oldest archive of a newsletter holds the hundred that it released first."""
    for count in (120, 120, 8):
        room.now += timedelta(days=2)
        room.add(count)
    by_release = [one.id for one in reversed(room.made)]
    expected = [by_release[:8], by_release[8:48], by_release[48:148], by_release[148:]]
    assert [sorted(page) for page in room.walk("letter")] == [sorted(page) for page in expected]


def test_one_story_after_the_other_gives_the_same_archives(room: Newsroom) -> None:
    """How many come at once makes no difference to what is where."""
    room.add(104)
    for _ in range(4):
        room.add(1)
    assert [len(page) for page in room.walk("few")] == [5, 3, 100]


@having(TWO)
def test_both_formats_of_xml_walk_back_too(room: Newsroom) -> None:
    """RSS and Atom lead from archive to archive by prev-archive."""
    for format_ in ("rss", "atom"):
        path, found = f"feeds/few.{format_}", 0
        while path:
            root = etree.fromstring((room.settings.public / path).read_bytes())
            found += len([*root.iter("item", qualified("atom:entry"))])
            links = root.iter(qualified("atom:link"))
            before = [link.get("href") for link in links if link.get("rel") == "prev-archive"]
            path = str(before[0]).removeprefix(f"{room.settings.public_url}/") if before else ""
        assert found == TWO


@having(TWO)
def test_new_stories_leave_closed_archives_alone(room: Newsroom) -> None:
    """Whoever has read an archive need not read it again."""
    before = {path: text for path, text in room.files().items() if "/1." in path}
    room.add(150)
    after = room.files()
    assert {path: after[path] for path in before} == before


@having(CLOSED)
def test_an_edit_leaves_a_closed_archive_as_it_was(room: Newsroom) -> None:
    """Later edits show in the card and in the API."""
    first, *_ = room.made
    before = room.files()
    room.change(first, first.model_copy(update={"title": "Un altro titolo", "revision": 2}))
    assert room.files() == before


@having(OPEN)
def test_an_edit_shows_while_an_archive_is_open(room: Newsroom) -> None:
    """Only the hundredth card closes one."""
    first, *_ = room.made
    room.change(first, first.model_copy(update={"title": "Un altro titolo", "revision": 2}))
    titles = [item["title"] for item in room.document("feeds/archive/few/1.json")["items"]]
    assert "Un altro titolo" in titles


@having(TWO)
@pytest.mark.parametrize("how", [editing.hidden, editing.retracted])
def test_what_editors_take_back_leaves_closed_archives(room: Newsroom, how: Any) -> None:
    """Hiding and retraction reach every archive within one publish; the others stay."""
    first, *_ = room.made
    untouched = {path: text for path, text in room.files().items() if "/2." in path}
    room.change(first, how(first, by="Anna", at=room.store.clock()))
    after = room.files()
    told = [path for path, text in after.items() if first.id.encode() in text]
    assert (told, {path: after[path] for path in untouched}) == ([], untouched)


@having(CLOSED)
def test_a_restored_story_is_back_where_it_was(room: Newsroom) -> None:
    """As it was when the archive was closed."""
    first, *_ = room.made
    before = room.document("feeds/archive/few/1.json")["items"]
    hidden = editing.hidden(first, by="Anna", at=room.store.clock())
    room.change(first, hidden)
    room.change(first, editing.restored(hidden, by="Anna", at=room.store.clock()))
    assert room.document("feeds/archive/few/1.json")["items"] == before


@having(OPEN)
def test_no_archive_names_another_newsrooms_copy(room: Newsroom) -> None:
    """It may be taken back while the archive stays; the story's own document names it."""
    first, *_ = room.made
    copy = Pickup(source="altro", url="https://altro.example.org/1", title="La copia di un altro")
    room.change(first, first.model_copy(update={"also_at": (copy,), "revision": 2}))
    found = [path for path, text in room.files().items() if b"La copia di un altro" in text]
    assert not [path for path in found if "archive" in path]
    assert b"La copia" in (room.settings.public / card_json.path(first)).read_bytes()


@having(CLOSED)
def test_what_is_erased_leaves_closed_archives(room: Newsroom) -> None:
    """Nothing of it stays in any archive."""
    first, *_ = room.made
    with room.store.writing() as c:
        oblivion.forget(c, [first.id])
        publication.mark_dirty(c, "card", {first.id: room.store.clock()})
    room.publisher.publish()
    assert not [path for path, text in room.files().items() if first.id.encode() in text]


@having(CLOSED)
def test_a_retraction_moves_the_archives_change(room: Newsroom) -> None:
    """Polling by date learns of it."""
    first, *_ = room.made

    def updated() -> datetime:
        told = room.document("feeds/archive/few/1.json")["_poliflash"]["updated"]
        return datetime.fromisoformat(told)

    before = updated()
    room.change(first, editing.retracted(first, by="Anna", at=room.store.clock()))
    assert updated() > before


@having(TWO)
def test_closed_archives_are_made_anew_as_they_were(room: Newsroom) -> None:
    """A lost public folder comes back from the store, byte for byte, with cards of that time."""
    first, *_ = room.made
    room.change(first, first.model_copy(update={"title": "Un altro titolo", "revision": 2}))
    before = room.files()
    for path in before:
        (room.settings.public / path).unlink()
    room.restart().publish(full=True)
    assert room.files() == before


@having(CLOSED)
def test_a_channel_that_ends_takes_its_archives_along(room: Newsroom) -> None:
    """No document of it stays, only the word that it ended."""
    del room.publisher.variants["few"]
    del room.publisher._fingerprints["few"]
    room.publisher.publish()
    left = [path for path in room.files() if path.startswith("feeds/archive/few/")]
    assert {Path(path).suffix for path in left} == {".gone"}


def test_of_a_channel_that_ends_its_end_is_told(room: Newsroom) -> None:
    """Until it is declared again, servers answer 410 at its addresses."""
    fingerprint = room.publisher._fingerprints["few"]
    variant = room.publisher.variants.pop("few")
    del room.publisher._fingerprints["few"]
    room.publisher.publish()
    names = [f"few.{format_}.gone" for format_ in ("atom", "html", "json", "rss")]
    told = [path.name for path in sorted((room.settings.public / "feeds").glob("few.*"))]
    room.publisher._fingerprints["few"], room.publisher.variants["few"] = fingerprint, variant
    room.publisher.publish()
    again = [path.name for path in sorted((room.settings.public / "feeds").glob("few.*"))]
    assert (told, again) == (names, [name.removesuffix(".gone") for name in names])


@having(TWO)
def test_the_manifest_names_no_archive(room: Newsroom) -> None:
    """It stays as short as it is, however long the history."""
    listed = room.document("manifest.json")["documents"]
    assert not [path for path in listed if path.startswith("feeds/archive/")]


@having(OPEN)
def test_a_story_that_left_and_came_back_is_not_lost(room: Newsroom) -> None:
    """Hidden before it was archived, it is archived once it is shown again."""
    first, *_ = room.made
    hidden = editing.hidden(first, by="Anna", at=room.store.clock())
    room.change(first, hidden)
    room.add(1)
    room.change(first, editing.restored(hidden, by="Anna", at=room.store.clock()))
    ids = [one for page in room.walk("few") for one in page]
    assert sorted(ids) == sorted(one.id for one in room.made)


def test_two_languages_of_a_story_are_archived_each(room: Newsroom) -> None:
    """A channel in all languages holds every version."""
    room.add(8)
    room.add(8, language="en")
    assert sum(map(len, room.walk("few"))) == 16


def test_one_change_reads_no_table_from_end_to_end(room: Newsroom) -> None:
    """Whatever the length of the history, a card is changed and published by indexes."""
    first, *_ = room.add(180)  # most of an archive is open, and is asked for by its cards
    asked: dict[str, Any] = {}

    def note(_c: Any, _cursor: Any, text: str, values: Any, _context: Any, many: bool) -> None:
        if not many and text.startswith(("SELECT", "UPDATE", "DELETE")):
            asked[text] = values

    event.listen(room.store.engine, "before_cursor_execute", note)
    room.change(first, first.model_copy(update={"title": "Altro", "revision": 2}))
    event.remove(room.store.engine, "before_cursor_execute", note)
    with room.store.reading() as c:
        plans = [
            (row.detail, "LIMIT" in text)
            for text, values in asked.items()
            for row in c.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
        ]
    read = re.compile("SCAN (card|revision|entry|release|archived|archive|alias)|ix_card_state")
    few = "SCAN card USING INDEX ix_card_pinned"  # it holds those that are pinned alone
    assert [plan for plan, _ in plans if read.search(plan) and plan != few] == []
    whole = "entry USING COVERING INDEX ix_entry_variant_sort_at"  # all that a channel ever held
    assert [plan for plan, ends in plans if whole in plan and not ends] == []
