"""A page's head, structured data and heading, cut out of its bytes."""

import re
from collections.abc import Iterator

from spiders.extract.says import unescaped

_H1 = re.compile(rb"<h1\b[^>]{0,1000}>([^\0]{1,1000}?)</h1")
_TAG = re.compile(rb"<[^>]*>")
_MOST = 30
"""Scripts that are cut out."""
_LONGEST = 500
"""Bytes of a script's tag."""


def head_end(html: bytes) -> int:
    """Where the head ends; 0 where that is not plain."""
    end = html.find(b"</head>")
    if end < 0:
        end = html.find(b"<body")
    open_ = end < 0 or any(
        html.rfind(opening, 0, end) > html.rfind(closing, 0, end)
        for opening, closing in ((b"<script", b"</script"), (b"<!--", b"-->"))
    )
    return 0 if open_ else end


def data_scripts(html: bytes) -> Iterator[str]:
    """The texts of the JSON-LD scripts of a UTF-8 page, which some pages do not label."""
    mark = b"ld+json"
    at = _first(html, mark, b"+")
    if at < 0:
        mark = b'{"@context'
        at = _first(html, mark, b"@")
    for _ in range(_MOST):
        if at < 0:
            return
        opening = html.rfind(b"<script", max(0, at - _LONGEST), at)
        start, end = html.find(b">", opening) + 1, html.find(b"</script", at)
        if end < 0:
            return
        labelled = opening >= 0 and at < start <= end
        if labelled or (opening >= 0 and not html[start:at].strip()):
            yield html[start:end].decode("utf-8", "replace")
            at = end
        at = html.find(mark, at + len(mark))


def _first(html: bytes, mark: bytes, rare: bytes) -> int:
    """Where a mark first stands; that its rare byte stands nowhere is known ten times as soon."""
    at = html.find(rare)
    return html.find(mark, max(0, at - len(mark))) if at >= 0 else -1


def only_heading(html: bytes, at: int = 0) -> str | None:
    """The text of the only `h1` after a byte, as written; None where there is none or several."""
    start = html.find(b"<h1", at)
    if start < 0 or html.find(b"<h1", start + 3) >= 0:
        return None
    found = _H1.match(html, start)
    return unescaped(_TAG.sub(b" ", found[1]).decode("utf-8", "replace")) if found else None
