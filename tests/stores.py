"""New stores as copies of the first one that was migrated."""

import sqlite3
from contextlib import closing
from functools import cache
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, create_engine, inspect

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
