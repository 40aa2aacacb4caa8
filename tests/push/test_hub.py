"""The pings of a WebSub hub."""

from pathlib import Path

import pytest

from feeds.position import subscribable
from pipeline.publish import Published
from pipeline.push.pusher import Pusher
from pipeline.settings import settings_from
from schemas.errors import SettingsError
from tests.builders import card
from tests.push.room import Room, pinged
from tests.receivers import Hook


class Killed(BaseException):
    """The end of the process."""


class Deadly:
    """A hub that is the end of whoever pings it."""

    def send(self, path: str) -> None:
        """Does not come back."""
        raise Killed(path)


def changed(published: Published) -> list[str]:
    """The subscription documents that a publish rewrote."""
    return sorted(d.path for d in published.documents if subscribable(d.path))


def test_each_changed_document_is_told_once(room: Room, hook: Hook) -> None:
    """Requirement 38: One ping for each document and change, none for anything else."""
    room.put(card())
    documents = changed(room.publish())
    room.pusher.round()
    assert (pinged(hook), len(documents) > 6) == (documents, True)
    room.pusher.round()
    assert hook.asked == []


def test_nothing_changed_nothing_told(room: Room, hook: Hook) -> None:
    """Requirement 38: A publish without a change pings nobody, not even a full one."""
    room.publish()
    room.publish(full=True)
    assert (room.pusher.round(), hook.asked) == (0, [])


def test_two_changes_before_the_hub_hears_are_one_ping(room: Room, hook: Hook) -> None:
    """What still waits is told of once: the hub fetches the latest bytes anyway."""
    room.put(card())
    room.publish()
    room.put(card())
    documents = changed(room.publish())
    room.pusher.round()
    assert pinged(hook) == documents


def test_a_change_while_the_hub_hears_is_told_too(room: Room, hook: Hook) -> None:
    """The ping under way may have been for the bytes before."""
    room.put(card())
    documents = changed(room.publish())

    def heard(_: object) -> None:
        hook.heard = lambda _: None
        room.put(card())
        room.publish()

    hook.heard = heard
    room.pusher.round()
    assert pinged(hook) == documents
    room.pusher.round()
    assert pinged(hook) == documents


def test_nobody_is_told_before_the_bytes_are_served(room: Room, hook: Hook) -> None:
    """Requirement 38: The hub would fetch the old document."""
    served: dict[str, str | None] = {}
    room.retell(lambda path, etag: served.get(path) == etag)
    room.put(card())
    published = room.publish()
    assert (room.pusher.round(), hook.asked) == (0, [])
    served |= {d.path: d.etag for d in published.documents}
    room.pusher.round()
    assert pinged(hook) == changed(published)


def test_a_document_that_is_never_served_is_not_waited_for(room: Room, hook: Hook) -> None:
    """It may have gone with its channel; the cache or hub finds out."""
    room.retell(lambda _path, _etag: False)
    room.put(card())
    room.publish()
    room.later(minutes=11)
    assert room.pusher.round() > 0


def test_a_crash_loses_no_ping(room: Room, hook: Hook) -> None:
    """Killed within a ping, it is told again a minute later, and not a third time."""
    room.put(card())
    documents = changed(room.publish())

    with pytest.raises(Killed):
        Pusher(room.store, {"hub": Deadly()}).round()
    room.later(minutes=2)
    room.pusher.round()
    assert pinged(hook) == documents
    assert room.pusher.round() == 0


def test_a_dead_hub_is_asked_now_and_then(room: Room, hook: Hook) -> None:
    """One try for all that waits, then a rest; whatever is published meanwhile."""
    hook.status = 503
    for _ in range(3):
        room.put(card())
        assert room.publish().documents
        room.pusher.round()
    assert len(hook.asked) == 1


def test_a_dead_hub_is_one_incident(room: Room, hook: Hook) -> None:
    """Told from the second failure on, over restarts; over when the hub takes a ping."""
    hook.status = 503
    room.put(card())
    documents = changed(room.publish())
    room.pusher.round()
    assert room.wrong() == []
    for _ in range(4):
        room.later(minutes=6)
        room.pusher.round()
    room.retell()
    room.later(minutes=6)
    room.pusher.round()
    (fault,) = room.wrong()
    assert (fault.subject, fault.audience) == ("hub", "operator")
    assert fault.reason == f"hub: answered 503; {len(documents)} documents wait to be told"
    hook.status, hook.asked[:] = 202, []
    room.later(hours=7)
    room.pusher.round()
    assert (pinged(hook), room.wrong()) == (documents, [])


def test_a_ping_is_given_up_after_a_week(room: Room, hook: Hook) -> None:
    """The outbox does not grow for ever."""
    room.put(card())
    documents = changed(room.publish())
    hook.status = 503
    room.later(days=8)
    for _ in documents:
        room.pusher.round()
        room.later(minutes=6)
    hook.status = 204
    assert room.pusher.round() == 0


def test_every_subscription_document_names_the_hub(room: Room, hook: Hook) -> None:
    """Requirement 38: Those and no others, whatever lies in the folder."""
    room.put(*(card() for _ in range(230)))
    room.publish()
    public = room.settings.public
    files = [file for file in public.rglob("*") if file.suffix in (".rss", ".atom", ".json")]
    naming = {f.relative_to(public).as_posix() for f in files if b"/hook?key=" in f.read_bytes()}
    assert naming == room.subscriptions()


FROZEN = [
    ("feeds/stories.it.rss", True),
    ("feeds/topics/energy.json", True),
    ("feeds/editions/newsletter/latest.it.atom", True),
    ("feeds/editions/newsletter/2026-03-02.it.atom", False),
    ("feeds/editions/newsletter/index.it.json", False),
    ("feeds/archive/stories.it/1.rss", False),
    ("feeds/query.rss", False),
    ("feeds/stories.it.html", False),
    ("manifest.json", False),
]


@pytest.mark.parametrize(("path", "names"), FROZEN, ids=[path for path, _ in FROZEN])
def test_what_is_frozen_names_no_hub(path: str, names: bool) -> None:
    """Archives and editions stay as they are; of a query nobody is told."""
    assert subscribable(path) is names


def test_without_a_hub_nothing_waits(tmp_path: Path, hook: Hook, kept: Path) -> None:
    """The outbox stays empty, so that a hub set later is not told of the past."""
    room = Room(tmp_path, kept)
    room.put(card())
    room.publish()
    room.settings = room.settings.model_copy(update={"hub": hook.url})
    room.retell()
    assert room.pusher.round() == 0
    room.close()


def test_a_template_without_a_document_is_refused() -> None:
    """A purge of nothing in particular."""
    with pytest.raises(SettingsError, match="which document is meant"):
        settings_from(purge_url="http://127.0.0.1:6081/")
