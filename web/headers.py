"""The headers that public documents carry."""

import re
from collections.abc import Sequence
from datetime import timedelta
from email.utils import formatdate

from feeds.caching import FAILING, FRESH, FRESH_PAGE, KEPT, STALE

Headers = list[tuple[bytes, bytes]]

_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "ico": "image/x-icon",
}
_PACKED_ALREADY = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
_IMMUTABLE = re.compile(r"media/|embed/[0-9]+\.[0-9]+\.[0-9]+/")
"""Folders of what is named by its content, or by a version that never changes (RFC 8246)."""
_SCRIPTED = re.compile(r"(?:embed/v[0-9]+/frame\.(?:it|en)|(?:en/)?use/index)\.html")
"""Pages that run our own script."""
_PIECE = re.compile(r"(?:embed/v[0-9]+|pages/[^/]+)/.*\.html")
"""Pieces of other people's pages: by themselves they are nothing to be found."""
_FEEDS = ("rss", "atom", "json")
_PAGE_POLICY = (
    "default-src 'none'; img-src http: https:; style-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors *"
)
_SCRIPT_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src 'self';"
    + _PAGE_POLICY.removeprefix("default-src 'none';")
)
_POLICIES = {
    "html": _PAGE_POLICY,
    "svg": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}
OPEN: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link"),
]
"""Every web page may read what we publish."""
NOSNIFF = (b"x-content-type-options", b"nosniff")
PAGE_POLICY = (b"content-security-policy", _PAGE_POLICY.encode())


def content_type(path: str) -> str:
    """The media type of a public path."""
    if is_feed(path) and path.endswith(".json"):
        return "application/feed+json"
    if path == "opml.xml":
        return "text/x-opml; charset=utf-8"
    return _TYPES.get(_suffix(path), "application/octet-stream")


def is_feed(path: str) -> bool:
    """Whether a path is that of a feed in a syndication format."""
    return path.startswith("feeds/") and _suffix(path) in _FEEDS


def packable(path: str) -> bool:
    """Whether gzip is worth trying."""
    return content_type(path) not in _PACKED_ALREADY


def shared(path: str, changed: int, address: str, hubs: Sequence[str] = ()) -> Headers:
    """What a 200 and a 304 both say (RFC 9110, 15.4.5), but for the ETag.

    `changed`: seconds since 1970; `address`: the document's absolute one; `hubs`: WebSub's.
    """
    headers = [
        (b"last-modified", formatdate(changed, usegmt=True).encode()),
        (b"cache-control", _caching(path)),
        (b"vary", b"Accept-Encoding"),
        *OPEN,
    ]
    if is_feed(path):
        links = [f'<{address}>; rel="self"', *(f'<{hub}>; rel="hub"' for hub in hubs)]
        headers.append((b"link", ", ".join(links).encode()))
    return headers


def of_body(path: str, size: int, coding: str | None) -> Headers:
    """What only a 200 says: about the bytes that follow."""
    headers = [
        (b"content-type", content_type(path).encode()),
        (b"content-length", str(size).encode()),
        NOSNIFF,
    ]
    if coding:
        headers.append((b"content-encoding", coding.encode()))
    if _PIECE.fullmatch(path):
        headers.append((b"x-robots-tag", b"noindex"))
    if policy := _policy(path):
        headers.append((b"content-security-policy", policy.encode()))
    return headers


def preflight(methods: Sequence[str]) -> Headers:
    """The answer to OPTIONS."""
    listed = ", ".join(methods).encode()
    return [
        (b"allow", listed),
        (b"access-control-allow-origin", b"*"),
        (b"access-control-allow-methods", listed),
        (b"access-control-allow-headers", b"If-None-Match, If-Modified-Since"),
        (b"access-control-max-age", b"86400"),
    ]


def _caching(path: str) -> bytes:
    if _IMMUTABLE.match(path):
        return f"public, max-age={_seconds(KEPT)}, immutable".encode()
    age = _seconds(FRESH_PAGE if path.endswith(".html") else FRESH)
    late = f"stale-while-revalidate={_seconds(STALE)}, stale-if-error={_seconds(FAILING)}"
    return f"public, max-age={age}, {late}".encode()


def _policy(path: str) -> str | None:
    return _SCRIPT_POLICY if _SCRIPTED.fullmatch(path) else _POLICIES.get(_suffix(path))


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())


def _suffix(path: str) -> str:
    return path.rpartition(".")[2]
