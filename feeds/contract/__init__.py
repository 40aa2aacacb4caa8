"""What every document promises, checked on its bytes; numbers are those that tests name.

defects(content, format, address, now) → one line for each promise that is broken
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from feeds.check import reread
from feeds.contract import atom, json_feed, rss
from feeds.contract.markup import Defect
from schemas.channel import Format
from schemas.errors import PublishError

LARGEST = 4_000_000
"""Bytes: what the most careful readers take."""

_READERS: Mapping[Format, Callable[[bytes, datetime], Iterable[Defect]]] = MappingProxyType(
    {"rss": rss.defects, "atom": atom.defects, "json": json_feed.defects}
)


def defects(content: bytes, format_: Format, address: str, now: datetime) -> list[str]:
    """What is wrong with a document that is served at `address`: one line each, none for nothing.

    Requirements 1 to 34, 47, 51, 52 and 60, as far as bytes alone can tell.
    """
    try:
        reread(content, format_, address)
    except PublishError as error:
        return [str(error.args[0])]
    found = [str(defect) for defect in _READERS[format_](content, now)]
    if len(content) > LARGEST:
        found.append(f"{len(content)} bytes are more than some readers take ({LARGEST}) [47]")
    if content.startswith(b"\xef\xbb\xbf"):
        found.append("begins with a byte order mark [18]")
    return found
