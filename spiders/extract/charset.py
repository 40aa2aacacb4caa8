"""The characters of a page whose bytes and declarations may disagree."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{2,40})""")
_SEVEN_BIT = ("utf-7", "iso2022", "hz")
"""Encodings in which harmless bytes can spell markup; never believed."""


def decoded(html: bytes, declared: str | None = None) -> str:
    """The page's text; never raises.

    A byte order mark wins; then UTF-8 if the bytes are valid UTF-8 (chance would have it
    otherwise), then what the header (`declared`) or the page names, then Windows-1252. Where both
    of these stand side by side, pasted together by a CMS, each part is read as what it is. Bytes
    that mean nothing become U+FFFD, NUL goes.
    """
    for bom, name in _BOMS:
        if html.startswith(bom):
            return _clean(html[len(bom) :].decode(name, "replace"))
    try:
        return _clean(html.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    names = [_codec(name) for name in (declared, *_in_page(html)) if name]
    name = next((name for name in names if name), "utf-8")
    if name in ("utf-8", "cp1252") and _holds_utf8(html):
        return _clean(html.decode("utf-8", _WESTERN))
    if name == "utf-8":
        name = next((name for name in names if name and name != "utf-8"), "cp1252")
    return _clean(html.decode(name, "replace"))


def utf8(html: bytes, declared: str | None = None) -> bytes:
    """The page's text as UTF-8, as `decoded` reads it; the usual page is that already."""
    if html.startswith(_BOMS[0][0]):
        html = html[len(_BOMS[0][0]) :]
    elif html.startswith((_BOMS[1][0], _BOMS[2][0])):
        return decoded(html, declared).encode()
    try:
        if not html.isascii():
            html.decode("utf-8")
    except UnicodeDecodeError:
        return decoded(html, declared).encode("utf-8", "replace")
    return html.replace(b"\0", b"") if b"\0" in html else html


def _clean(text: str) -> str:
    return text.replace("\0", "")


def _in_page(html: bytes) -> list[str]:
    """The names in an XML declaration and in `<meta>`."""
    matches = (_XML.search(html[:300]), _META.search(html[:4096]))
    return [match[1].decode("ascii", "ignore") for match in matches if match]


def _codec(name: str) -> str | None:
    """Python's name of a text encoding browsers know; Latin-1 means Windows-1252 (WHATWG)."""
    try:
        info = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    if not info._is_text_encoding or info.name.startswith(_SEVEN_BIT):
        return None
    if info.name.startswith("utf-16") or info.name.startswith("utf-32"):
        return None  # without a byte order mark the declaration itself was readable as ASCII
    return "cp1252" if info.name in ("iso8859-1", "ascii") else info.name


def _holds_utf8(html: bytes) -> bool:
    """Whether characters in UTF-8 are more than the chance finds of another encoding."""
    valid = html.decode("utf-8", "ignore")
    good = len(valid) - len(valid.encode("ascii", "ignore"))
    broken = len(html) - len(valid.encode())
    return good > broken / 40


def _western(error: UnicodeError) -> tuple[str, int]:
    """Bytes amid UTF-8 that are none, as Windows-1252; a character cut off by the end is none."""
    assert isinstance(error, UnicodeDecodeError), "registered for decoding alone"
    broken = error.object[error.start : error.end]
    cut = error.reason == "unexpected end of data"
    return "\ufffd" if cut else broken.decode("cp1252", "replace"), error.end


_WESTERN = "poliflash-western"
codecs.register_error(_WESTERN, _western)
