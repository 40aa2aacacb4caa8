"""What a document begins with: the same from change to change, but for the instant it tells."""

from collections.abc import Callable
from datetime import UTC, datetime

from feeds.kept import Kept
from feeds.position import Position
from feeds.site import Site
from schemas.channel import Variant

Make = Callable[[Variant, Site, datetime, Position], bytes]
"""A start that tells an instant once."""

_HERE = datetime(9999, 12, 30, 23, 58, 57, tzinfo=UTC)
"""What no document tells: where it stands, another instant goes."""
_HALVES: Kept[tuple[bytes, bytes]] = Kept(1024)


def start_of(
    make: Make,
    spelt: Callable[[datetime], str],
    variant: Variant,
    site: Site,
    updated: datetime,
    position: Position,
) -> bytes:
    """The start with this instant, as the format has it `spelt`."""
    key, made_of = (make, variant.key, position), (variant, site)
    halves = _HALVES.find(key, *made_of)
    if halves is None:
        whole = make(variant, site, _HERE, position)
        before, _, behind = whole.partition(spelt(_HERE).encode())
        halves = _HALVES.keep(key, (before, behind), *made_of)
    return spelt(updated).encode().join(halves)
