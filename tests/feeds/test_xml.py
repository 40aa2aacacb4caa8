"""What XML cannot hold."""

import pytest

from feeds.xml import legal

ILLEGAL = (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)


@pytest.mark.parametrize("around", ["", "Idrogeno "])
def test_no_illegal_character_passes(around: str) -> None:
    """Each goes, whatever stands before it."""
    left = {legal(around + chr(code)) for code in ILLEGAL if chr(code) not in "\t\n\r"}
    assert left == {around}
