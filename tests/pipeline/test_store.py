"""The store: opened, migrated, backed up, restored."""

import errno
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, inspect, select

from pipeline.clock import StrictClock
from pipeline.settings import Settings, settings_from
from pipeline.store import cards, migrate
from pipeline.store import tables as t
from pipeline.store.store import FILE, Store, engine_for, opened, remember, remembered
from schemas.card import StoryCard
from schemas.errors import StoreError
from tests.builders import card

_upgrade = migrate._upgrade


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """New stores are really migrated, and are no copies of one that was."""
    monkeypatch.setattr(migrate, "_upgrade", _upgrade)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder of its own."""
    return settings_from(data=tmp_path / "data", public=tmp_path / "public")


def saved(store: Store, made: StoryCard) -> None:
    """Put a card into the store as it is."""
    with store.writing() as c:
        cards.save(c, made, cause="test", changed=(), at=made.updated)


@pytest.mark.usefixtures("anew")
def test_migrations_make_the_declared_tables(settings: Settings) -> None:
    """A migrated store has every table and column that the code knows, and no other."""
    opened(settings).close()
    with sqlite3.connect(settings.data / FILE) as raw:
        found = {
            name: {row[1] for row in raw.execute(f"PRAGMA table_info({name})")}
            for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith(("sqlite_", "alembic", "search_words"))
        }
    raw.close()
    declared = {n: set(table.columns.keys()) for n, table in t.metadata.tables.items()}
    assert found == declared


def test_datetimes_come_back_aware(settings: Settings) -> None:
    """SQLite hands back naive values; the store does not."""
    store = opened(settings)
    made = card(updated=datetime(2026, 5, 4, 10, 0, 0, 7, tzinfo=UTC))
    saved(store, made)
    with store.reading() as c:
        assert c.scalar(select(t.card.c.updated)) == made.updated
    store.close()


def test_a_naive_datetime_is_refused(settings: Settings) -> None:
    """A value without a zone never reaches a table."""
    store = opened(settings)
    naive = datetime(2026, 5, 4)  # noqa: DTZ001  # the subject of this test
    with pytest.raises(Exception, match="naive"), store.writing() as c:
        c.execute(t.robots.insert(), [{"origin": "o", "fetched": naive, "status": 200, "body": ""}])
    store.close()


def test_the_clock_goes_on_after_the_newest_card(settings: Settings) -> None:
    """Two changes never share an instant, also across a restart with a clock set back."""
    ahead = datetime.now(UTC) + timedelta(hours=2)
    store = opened(settings)
    saved(store, card(updated=ahead))
    store.close()
    again = opened(settings, clock=StrictClock())
    assert again.clock() > ahead
    again.close()


def test_a_newer_store_is_refused(settings: Settings) -> None:
    """A program that does not know the store's revision keeps its hands off."""
    opened(settings).close()
    with sqlite3.connect(settings.data / FILE) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(StoreError, match="revision 9999, newer than this program"):
        opened(settings)


