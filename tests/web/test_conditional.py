"""Conditions of requests."""

import pytest

from web.conditional import takes_gzip, unchanged

TAG = b'"abc"'
NOON = 1_772_452_800  # Mon, 02 Mar 2026 12:00:00 GMT
DATE = b"Mon, 02 Mar 2026 12:00:00 GMT"
BEFORE = b"Mon, 02 Mar 2026 11:59:59 GMT"


@pytest.mark.parametrize(
    ("none_match", "since", "expected"),
    [
        (None, None, False),
        (TAG, None, True),
        (b'W/"abc"', None, True),
        (b'"x", "abc"', None, True),
        (b'"x",W/"abc"', None, True),
        (b'"a,b", "abc"', None, True),
        (b"*", None, True),
        (b" * ", None, True),
        (b'"x"', None, False),
        (b'"ab"', None, False),
        (b"abc", None, False),
        (b"", None, False),
        (b'"abc-gz"', None, False),
        (None, DATE, True),
        (None, b"Monday, 02-Mar-26 12:00:01 GMT", True),
        (None, b"Mon Mar  2 12:00:00 2026", True),
        (None, BEFORE, False),
        (None, b"yesterday", False),
        (None, b"", False),
        (None, b"\xff", False),
        (None, b"Mon, 02 Mar 99999999999 12:00:00 GMT", False),
        (b'"x"', DATE, False),
        (TAG, BEFORE, True),
    ],
)
def test_unchanged(none_match: bytes | None, since: bytes | None, expected: bool) -> None:
    """Requirement 42: A version the client holds is recognised; tags win over dates (RFC 9110,
    13.2.2).
    """
    assert unchanged(TAG, NOON, none_match, since) is expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b"gzip", True),
        (b"gzip, deflate, br, zstd", True),
        (b"br;q=1.0, GZIP;q=0.8", True),
        (b"x-gzip", True),
        (b"*", True),
        (b"gzip;q=0", False),
        (b"gzip; q=0.0, *", False),
        (b"*;q=0", False),
        (b"identity", False),
        (b"br", False),
        (b"gzip;q=x", False),
        (b"", False),
    ],
)
def test_takes_gzip(header: bytes, expected: bool) -> None:
    """Requirement 43: Accept-Encoding is read with its weights (RFC 9110, 12.5.3)."""
    assert takes_gzip(header) is expected
