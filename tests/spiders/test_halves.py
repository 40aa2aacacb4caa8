"""JSON with half surrogate pairs."""

import orjson
import pytest

from spiders.items.halves import loads


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (rb'["a\ud83d b"]', ["a\ufffd b"]),
        (rb'["\uDC00", "c"]', ["\ufffd", "c"]),
        (rb'["\ud83d\ude00 \ud83d"]', ["\U0001f600 \ufffd"]),
        (rb'["\ud83d\ud83d\ude00"]', ["\ufffd\U0001f600"]),
        (rb'["\ud83d\ude00 \\n"]', ["\U0001f600 \\n"]),
    ],
)
def test_half_a_pair_takes_nothing_with_it(body: bytes, expected: list[str]) -> None:
    """Halves become the sign for a lost character, pairs stay what they are."""
    assert loads(body) == expected


@pytest.mark.parametrize("body", [rb'["\ud83d"', b"{", rb'["\u12"]'])
def test_what_is_broken_otherwise_stays_broken(body: bytes) -> None:
    """Only halves are mended."""
    with pytest.raises(orjson.JSONDecodeError):
        loads(body)
