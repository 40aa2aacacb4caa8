"""PostgreSQL, made to behave as SQLite does.

Texts are of any length and are compared by their code points, whatever the database's locale:
what is published from one is what is published from the other. One transaction writes at a time.
"""

from typing import Any

from sqlalchemy import URL, Column, Connection, Engine, String, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, NoSuchModuleError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import ConnectionPoolEntry

from schemas.errors import SettingsError

SETTING = "POLIFLASH_DATABASE"
DRIVER = "postgresql+psycopg"
_SPELT = ("postgresql", "postgres", DRIVER)
_WRITING = 0x506F6C69
"""Number of the lock, which is the database's own."""
_PATIENCE = "15s"
_CONNECT = 10
"""Seconds."""


@compiles(String, "postgresql")
def _text(kind: String, compiler: Any, **given: Any) -> str:
    """A column's type; elsewhere, as in a cast, SQLAlchemy's own words."""
    if isinstance(given.get("type_expression"), Column):
        return 'TEXT COLLATE "C"'
    words: str = compiler.visit_VARCHAR(kind, **given)
    return words


def named(url: URL) -> bool:
    """Whether an address is a PostgreSQL server's."""
    return url.drivername in _SPELT


def engine_of(url: URL) -> Engine:
    """An engine; SettingsError where the driver is missing."""
    given = {} if "connect_timeout" in url.query else {"connect_timeout": _CONNECT}
    try:
        engine = create_engine(url.set(drivername=DRIVER), pool_pre_ping=True, connect_args=given)
    except (ImportError, NoSuchModuleError):
        raise SettingsError(
            'PostgreSQL needs its driver: pip install "psycopg[binary]"', subject=SETTING
        ) from None
    event.listen(engine, "connect", _prepare)
    return engine


def advice(error: DBAPIError) -> str:
    """What to do about an error: something where a server did not let us in."""
    refused = error.statement is None and type(error.orig).__module__.startswith("psycopg")
    return f"; is the server up, and {SETTING} right?" if refused else ""


def _prepare(raw: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    from psycopg.types.string import StrDumperUnknown  # an extra: only where it is used

    class WithoutNul(StrDumperUnknown):
        """What newsrooms send may hold a NUL, which no text of PostgreSQL can."""

        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", "") if "\0" in obj else obj)

    raw.adapters.register_dumper(str, WithoutNul)
    cursor = raw.cursor()
    cursor.execute(f"SET lock_timeout = '{_PATIENCE}'")
    cursor.execute("SET timezone = 'UTC'")
    cursor.close()
    raw.commit()


def alone(c: Connection) -> None:
    """Wait until no other transaction writes, as SQLite does; held until this one's end."""
    c.execute(_ALONE)


_ALONE = text(f"SELECT pg_advisory_xact_lock({_WRITING})")
