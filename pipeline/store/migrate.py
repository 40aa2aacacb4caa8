"""Bringing a store up to date."""

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from schemas.errors import StoreError

HEAD = "0001"
"""The newest revision in `migrations/versions`."""
MIGRATIONS = Path(__file__).parent / "migrations"


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
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)


def known_revisions() -> set[str]:
    """Every revision this program can start from."""
    return {path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}


def _upgrade(engine: Engine) -> None:
    from alembic import command  # 0.2 s, needed once in a store's life
    from alembic.config import Config  # likewise

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def backup(file: Path, folder: Path, *, keep: int, label: str = "backup") -> Path:
    """A consistent copy of a SQLite store, also while it is in use; the oldest beyond `keep` go."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = folder / f"{stamp}-{label}.sqlite"
    with sqlite3.connect(file) as source, sqlite3.connect(target) as copy:
        source.backup(copy)
    source.close()
    copy.close()
    for old in sorted(folder.glob("*.sqlite"))[:-keep]:
        old.unlink()
    return target


def restore(copy: Path, file: Path) -> None:
    """Put a backup in the place of the store; StoreError if it is no store of ours."""
    try:
        connection = sqlite3.connect(f"file:{copy}?mode=ro", uri=True)
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        connection.close()
    except sqlite3.Error as error:
        raise StoreError(f"not a backup of a store: {error}", subject=str(copy)) from None
    if found is None or found[0] not in known_revisions():
        raise StoreError(f"a backup of revision {found and found[0]}", subject=str(copy))
    for side in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
        side.unlink(missing_ok=True)
    partial = file.with_name(file.name + ".restoring")
    shutil.copyfile(copy, partial)
    partial.replace(file)
