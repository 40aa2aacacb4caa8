"""Column types."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime.

    SQLite knows no such type: there it is text, spelt as SQLAlchemy's own DateTime spells it but
    written and read several times as fast, which a run with thousands of cards notices.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text in SQLite."""
        own = String(26) if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(own)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """UTC on the way in; ValueError for a naive value."""
        if dialect.name == "sqlite" or value is None:
            return spelt(value)
        return _aware(value).astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Aware on the way out."""
        return value and value.astimezone(UTC)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None] | None:
        """SQLite's rows hold thousands of instants: nothing stands between these and `_read`."""
        return _read if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


@lru_cache(maxsize=8192)
def _read(value: str | None) -> datetime | None:
    """The channels ask for the same cards, one after the other."""
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"a naive datetime cannot be stored: {value!r}")
    return value


@lru_cache(maxsize=4096)
def spelt(value: datetime | None) -> str | None:
    """An instant as SQLite keeps it; ValueError for a naive value.

    A batch's rows share few instants.
    """
    if value is None:
        return None
    return _aware(value).astimezone(UTC).isoformat(" ", "microseconds").removesuffix("+00:00")
