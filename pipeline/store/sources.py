"""What is remembered of each source: due, health, the gate's memory, an operator's word."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from pipeline.store import tables as t
from pipeline.store.upsert import upserted
from schemas.types import Instant, Record


class SourceState(Record):
    """A source as the store remembers it."""

    source: str
    enabled: bool | None = None
    """An operator's word over the file's."""
    why: str = ""
    due: Instant | None = None
    health: str = "new"
    """`new`, or the outcome of the last run that said something."""
    reason: str = ""
    first_passed: Instant | None = None
    last_run: Instant | None = None
    last_passed: Instant | None = None
    history: str = "{}"
    """The gate's memory, JSON."""


class Turn(NamedTuple):
    """Of a source's state what says whether it is to be run."""

    enabled: bool | None
    due: datetime | None


def turns(c: Connection) -> dict[str, Turn]:
    """Of every remembered source when it is to be run; asked for at every tick."""
    return {row.source: Turn(row.enabled, row.due) for row in c.execute(_TURNS)}


_TURNS = select(t.source_state.c.source, t.source_state.c.enabled, t.source_state.c.due)


def states(c: Connection) -> dict[str, SourceState]:
    """Every remembered source."""
    rows = c.execute(_ALL).mappings()
    return {row["source"]: _state(row) for row in rows}


_ALL = select(t.source_state)
_ONE = _ALL.where(t.source_state.c.source == bindparam("its_source"))


def state(c: Connection, source: str) -> SourceState:
    """A source's state; a fresh one if it was never run."""
    row = c.execute(_ONE, {"its_source": source}).mappings().first()
    return _state(row) if row else SourceState(source=source)


def keep(c: Connection, new: SourceState) -> None:
    """Remember a source's state."""
    upserted(c, t.source_state, [new.model_dump()])


def _state(row: Mapping[Any, Any]) -> SourceState:
    return SourceState.model_validate(dict(row))
