"""A page's structured data, cut out of its bytes."""

import re
from collections.abc import Iterator

from spiders.extract.says import unescaped

_H1 = re.compile(rb"<h1\b[^>]{0,1000}>([^\0]{1,1000}?)</h1")
_TAG = re.compile(rb"<[^>]*>")

_PROMISES = (b"og:image", b"og:description", b"atePublished", b"</head>")
"""What a page has whose metadata may well be all that is needed; looking for it costs nothing."""
_MOST = 30
"""Scripts that are cut out."""


def structured(html: bytes) -> tuple[bytes, list[str]] | None:
    """The head and the JSON-LD scripts of a UTF-8 page; None where they promise too little.

    A `</head>` inside a script ends the head too soon, and then something will be missing.
    """
    if not all(promise in html for promise in _PROMISES):
        return None
    head, blocks = html[: html.find(b"</head>")], list(_scripts(html))
    named = b"uthor" in head or any("uthor" in block for block in blocks)
    return (head, blocks) if named else None


def _scripts(html: bytes) -> Iterator[str]:
    at = 0
    for _ in range(_MOST):
        at = html.find(b"ld+json", at)
        start, end = html.find(b">", at), html.find(b"</script", at)
        if at < 0 or not at < start < end:
            return
        yield html[start + 1 : end].decode("utf-8", "replace")
        at = end


def only_heading(html: bytes) -> str | None:
    """The text of the page's only `h1`, as it is written; None where there is none or several."""
    start = html.find(b"<h1")
    if start < 0 or html.find(b"<h1", start + 3) >= 0:
        return None
    found = _H1.match(html, start)
    return unescaped(_TAG.sub(b" ", found[1]).decode("utf-8", "replace")) if found else None
