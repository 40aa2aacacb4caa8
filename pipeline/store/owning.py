"""The one process that works on a PostgreSQL database.

A data folder's lock does not reach the other machines that the database is open to.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from pipeline.store.postgres import SETTING
from pipeline.store.store import named_errors
from schemas.errors import OwnedElsewhere

_OWNING = 0x666C6173
"""Number of the lock, which is the database's own."""
_OWN = text(f"SELECT pg_try_advisory_lock({_OWNING})")
_LEAVE = text(f"SELECT pg_advisory_unlock({_OWNING})")
_THERE = text("SELECT 1")


class Hold:
    """A database that no other process works on."""

    def __init__(self, engine: Engine) -> None:
        """Use `held`."""
        self._engine = engine
        self.needed = engine.dialect.name == "postgresql"
        """Whether other machines can reach the database."""
        self._connection: Connection | None = None

    def take(self) -> None:
        """Hold it; OwnedElsewhere where another process does, StoreError where it is away."""
        with named_errors():
            self._connection = self._held()

    def _held(self) -> Connection | None:
        if not self.needed:
            return None
        connection = self._engine.connect()
        try:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            if not connection.scalar(_OWN):
                raise OwnedElsewhere(
                    "another process works on it, with another data folder; stop that one, or "
                    "give this one a database of its own",
                    subject=SETTING,
                )
        except BaseException:
            _drop(connection)
            raise
        return connection

    def keep(self) -> None:
        """Hold it, still or again; OwnedElsewhere where another process does. Ask now and then.

        A lock goes with its connection: whoever was quicker after the server was away has it.
        While the server is away there is nothing to hold.
        """
        with suppress(SQLAlchemyError):
            if self._connection is not None:
                self._connection.execute(_THERE)
                return
        self._dropped()
        with suppress(SQLAlchemyError):
            self._connection = self._held()

    def end(self) -> None:
        """Let go of it."""
        if self._connection is not None:
            with suppress(SQLAlchemyError):  # of a server that went away, the lock went with it
                self._connection.execute(_LEAVE)
        self._dropped()

    def _dropped(self) -> None:
        if self._connection is not None:
            _drop(self._connection)
        self._connection = None


def _drop(connection: Connection) -> None:
    """Give it up, and with it whatever it holds."""
    for step in (connection.invalidate, connection.close):
        with suppress(SQLAlchemyError):
            step()


@contextmanager
def held(engine: Engine) -> Iterator[Hold]:
    """Be the only one that works on a database; OwnedElsewhere where another process does.

    StoreError where it is away.
    """
    hold = Hold(engine)
    try:
        hold.take()
        yield hold
    finally:
        hold.end()
