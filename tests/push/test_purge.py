"""What a cache is asked to forget."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import files
from pipeline.actions import act
from pipeline.media.copies import path_of
from pipeline.store import copied
from pipeline.store.images import Size
from schemas.order import Action
from schemas.run import DocumentChange, Run
from tests.builders import NOON, card
from tests.push.room import Room
from tests.receivers import Asked, Hook


@pytest.fixture
def cached(tmp_path: Path, hook: Hook, kept: Path) -> Iterator[tuple[Room, Hook]]:
    """A house behind a cache that holds all of it."""
    where = hook.url.partition("/hook")[0]
    site = "https://news.example.org/flash"
    room = Room(tmp_path, kept, public_url=site)
    room.behind(purge_url=where + "{path}")
    yield room, hook
    room.close()


def emptied(room: Room, hook: Hook) -> list[Asked]:
    """All that the cache is asked now."""
    hook.asked.clear()
    while room.pusher.round():
        pass
    return list(hook.asked)


def test_a_retraction_reaches_every_address(cached: tuple[Room, Hook]) -> None:
    """Feeds, pages by both their names, the card's own document, the manifest."""
    room, hook = cached
    story = card()
    room.put(story)
    room.publish()
    emptied(room, hook)
    with room.store.writing() as c:
        run = Run(id="a" * 32, source="", trigger="edit", requested=NOON)
        action = Action(name="retract", target=story.id, by="anna", why="wrong")
        act(c, action, room.publisher.placing, run, room.clock())
    documents = {f"/flash/{d.path}" for d in room.publish().documents}
    found = emptied(room, hook)
    own = f"/flash/cards/{story.key[:2]}/{story.key}.json"
    assert {one.path for one in found} == documents | {own, "/flash/", "/flash/manifest.json"}
    assert {(one.method, one.host) for one in found} == {("PURGE", "news.example.org")}


def test_copies_of_pictures_that_are_given_up_are_purged(cached: tuple[Room, Hook]) -> None:
    """They are kept for a year by whoever is not told."""
    room, hook = cached
    emptied(room, hook)
    digest, size = "ab" * 16, Size(600, 400, "jpg", 3)
    path = path_of(digest, size.width, size.suffix)
    files.replace(room.settings.public / path, b"jpg")
    with room.store.writing() as c:
        copied.note(c, digest, [size], NOON)
        copied.drop(c, [digest], NOON)
    told = room.publish().documents
    assert DocumentChange(path=path, etag=None) in told
    assert f"/flash/{path}" in {one.path for one in emptied(room, hook)}


def test_what_a_cache_does_not_hold_is_purged(cached: tuple[Room, Hook]) -> None:
    """Squid and nginx say so by a status of their own."""
    room, hook = cached
    for status in (200, 404, 412):
        room.put(card())
        room.publish()
        hook.status = status
        assert len(emptied(room, hook)) > 1, status
        assert room.pusher.round() == 0, "it is done with"


def test_a_gateway_is_asked_by_its_own_words(tmp_path: Path, hook: Hook, kept: Path) -> None:
    """A method, an escaped address and a token, for what has no PURGE."""
    template = hook.url + "&what={url}"
    room = Room(tmp_path, kept)
    room.behind(purge_url=template, purge_method="POST", purge_token="t0ken")
    room.put(card())
    room.publish()
    found = emptied(room, hook)
    here = "/hook?key=s3cret&what=http%3A%2F%2F127.0.0.1%3A8000%2F"
    assert {one.method for one in found} == {"POST"}
    assert f"{here}feeds%2Fstories.it.rss" in {one.path for one in found}
    assert all(one.host == hook.url.split("/")[2] for one in found)
    room.close()
