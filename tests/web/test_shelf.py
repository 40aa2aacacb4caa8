"""Following the manifest."""

import asyncio
from datetime import timedelta

import pytest

from tests.builders import NOON
from tests.web.front import Front
from web.document import Message
from web.shelf import Shelf

FEED = "feeds/stories.rss"


def shelf(front: Front) -> Shelf:
    """A shelf that has looked once."""
    made = Shelf(front.settings.public, front.settings.public_url)
    made.look()
    return made


def body(of: Shelf, path: str = FEED) -> bytes | None:
    """The bytes served at a path."""
    found = of.at.get(f"/{path}")
    return found.plain.full.body if found else None


def test_a_second_look_at_the_same_manifest_reads_nothing(front: Front) -> None:
    """A look costs one stat where nothing changed."""
    front.publish({FEED: b"1"})
    assert not shelf(front).look()


def test_a_changed_document_is_served(front: Front) -> None:
    """What was published after the start is served after the next look."""
    front.publish({FEED: b"1"})
    made = shelf(front)
    front.publish({FEED: b"2"}, NOON + timedelta(hours=1))
    made.look()
    assert body(made) == b"2"


def test_an_unchanged_document_is_not_read_again(front: Front) -> None:
    """Only what changed is loaded."""
    front.publish({FEED: b"1", "opml.xml": b"x"})
    made = shelf(front)
    before = made.at["/opml.xml"]
    front.publish({FEED: b"2", "opml.xml": b"x"})
    made.look()
    assert made.at["/opml.xml"] is before


def test_a_document_that_is_no_longer_listed_is_gone(front: Front) -> None:
    """The manifest decides what is public."""
    front.publish({FEED: b"1", "opml.xml": b"x"})
    made = shelf(front)
    front.publish({FEED: b"1"})
    made.look()
    assert "/opml.xml" not in made.at


def test_a_document_being_rewritten_keeps_its_old_bytes(front: Front) -> None:
    """Bytes that are not those the manifest tells of are not served in the place of good ones."""
    front.publish({FEED: b"1"})
    made = shelf(front)
    front.publish({FEED: b"2"})
    front.write(FEED, b"3")
    made.look()
    assert body(made) == b"1"


def test_a_rewritten_document_is_tried_again(front: Front) -> None:
    """A look follows until bytes and manifest agree, though the manifest does not change."""
    front.publish({FEED: b"1"})
    made = shelf(front)
    front.publish({FEED: b"2"})
    front.write(FEED, b"3")
    made.look()
    front.write(FEED, b"2")
    made.look()
    assert body(made) == b"2"


def test_a_newer_document_is_better_than_none_at_the_start(front: Front) -> None:
    """After a crash between document and manifest the whole, newer file is served."""
    front.publish({FEED: b"1"})
    front.write(FEED, b"2")
    assert body(shelf(front)) == b"2"


def test_a_missing_file_keeps_the_old_bytes(front: Front) -> None:
    """Requirement 46: A listed document whose file is away is served on."""
    front.publish({FEED: b"1"})
    made = shelf(front)
    front.publish({FEED: b"2"})
    (front.settings.public / FEED).unlink()
    made.look()
    assert body(made) == b"1"


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"{",
        b"[]",
        b'{"version": 2, "documents": {}}',
        b'{"version": 1, "documents": {"../x": {"etag": "", "changed": "2026-01-01T00:00:00Z",'
        b' "size": 1}}}',
    ],
)
def test_an_unreadable_manifest_changes_nothing(front: Front, manifest: bytes) -> None:
    """Requirement 46: What was served before is served on."""
    front.publish({FEED: b"1"})
    made = shelf(front)
    front.write("manifest.json", manifest)
    made.look()
    assert body(made) == b"1"


def test_a_removed_manifest_changes_nothing(front: Front) -> None:
    """An empty folder does not empty a running server."""
    front.publish({FEED: b"1"})
    made = shelf(front)
    (front.settings.public / "manifest.json").unlink()
    made.look()
    assert body(made) == b"1"


def test_the_manifest_itself_is_public(front: Front) -> None:
    """Partners and replicas read it too."""
    front.publish({FEED: b"1"})
    text = (front.settings.public / "manifest.json").read_bytes()
    assert body(shelf(front), "manifest.json") == text


async def test_reload_serves_at_once_what_was_published(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The word of the crawler saves waiting for the next look, also while the server runs."""
    monkeypatch.setattr("web.app.EVERY", 3600.0)
    app = front.app()
    said: asyncio.Queue[Message] = asyncio.Queue()
    told: asyncio.Queue[Message] = asyncio.Queue()
    task = asyncio.create_task(app({"type": "lifespan"}, told.get, said.put))
    told.put_nowait({"type": "lifespan.startup"})
    assert (await said.get())["type"] == "lifespan.startup.complete"
    front.publish({FEED: b"1"})
    app.reload()
    while not app.documents:  # noqa: ASYNC110  # an app has no event for its readers
        await asyncio.sleep(0.001)
    told.put_nowait({"type": "lifespan.shutdown"})
    assert (await said.get())["type"] == "lifespan.shutdown.complete"
    await task
