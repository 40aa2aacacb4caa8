"""Conditions of a request, and what a document answers to them (RFC 9110, 12.5.3 and 13)."""

import re
from email.utils import parsedate_to_datetime
from functools import lru_cache

_TAG = re.compile(rb'(?:W/)?("[^"]*")')


@lru_cache(maxsize=512)
def takes_gzip(accept_encoding: bytes) -> bool:
    """Whether an Accept-Encoding header allows gzip; naming it wins over `*`."""
    weights = {}
    for part in accept_encoding.lower().split(b","):
        name, _, weight = part.partition(b";")
        weights[name.strip()] = _weight(weight)
    for name in (b"gzip", b"x-gzip", b"*"):
        if name in weights:
            return weights[name] > 0
    return False


def _weight(parameter: bytes) -> float:
    text = parameter.strip().removeprefix(b"q=")
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def names(if_none_match: bytes, etag: bytes) -> bool:
    """Whether an If-None-Match header names this (strong, quoted) tag; `*` names every one."""
    if if_none_match == etag or if_none_match.strip() == b"*":
        return True
    return etag in _TAG.findall(if_none_match)


@lru_cache(maxsize=512)
def seconds(http_date: bytes) -> float | None:
    """An HTTP date as seconds since 1970; `None` for anything that is no date."""
    try:
        return parsedate_to_datetime(http_date.decode("ascii")).timestamp()
    except (ValueError, IndexError, OverflowError):
        return None


def unchanged(
    etag: bytes, changed: int, if_none_match: bytes | None, if_modified_since: bytes | None
) -> bool:
    """Whether the client holds this version; tags win over dates (13.2.2).

    `changed`: whole seconds since 1970.
    """
    if if_none_match is not None:
        return names(if_none_match, etag)
    if if_modified_since is not None:
        since = seconds(if_modified_since)
        return since is not None and changed <= since
    return False
