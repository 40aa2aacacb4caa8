"""First publications: which waiting entries a channel takes now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from pipeline.store import publication
from schemas.channel import Variant


def release_ready(
    c: Connection, variants: Mapping[str, Variant], now: datetime, stamp: datetime
) -> int:
    """Release every entry that is ready by `now`; how many.

    `stamp` (whole seconds, UTC) is the instant the release is dated with. A newsletter takes one
    card per story for ever: a twin of a story it had does not enter.
    """
    waiting: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in publication.ready(c, now):
        waiting[row.variant].append(row)
    released: list[Row[Any]] = []
    changed: dict[str, datetime] = {}
    for key, rows in waiting.items():
        variant = variants.get(key)
        if variant is None:
            continue
        taken = rows
        if variant.channel.profile == "newsletter":
            taken = _one_per_story(c, key, rows)
            changed[key] = stamp
        released += taken
    publication.write_releases(c, released, stamp)
    publication.mark_dirty(c, "variant", changed)
    return len(released)


def _one_per_story(c: Connection, variant: str, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    had = publication.released_cards(c, variant, {row.story for row in rows})
    taken: dict[str, Row[Any]] = {}
    for row in rows:
        first = had.get(row.story)
        if (first is None and row.story not in taken) or (first is not None and row.card in first):
            taken[row.story] = row
        else:
            publication.leave(c, [(row.card, variant)])
    return list(taken.values())
