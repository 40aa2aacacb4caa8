"""What was made of cards, kept while they are the same."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any, Generic, NamedTuple, TypeVar

Value = TypeVar("Value")


class _Made(NamedTuple, Generic[Value]):
    value: Value
    made_of: tuple[Any, ...]


class Kept(Generic[Value]):
    """Values by a key, each with all that it was made of: what differs in that finds nothing.

    The oldest go where there are too many.
    """

    def __init__(self, most: int) -> None:
        """`most`: how many are kept."""
        self._most = most
        self._made: OrderedDict[Hashable, _Made[Value]] = OrderedDict()

    def find(self, key: Hashable, *made_of: Any) -> Value | None:
        """The value that was made of the same (`==`, for which the same object is enough)."""
        kept = self._made.get(key)
        return kept.value if kept is not None and kept.made_of == made_of else None

    def keep(self, key: Hashable, value: Value, *made_of: Any) -> Value:
        """Keep a value in the place of another one under the key; the value."""
        if len(self._made) >= self._most and key not in self._made:
            self._made.popitem(last=False)
        self._made[key] = _Made(value, made_of)
        return value
