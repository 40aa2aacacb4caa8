"""Tests of what the store says of archives."""

import pytest

from pipeline.store import archives
from pipeline.store import tables as t
from pipeline.store.upsert import upserted
from tests.pipeline.desk import Desk

MANY = 12_000
"""Of two variants more than are read together."""


def waits(variant: str, count: int) -> list[dict[str, object]]:
    """Rows of cards that none of a variant's closed archives holds."""
    blank = {"number": 0, "revision": 0, "shown": True}
    return [{"variant": variant, "card": f"urn:{n}", **blank} for n in range(count)]


@pytest.mark.parametrize(("count", "told"), [(2, {"a", "b", "c", "d"}), (MANY, {"a"})])
def test_only_whole_answers_are_given(desk: Desk, count: int, told: set[str]) -> None:
    """What did not come, or not all of it, is asked for by itself; nothing is taken for empty."""
    variants = ("a", "b", "c", "d")
    with desk.store.writing() as c:
        for variant, its in (("a", count), ("b", count), ("c", 1)):
            upserted(c, t.archived, waits(variant, its))
        found = archives.waiting_in(c, variants)
        alone = {variant: archives.waiting(c, variant) for variant in found}
    assert (set(found), found) == (told, alone)


def test_the_newest_archive_of_each_is_found(desk: Desk) -> None:
    """Of many variants at once; one that has none is left out."""
    at = desk.store.clock()
    rows = [
        {"variant": variant, "number": n, "updated": at, "digest": ""}
        for variant, last in (("a", 3), ("b", 12))
        for n in range(1, last + 1)
    ]
    states = [{"variant": v, "fingerprint": "", "updated": at} for v in ("a", "b", "c")]
    with desk.store.writing() as c:
        upserted(c, t.variant_state, states)
        upserted(c, t.archive, rows)
        found = archives.newest_of(c, ("a", "b", "c"))
    assert {variant: row.number for variant, row in found.items()} == {"a": 3, "b": 12}
