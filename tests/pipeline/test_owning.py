"""One owner of a PostgreSQL database, whatever becomes of its connections."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from pipeline.store.owning import _OWNING, held
from pipeline.store.store import engine_for
from schemas.errors import OwnedElsewhere, StoreError
from tests.running import PATIENCE, serving

pytestmark = pytest.mark.server
CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def test_a_database_has_one_owner(database: str) -> None:
    """Also from another data folder; it is free when the first one has ended."""
    one, other = engine_for(database), engine_for(database)
    with held(one), pytest.raises(OwnedElsewhere, match="another process works on it"), held(other):
        pass
    with held(other):
        pass
    one.dispose()
    other.dispose()


def test_a_database_is_held_again_after_its_server_was_away(database: str) -> None:
    """A lock goes with its connection: it is taken anew, if nobody was quicker."""
    one, other = engine_for(database), engine_for(database)
    with held(one) as hold:
        _cut(other)
        hold.keep()
        with pytest.raises(OwnedElsewhere), held(other):
            pass
        with _taken_over(database), pytest.raises(OwnedElsewhere):
            hold.keep()
    one.dispose()
    other.dispose()


@pytest.mark.parametrize("fault", ["cut", "refused"])
def test_a_database_is_held_again_after_a_try_that_failed(database: str, fault: str) -> None:
    """What fails while the lock is asked for leaves nothing behind that passes for it."""
    one, other = engine_for(database), engine_for(database)
    with held(one) as hold:
        _cut(other)
        with _failing(one, _cutting(other) if fault == "cut" else _nonsense):
            hold.keep()
        with held(other), pytest.raises(OwnedElsewhere):
            hold.keep()
        hold.keep()
        with pytest.raises(OwnedElsewhere), held(other):
            pass
    one.dispose()
    other.dispose()


def test_nothing_begins_without_the_lock(database: str) -> None:
    """Where it cannot be asked for at the start."""
    one = engine_for(database)
    with (
        pytest.raises(StoreError, match="the store cannot be used"),
        _failing(one, _nonsense),
        held(one),
    ):
        pytest.fail("it began")
    one.dispose()


def test_serve_ends_where_its_database_was_taken_over(database: str, tmp_path: Path) -> None:
    """Two that publish one store's changes would miss each other's."""
    with serving(tmp_path, tmp_path, POLIFLASH_DATABASE=database) as served, _taken_over(database):
        assert served.process.wait(PATIENCE) == 1


@contextmanager
def _taken_over(database: str) -> Iterator[None]:
    """Another process breaks all connections, and is the quickest to hold the database then."""
    engine = engine_for(database)
    try:
        with engine.connect() as c:
            c.exec_driver_sql(CUT)
            c.exec_driver_sql(f"SELECT pg_advisory_lock({_OWNING})")
            yield
    finally:
        engine.dispose()


def _cut(engine: Engine) -> None:
    """Break all other connections."""
    with engine.connect() as c:
        c.exec_driver_sql(CUT)


def _nonsense(_statement: str) -> str:
    return "SELECT 1 / 0"


def _cutting(engine: Engine) -> Callable[[str], str]:
    def cut(statement: str) -> str:
        _cut(engine)
        return statement

    return cut


@contextmanager
def _failing(engine: Engine, changed: Callable[[str], str]) -> Iterator[None]:
    """The statement that takes the lock is another meanwhile."""

    def before(_c: Any, _cursor: Any, said: str, given: Any, *_: Any) -> tuple[str, Any]:
        return changed(said) if "pg_try_advisory_lock" in said else said, given

    event.listen(engine, "before_cursor_execute", before, retval=True)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", before)
