"""The open store."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, bindparam, create_engine, event, func, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from pipeline.clock import StrictClock, system_now
from pipeline.settings import Settings
from pipeline.store import postgres
from pipeline.store import tables as t
from pipeline.store.migrate import migrated
from pipeline.store.upsert import upserted
from schemas.errors import SettingsError, StoreError

FILE = "poliflash.sqlite"
BUSY_MS = 15_000


class Store:
    """An engine, and the clock that no two changes share an instant of."""

    def __init__(self, engine: Engine, clock: StrictClock) -> None:
        """Use `opened` instead."""
        self.engine = engine
        self.clock = clock

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction; StoreError if the store is away, full or read-only."""
        with named_errors(), self.engine.begin() as connection:
            if self.engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                postgres.alone(connection)
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Each statement sees what was committed before it; StoreError if the store is away."""
        with named_errors(), self.engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def opened(settings: Settings, *, clock: StrictClock | None = None) -> Store:
    """The store of these settings, migrated; StoreError if it is newer than this program."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the data folder cannot be made: {error.strerror}", subject=str(settings.data)
        ) from None
    engine = engine_for(address(settings))
    with named_errors():
        migrated(engine, _file(settings), keep=settings.backups)
        with engine.connect() as connection:
            last = connection.scalar(select(func.max(t.card.c.updated)))
    clock = clock or StrictClock(system_now)
    if last is not None:
        clock.observed(last)
    return Store(engine, clock)


def address(settings: Settings) -> str:
    """The SQLAlchemy address of the store."""
    return settings.database or f"sqlite:///{settings.data / FILE}"


def _file(settings: Settings) -> Path | None:
    return None if settings.database else settings.data / FILE


def engine_for(url: str) -> Engine:
    """An engine; SQLite gets WAL, a patient lock and transactions that we begin ourselves.

    SettingsError for the address of anything but SQLite and PostgreSQL.
    """
    try:
        chosen = make_url(url)
        if postgres.named(chosen):
            return postgres.engine_of(chosen)
        if chosen.get_backend_name() != "sqlite":
            raise ValueError
    except (ArgumentError, ValueError):
        raise SettingsError(
            "no address of a store; write postgresql://USER:PASSWORD@HOST/NAME, or leave it out "
            "for SQLite in the data folder",
            subject=postgres.SETTING,
        ) from None
    engine = create_engine(chosen)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(raw: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    raw.isolation_level = None
    cursor = raw.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MS}",  # first: to change the journal takes a lock too
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextmanager
def named_errors() -> Iterator[None]:
    """An engine's errors as StoreError, with what to do."""
    try:
        yield
    except (OperationalError, DatabaseError) as error:
        reason = str(error.orig or error).strip().splitlines()[0]
        reason += postgres.advice(error)
        raise StoreError(f"the store cannot be used: {reason}", subject="store") from error


def remembered(c: Connection, key: str) -> str | None:
    """A value kept under a name."""
    return c.scalar(_VALUE, {"its_key": key})


_VALUE = select(t.meta.c.value).where(t.meta.c.key == bindparam("its_key"))


def remember(c: Connection, key: str, value: object) -> None:
    """Keep a JSON value under a name."""
    upserted(c, t.meta, [{"key": key, "value": json.dumps(value, sort_keys=True)}])
