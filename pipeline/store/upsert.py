"""Many rows in one statement, in both dialects."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Connection,
    Dialect,
    Insert,
    Result,
    Select,
    Table,
    Text,
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
        c.exec_driver_sql(prepared.text, _bound(rows, prepared))
    else:
        c.execute(_statement(*shape, ignore=ignore), rows)


class _Prepared(NamedTuple):
    """A statement in SQLite's own words."""

    text: str
    values: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    """A row's values in their order."""
    binders: tuple[tuple[int, Callable[[Any], Any]], ...]
    """Places of values that SQLite does not know as they are, each with what makes them so."""


@lru_cache(maxsize=256)
def _prepared(
    dialect: str, table: Table, names: tuple[str, ...], keep: tuple[str, ...], *, ignore: bool
) -> _Prepared:
    """For the driver itself: SQLAlchemy's own way takes twice as long for each row."""
    statement = _statement(dialect, table, names, keep, ignore=ignore)
    own = sqlite.dialect(paramstyle="qmark")
    compiled = statement.compile(dialect=own, column_keys=list(names))
    assert compiled.positiontup is not None, "question marks have an order"
    in_order = compiled.positiontup
    assert len(in_order) > 1, "of one name `itemgetter` gives no tuple"
    found = [(place, _binder(table.c[name].type, own)) for place, name in enumerate(in_order)]
    binders = tuple((place, to) for place, to in found if to is not None)
    return _Prepared(str(compiled), itemgetter(*in_order), binders)


def _binder(kind: TypeEngine[Any], own: Dialect) -> Callable[[Any], Any] | None:
    """What makes a value SQLite's; `None` where the driver does so itself."""
    if isinstance(kind, UtcDateTime):
        return spelt
    if isinstance(kind, Boolean):
        return None
    return kind.dialect_impl(own).bind_processor(own)


def _bound(rows: Sequence[Mapping[str, Any]], prepared: _Prepared) -> list[tuple[Any, ...]]:
    if not prepared.binders:
        return list(map(prepared.values, rows))
    bound = []
    for values in map(list, map(prepared.values, rows)):
        for place, to in prepared.binders:
            values[place] = to(values[place])
        bound.append(tuple(values))
    return bound


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


class Among:
    """A question about the rows whose column holds one of many values.

    One parameter, and a statement built and prepared once: building one takes longer than
    executing it.
    """

    def __init__(self, question: Select[Any], column: Column[Any]) -> None:
        """The column holds numbers or texts."""
        listed = func.json_each(bindparam("any_of", type_=Text)).table_valued("value")
        array = bindparam("any_of", type_=ARRAY(column.type))
        self._sqlite = question.where(column.in_(select(listed.c.value)))
        self._postgresql = question.where(column == any_(array))

    def __call__(self, c: Connection, values: Iterable[int | str]) -> Result[*tuple[Any, ...]]:
        """The rows with any of these values."""
        if c.dialect.name == "postgresql":
            return c.execute(self._postgresql, {"any_of": list(values)})
        return c.execute(self._sqlite, {"any_of": json.dumps(list(values))})


def chunks(values: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """The values in lists short enough for one IN clause."""
    wanted = list(values)
    for start in range(0, len(wanted), size):
        yield wanted[start : start + size]