def test_a_migration_makes_a_backup_first(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before an existing store is migrated, a copy is put into `backups/`."""
    opened(settings).close()
    monkeypatch.setattr(migrate, "HEAD", "9998")
    monkeypatch.setattr(migrate, "_upgrade", lambda _engine: None)
    opened(settings).close()
    (copy,) = (settings.data / "backups").iterdir()
    assert copy.name.endswith("before-9998.sqlite")


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.usefixtures("anew")
@pytest.mark.parametrize("statement", range(1, 50, 4))
def test_a_migration_that_is_killed_leaves_no_half_store(tmp_path: Path, statement: int) -> None:
    """Wherever a migration ends early, the next start finds the store as it was, and migrates."""
    engine = engine_for(f"sqlite:///{tmp_path / FILE}")
    left = iter(range(statement))

    def count(*_: object) -> None:
        if next(left, None) is None:
            raise Killed

    event.listen(engine, "before_cursor_execute", count)
    with pytest.raises(Killed):
        migrate.migrated(engine, None, keep=1)
    event.remove(engine, "before_cursor_execute", count)
    assert inspect(engine).get_table_names() == []
    migrate.migrated(engine, None, keep=1)
    assert migrate.revision(engine) == migrate.HEAD


@pytest.mark.usefixtures("anew")
def test_two_starts_at_once_migrate_once(settings: Settings) -> None:
    """Processes that find the same empty store at one instant all get a whole one."""
    settings.data.mkdir()
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(opened, [settings] * 4))
    assert {migrate.revision(store.engine) for store in stores} == {migrate.HEAD}
    for store in stores:
        store.close()


def test_a_restored_backup_is_the_store_it_was(settings: Settings) -> None:
    """What was written after a backup is gone after its restore, the rest is there."""
    store = opened(settings)
    with store.writing() as c:
        remember(c, "a", 1)
    copy = migrate.backup(settings.data / FILE, settings.data / "backups", keep=3)
    with store.writing() as c:
        remember(c, "a", 2)
    store.close()
    migrate.restore(copy, settings.data / FILE)
    again = opened(settings)
    with again.reading() as c:
        assert remembered(c, "a") == "1"
    again.close()


def test_backups_beyond_the_limit_go(settings: Settings) -> None:
    """Only the newest copies are kept."""
    opened(settings).close()
    folder = settings.data / "backups"
    made = [migrate.backup(settings.data / FILE, folder, keep=2) for _ in range(3)]
    assert sorted(folder.iterdir()) == sorted(made[1:])


def several_backups(settings: Settings, keep: int) -> list[Path]:
    """A store and as many backups of it as are kept; each knows its number, the store `now`."""
    file, made = settings.data / FILE, []
    store = opened(settings)
    for word in (*range(keep), "now"):
        with store.writing() as c:
            remember(c, "a", word)
        if word != "now":
            made.append(migrate.backup(file, settings.data / "backups", keep=keep))
    store.close()
    return made


def word_of(settings: Settings) -> str | None:
    """What the live store knows."""
    store = opened(settings)
    with store.reading() as c:
        found = remembered(c, "a")
    store.close()
    return found


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file and its bytes."""
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_oldest_backup_can_be_restored_and_stays(settings: Settings) -> None:
    """The copy of the store as it was takes no backup's place, and reading leaves no files."""
    made = several_backups(settings, keep=3)
    kept = migrate.restore(made[0], settings.data / FILE)
    assert word_of(settings) == "0"
    assert kept is not None
    assert sorted((settings.data / "backups").iterdir()) == sorted([*made, kept])


def test_what_a_restore_replaced_can_be_had_back(settings: Settings) -> None:
    """The store as it was is a backup like any other."""
    made = several_backups(settings, keep=2)
    kept = migrate.restore(made[1], settings.data / FILE)
    assert kept is not None
    migrate.restore(kept, settings.data / FILE)
    assert word_of(settings) == '"now"'


def test_a_lost_store_is_restored(settings: Settings) -> None:
    """Where the store is lost there is nothing to keep, and the backup becomes the store."""
    made = several_backups(settings, keep=1)
    (settings.data / FILE).unlink()
    assert migrate.restore(made[0], settings.data / FILE) is None
    assert word_of(settings) == "0"


def stranger(made: Path) -> None:
    """No database at all."""
    made.write_text("not a database")


def truncated(made: Path) -> None:
    """A copy that was cut off on its way."""
    made.write_bytes(made.read_bytes()[: made.stat().st_size // 2])


def newer(made: Path) -> None:
    """A store of a program that does not exist yet."""
    with closing(sqlite3.connect(made)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()


def in_use(made: Path) -> None:
    """A file whose latest changes are in another one."""
    made.with_name(f"{made.name}-wal").write_bytes(b"pages")


FAULTY = [
    (stranger, "not a backup of a store"),
    (truncated, "not a backup of a store|damaged"),
    (newer, "a backup of revision 9999"),
    (in_use, "-wal holds a part of it"),
]


@pytest.mark.parametrize(("spoil", "message"), FAULTY, ids=[f.__name__ for f, _ in FAULTY])
def test_a_faulty_backup_changes_nothing(
    settings: Settings, spoil: Callable[[Path], None], message: str
) -> None:
    """What is no sound store of ours is refused before any file is touched."""
    made = several_backups(settings, keep=2)
    spoil(made[0])
    before = files_below(settings.data)
    with pytest.raises(StoreError, match=message):
        migrate.restore(made[0], settings.data / FILE)
    assert files_below(settings.data) == before


@pytest.mark.parametrize("step", ["copyfile", "backup"])
def test_a_full_disk_leaves_the_store(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whichever copy does not fit, the live store and every backup are as they were."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    made = several_backups(settings, keep=2)
    before = files_below(settings.data)
    monkeypatch.setattr(shutil if step == "copyfile" else migrate, step, full)
    with pytest.raises(StoreError, match="No space left on device"):
        migrate.restore(made[0], settings.data / FILE)
    assert files_below(settings.data) == before


def test_a_store_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A data folder that is a file is one clear line."""
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(StoreError, match="the data folder cannot be made"):
        opened(settings_from(data=file / "data"))
