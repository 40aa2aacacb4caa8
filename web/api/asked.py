"""What the query of a request asks for."""

from collections.abc import Iterator
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from pydantic import Field

from feeds.card_json import PRIVATE
from schemas.card import StoryCard
from schemas.question import Question, Sort, one_of, optional

MOST = 100
FIELDS = ("key", *(name for name in StoryCard.model_fields if name not in PRIVATE))
"""Of a card, as everybody may see it."""
_CURSOR = r"^[0-9a-f]{16}$"
_HALF = 1 << 63

FieldName = Annotated[str, *one_of(FIELDS)]


class Answering(Question):
    """A question, and in which order its answer comes."""

    sort: Sort = "-published"
    """The latest publication first; without the minus, the earliest."""

    def query(self, **changes: Any) -> str:
        """The query that asks for this again, the same for the same question."""
        given = self.model_dump(mode="json", exclude_defaults=True) | changes
        pairs = [(name, value) for name, values in given.items() for value in _each(values)]
        return urlencode(sorted(pairs), quote_via=quote)


def _each(values: Any) -> Iterator[Any]:
    for value in values if isinstance(values, list) else [values]:
        yield str(value).lower() if isinstance(value, bool) else value


class Page(Answering):
    """A question, and which part of its answer comes in which shape."""

    limit: int = Field(default=50, ge=1, le=MOST)
    """Cards of a page."""
    cursor: Annotated[str | None, optional({"type": "string", "pattern": _CURSOR})] = Field(
        default=None, pattern=_CURSOR
    )
    """From `next` of the page before, unchanged."""
    fields: tuple[FieldName, ...] = Field(default=(), max_length=len(FIELDS))
    """Only these fields of each card."""

    @property
    def after(self) -> int | None:
        """The position behind which the page begins."""
        return None if self.cursor is None else int(self.cursor, 16) - _HALF


def cursor_at(position: int) -> str:
    """The cursor of what follows a position."""
    return f"{position + _HALF:016x}"
