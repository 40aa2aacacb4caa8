"""What was read or made of cards, kept in memory while it is likely to be asked for again."""

from collections.abc import MutableMapping
from itertools import islice
from typing import Any, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")
ROOM = 4_096
"""Cards of which anything is kept."""


def make_room(kept: MutableMapping[Any, Any], most: int = ROOM) -> None:
    """Forget the older half where there is `most` or more: the newer is asked for again sooner."""
    if len(kept) >= most:
        for key in [*islice(kept, len(kept) // 2)]:
            del kept[key]


def keep(kept: MutableMapping[Key, Value], key: Key, value: Value) -> Value:
    """Keep a value, and make room for it; the value."""
    make_room(kept)
    kept[key] = value
    return value
