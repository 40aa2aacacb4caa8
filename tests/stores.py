"""Stores that begin with what the first one has found out: tables, and compiled statements."""

import sqlite3
from contextlib import closing
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import URL, Engine, create_engine, inspect

from pipeline.store import migrate

_upgrade = migrate._upgrade


def copied(engine: Engine) -> None:
    """Stands in for all migrations of a store that is new; any other store is really migrated."""
    if engine.dialect.name != "sqlite" or inspect(engine).get_table_names():
        _upgrade(engine)
        return
    with engine.connect() as connection, closing(sqlite3.connect(":memory:")) as first:
        first.deserialize(_first())
        target = connection.connection.driver_connection
        assert isinstance(target, sqlite3.Connection)
        first.backup(target)


@cache
def _first() -> bytes:
    """The file of a store with nothing in it, as the migrations make it."""
    with TemporaryDirectory() as folder:
        file = f"{folder}/first.sqlite"
        engine = create_engine(f"sqlite:///{file}")
        _upgrade(engine)
        engine.dispose()
        with closing(sqlite3.connect(file)) as connection:
            return connection.serialize()


def engine(url: URL, **options: Any) -> Engine:
    """An engine as `create_engine` makes it, which compiles no statement that another has."""
    found = create_engine(url, **options)
    first = _engine()
    # What is compiled is kept for an engine, and found again by its dialect.
    found.dialect, found._compiled_cache = first.dialect, first._compiled_cache
    return found


@cache
def _engine() -> Engine:
    first = create_engine("sqlite://", query_cache_size=2000)
    first.connect().close()  # the dialect has now seen which SQLite it talks to
    return first
