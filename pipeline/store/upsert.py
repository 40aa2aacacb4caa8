"""Many rows in one statement, in both dialects."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Insert,
    Table,
    any_,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from pipeline.store.types import UtcDateTime, spelt

T = TypeVar("T")


def upserted(
    c: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    keep: Sequence[str] = (),
    ignore: bool = False,
) -> None:
    """Insert rows; those whose primary key exists are updated, but for `keep` columns.

    `ignore` leaves existing rows as they are. All rows must have the same keys.
    """
    if not rows:
        return
    shape = (c.dialect.name, table, tuple(rows[0]), tuple(keep))
    if c.dialect.name == "sqlite":
        prepared = _prepared(*shape, ignore=ignore)
        c.exec_driver_sql(prepared.text, [_bound(row, prepared) for row in rows])
    else:
        c.execute(_statement(*shape, ignore=ignore), rows)


class _Prepared(NamedTuple):
    """A statement in SQLite's own words."""

    text: str
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    """Names in their order, each with what makes its values SQLite's."""


@lru_cache(maxsize=256)
def _prepared(
    dialect: str, table: Table, names: tuple[str, ...], keep: tuple[str, ...], *, ignore: bool
) -> _Prepared:
    """For the driver itself: SQLAlchemy's own way takes twice as long for each row."""
    statement = _statement(dialect, table, names, keep, ignore=ignore)
    own = sqlite.dialect(paramstyle="qmark")
    compiled = statement.compile(dialect=own, column_keys=list(names))
    assert compiled.positiontup is not None, "question marks have an order"
    types = [(name, table.c[name].type) for name in compiled.positiontup]
    return _Prepared(str(compiled), tuple((name, _binder(kind, own)) for name, kind in types))


def _binder(kind: TypeEngine[Any], own: Dialect) -> Callable[[Any], Any] | None:
    """What makes a value SQLite's; `None` where the driver does so itself."""
    if isinstance(kind, UtcDateTime):
        return spelt
    if isinstance(kind, Boolean):
        return None
    return kind.dialect_impl(own).bind_processor(own)


def _bound(row: Mapping[str, Any], prepared: _Prepared) -> tuple[Any, ...]:
    return tuple([to(row[name]) if to else row[name] for name, to in prepared.columns])


@lru_cache(maxsize=256)
def _statement(
    dialect: str, table: Table, names: tuple[str, ...], keep: tuple[str, ...], *, ignore: bool
) -> Insert:
    """Building one takes longer than executing it."""
    statement = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    primary = [column.name for column in table.primary_key]
    changed = [name for name in names if name not in primary and name not in keep]
    if ignore or not changed:
        return statement.on_conflict_do_nothing()
    return statement.on_conflict_do_update(
        index_elements=primary, set_={name: statement.excluded[name] for name in changed}
    )


def among(c: Connection, column: Column[Any], values: Iterable[int]) -> ColumnElement[bool]:
    """Whether the column holds one of many numbers: one parameter, a statement prepared once."""
    if c.dialect.name == "postgresql":
        return column == any_(bindparam(None, list(values), ARRAY(BigInteger)))
    listed = func.json_each(json.dumps(list(values))).table_valued("value")
    return column.in_(select(listed.c.value))


def chunks(values: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """The values in lists short enough for one IN clause."""
    wanted = list(values)
    for start in range(0, len(wanted), size):
        yield wanted[start : start + size]
