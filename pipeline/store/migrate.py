"""Bringing a store up to date."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from pipeline.store import postgres
from schemas.errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"


def known_revisions() -> set[str]:
    """Every revision this program can start from."""
    return {path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}


HEAD = max(known_revisions())
"""The newest one."""


def migrated(engine: Engine, file: Path | None, *, keep: int) -> None:
    """Migrate to `HEAD`, after a backup copy of `file`; StoreError for a store newer than us."""
    current = revision(engine)
    if current == HEAD:
        return
    if current is not None and current not in known_revisions():
        raise StoreError(
            f"the store has revision {current}, newer than this program's {HEAD}; "
            "install the newer program or restore a backup",
            subject="store",
        )
    if current is not None and file is not None:
        backup(file, file.parent / "backups", keep=keep, label=f"before-{HEAD}")
    _upgrade(engine)


def revision(engine: Engine) -> str | None:
    """The store's revision; `None` for an empty one."""
    with engine.connect() as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _upgrade(engine: Engine) -> None:
    """All revisions or none: a migration that is killed leaves the store as it was."""
    from alembic import command  # 0.2 s, needed once in a store's life
    from alembic.config import Config  # likewise

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection, connection.begin():
        if connection.dialect.name == "sqlite":  # whose driver begins nothing before a CREATE
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            postgres.alone(connection)
        if _revision(connection) == HEAD:  # another process was first
            return
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def backup(file: Path, folder: Path, *, keep: int | None, label: str = "backup") -> Path:
    """A consistent copy of a SQLite store, also while it is in use; the oldest beyond `keep` go.

    With `None` none goes. StoreError if it cannot be written; no half copy stays behind.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = folder / f"{stamp}-{label}.sqlite"
    partial = target.with_suffix(".partial")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(partial)) as copy:
            source.backup(copy)
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"no copy of the store could be made: {error}", subject=str(folder)
        ) from None
    finally:
        partial.unlink(missing_ok=True)
    for old in [] if keep is None else sorted(folder.glob("*.sqlite"))[:-keep]:
        old.unlink()
    return target


def restore(copy: Path, file: Path) -> Path | None:
    """Put a backup in the place of the store; where the store as it was is kept, if there was one.

    StoreError if `copy` is no sound store of ours, or for a full disk: the store stays then. No
    older backup goes for it: the oldest may be the one that is wanted.
    """
    _check(copy)
    partial = file.with_name(file.name + ".restoring")
    try:
        shutil.copyfile(copy, partial)
        kept = None
        if file.exists():
            kept = backup(file, file.parent / "backups", keep=None, label="replaced")
        for side in _sides(file):  # a log of the old store must not be played into the new one
            side.unlink(missing_ok=True)
        partial.replace(file)
    except OSError as error:
        raise StoreError(f"cannot be restored: {error.strerror}", subject=str(copy)) from None
    finally:
        partial.unlink(missing_ok=True)
    return kept


def _check(copy: Path) -> None:
    """StoreError unless a file is a whole store of a revision we know; nothing is written."""
    wal = _sides(copy)[0]
    if wal.exists() and wal.stat().st_size:
        raise StoreError(
            f"is in use, or was: {wal.name} holds a part of it; `poliflash store backup` makes "
            "one file of the two",
            subject=str(copy),
        )
    # Immutable: SQLite would leave a log and an index beside a backup that it only reads.
    address = f"{copy.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise StoreError(f"not a backup of a store: {error}", subject=str(copy)) from None
    if found is None or found[0] not in known_revisions():
        raise StoreError(f"a backup of revision {found and found[0]}", subject=str(copy))
    if sound != "ok":
        raise StoreError(f"a damaged backup: {sound}", subject=str(copy))


def _sides(file: Path) -> tuple[Path, Path]:
    """What SQLite keeps beside a file that is in use: its log and the index of that."""
    return file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")
