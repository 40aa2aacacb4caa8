"""Disks and stores that fail: the last good documents stay, and everybody is told."""

import os
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from pipeline import manifest
from pipeline.clock import system_now
from pipeline.inspection import inspected
from pipeline.store.store import FILE
from schemas.errors import PoliflashError, PublishError
from tests.builders import card
from tests.calling import Call
from tests.press import Press

NOBODY = 65534
FULL = {"text": "full", "attribution": "Ateneo"}
LARGE = f"<p>{'parola ' * 90_000}</p>"
"""A text of six hundred kilobytes."""

Fault = Callable[[Press], AbstractContextManager[None]]


@contextmanager
def full_disk(press: Press) -> Iterator[None]:
    """No file can grow beyond half a megabyte; the store's journal is short."""
    with press.store.reading() as c:
        c.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 19, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def read_only_folder(press: Press) -> Iterator[None]:
    """Nothing can be made or replaced below the public folder's `feeds`."""
    folder = press.settings.public / "feeds"
    _open_to_everybody(press.settings.data)
    folder.chmod(0o555)
    root = os.geteuid() == 0
    try:
        if root:
            os.seteuid(NOBODY)
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


def _open_to_everybody(data: Path) -> None:
    for path in data.parents:
        if not path.stat().st_mode & 0o001:
            path.chmod(0o711)
    for path in (data, *data.rglob("*")):
        path.chmod(0o777)


@contextmanager
def something_in_the_way(press: Press) -> Iterator[None]:
    """A folder lies where the new bytes are to be written."""
    folder = press.settings.public / "feeds" / ".stories.rss.new"
    folder.mkdir()
    yield
    folder.rmdir()


FAULTS: list[Fault] = [full_disk, read_only_folder, something_in_the_way]


class Begun(Press):
    """A house with one published card."""

    def begin(self) -> None:
        """What is kept for the others."""
        self.put(card(title="Prima"))
        super().begin()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what these tests begin with."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def press(tmp_path: Path, kept: Path) -> Iterator[Press]:
    """A house with one published card, at work."""
    made = Begun(tmp_path, kept)
    made.publish()
    yield made
    made.close()


def _documents(press: Press) -> dict[str, bytes]:
    root = press.settings.public
    packed = (".br", ".gz")  # made when there is time for it
    found = (path for path in root.rglob("*") if path.is_file() and path.suffix not in packed)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault.__name__))
def test_what_cannot_be_written_leaves_the_last_good_documents(press: Press, fault: Fault) -> None:
    """Requirement 46: not a byte changes, nothing half done lies about, and the next try works."""
    before = _documents(press)
    new = card(title="Dopo", body=LARGE, rights=FULL)
    press.put(new)
    with (
        fault(press),
        pytest.raises(PublishError, match=r"cannot be written: .*last good one stays"),
    ):
        press.publish()
    assert _documents(press) == before
    press.publish()
    assert new.id in press.ids("stories")
    wrong = inspected(press.publisher, system_now()).wrong
    assert [line for line in wrong if "[47]" not in line] == []


def test_a_command_says_so_with_its_exit_code(press: Press, call: Call) -> None:
    """One line of the receipt names the file and what stays; exit code 1."""
    press.put(card(title="Dopo"))
    with something_in_the_way(press):
        ended = call("publish")
    assert (ended.code, "cannot be written" in ended.out) == (1, True)
    assert "the last good one stays" in ended.out
    assert call("publish").code == 0


def _lock(data: Path) -> sqlite3.Connection:
    other = sqlite3.connect(data / FILE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    return other


def test_a_locked_store_changes_no_document(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who holds it too long is waited for, then the publication ends with a named error."""
    press.put(card(title="Dopo"))
    press.close()
    monkeypatch.setattr("pipeline.store.store.BUSY_MS", 50)
    before, other = _documents(press), _lock(press.settings.data)
    with pytest.raises(PoliflashError, match="the store cannot be used: database is locked"):
        press.publish()
    other.close()
    assert _documents(press) == before
    press.publish()
    assert "Dopo" in (press.settings.public / "feeds/stories.json").read_text("utf-8")


@pytest.mark.parametrize("content", [b"", b"no database" * 1000], ids=["removed", "garbled"])
def test_a_lost_store_changes_no_document(press: Press, call: Call, content: bytes) -> None:
    """A new, empty store has nothing to say about documents that it did not make."""
    press.close()
    before = _documents(press)
    for file in press.settings.data.glob(f"{FILE}*"):
        file.unlink()
    if content:
        (press.settings.data / FILE).write_bytes(content)
    ended = call("publish")
    assert (ended.code, _documents(press)) == (1, before)


def test_a_new_store_names_the_ways_out(press: Press, call: Call) -> None:
    """A backup is restored, or everything is published anew on purpose."""
    press.close()
    (press.settings.data / FILE).unlink()
    ended = call("publish")
    assert "the store knows none of them" in ended.out
    assert call("publish", "--full").code == 0
    assert manifest.listed(press.settings.public) > 0
    assert press.ids("stories") == []
    assert call("publish").code == 0


def test_a_garbled_manifest_is_written_anew(press: Press) -> None:
    """Nothing else hangs on it: the store knows what is published."""
    (press.settings.public / manifest.PATH).write_bytes(b"{")
    press.publish(full=True)
    assert manifest.listed(press.settings.public) > 0


@pytest.mark.parametrize("place", ["", "feeds", "feeds/archive/stories", "cards/0a"])
def test_what_a_kill_left_half_written_goes_at_the_next_start(press: Press, place: str) -> None:
    """It may hold what was taken back since; files that anybody reads stay."""
    left = press.settings.public / place / ".story.json.new"
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_bytes(b"half a sto")
    before = {path for path in press.settings.public.rglob("*") if path.is_file()} - {left}
    press.put(card())
    press.restart().publish()
    assert not left.exists()
    assert {path for path in before if not path.exists()} == set()
