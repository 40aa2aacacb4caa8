"""What came where something else was expected."""

import re
from typing import Any

import orjson

from schemas.errors import NotAFeed
from spiders.items.guard import root_element
from spiders.items.halves import loads

_HTML = re.compile(rb"<!doctype\s+html", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,200})", re.IGNORECASE)


def instead(text: bytes, root: str) -> str:
    """The answer in a person's words; `root` is the name of its first element."""
    if not text.strip():
        return "the answer is empty"
    if root != "html" and not _HTML.match(text):
        return f"the answer is {f'<{root}>' if root else 'plain text'}"
    title = _TITLE.search(text[:20_000])
    named = f" titled “{' '.join(title[1].decode('utf-8', 'replace').split())}”" if title else ""
    return f"the answer is a web page{named}"


def json_from(body: bytes, expected: str) -> Any:
    """The JSON of an answer; raises NotAFeed with what came instead of what was `expected`."""
    text = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text[:1] not in (b"{", b"["):
        raise NotAFeed(f"{expected} was expected, but {instead(text, root_element(text))}")
    try:
        return loads(text)
    except orjson.JSONDecodeError as error:
        raise NotAFeed(f"{expected} was expected, but the answer is broken JSON: {error}") from None
