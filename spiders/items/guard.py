"""What is refused before a parser sees it."""

import codecs
import re

from schemas.errors import HostileInput

MOST_ATTRIBUTES = 200
"""On one tag; feedparser's time grows with their square."""

MOST_TAGS = 200_000
"""In one feed; the largest that newsrooms publish have a tenth."""

_TAG = re.compile(rb"""<[A-Za-z_](?:[^<>"']|"[^"]*"|'[^']*')*""")
_VALUE = re.compile(rb"""=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""")
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*", re.IGNORECASE)
_PROLOG = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>)", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(rb"\s*<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)


def as_ascii(body: bytes) -> bytes:
    """The markup in an encoding whose ASCII characters are single bytes."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, "replace").lstrip("\ufeff").encode()
    return body.removeprefix(codecs.BOM_UTF8)


def root_element(body: bytes) -> str:
    """The local name of the first element in lower case, empty where there is none."""
    text = as_ascii(body)
    position = 0
    while prolog := _PROLOG.match(text, position):
        position = prolog.end()
    root = _ROOT.match(text, position)
    return root[1].decode().lower() if root else ""


def refuse_entities(body: bytes) -> None:
    """Raises HostileInput for entity declarations: they read local files and grow without end."""
    text = as_ascii(body)
    doctype = _DOCTYPE.search(text)  # XML has one at most
    if _ENTITY.search(text) or (doctype and text[doctype.end() : doctype.end() + 1] == b"["):
        raise HostileInput("the document declares entities of its own, which no feed needs")


def refuse_hostile(body: bytes) -> None:
    """Raises HostileInput for entity declarations, too many tags, too many attributes on one.

    No feed needs any of these; they make small documents cost minutes or read local files.
    """
    refuse_entities(body)
    text = as_ascii(body)
    if text.count(b"<") > MOST_TAGS:
        raise HostileInput(f"the feed has more than {MOST_TAGS} tags")
    for tag in _TAG.finditer(text):
        if tag[0].count(b"=") > MOST_ATTRIBUTES and len(_VALUE.findall(tag[0])) > MOST_ATTRIBUTES:
            raise HostileInput(f"a tag of the feed has more than {MOST_ATTRIBUTES} attributes")
