"""What the first bytes of a picture tell."""

import struct
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PIL.Image import Exif

from schemas.errors import HostileInput, PageError

if TYPE_CHECKING:  # the process that opens pictures starts without it
    from schemas.picture import PictureWish

PIXELS = 100_000_000
"""No picture has more; what says so is built to fill the memory of whoever opens it."""
SMALLEST, ICON = 80, 128
"""Pixels: of the shorter side of a story's picture; of the longer side of an icon."""
WIDEST, TALLEST = 5, 3
"""Sides of a picture to each other; beyond are banners, logos and rules."""
ORIENTATION, TURNED = 0x0112, frozenset({5, 6, 7, 8})
"""The EXIF tag, and the values that stand for a picture on its side."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The JPEG markers that begin a frame (ITU-T T.81, B.1.1.3)."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Those without a length."""
_ENOUGH = 30
"""Bytes that tell every format."""

Size = tuple[int, int]


class Facts(NamedTuple):
    """What a picture is, as a reader sees it: turned the way its EXIF says."""

    width: int
    height: int
    media_type: str


def facts_in(head: bytes) -> Facts | None:
    """The picture that begins with these bytes; None where more of them are needed.

    PageError for what is no picture that browsers show, HostileInput for one that nobody could
    open.
    """
    if len(head) < _ENOUGH:
        return None
    kind = _kind(head)
    if kind is None:
        raise PageError(f"no picture that browsers show, but {_told(head)}")
    media_type, read = kind
    size = read(head)
    if size is None:
        return None
    width, height = size
    if width < 1 or height < 1:
        raise PageError("a picture without a size")
    if width * height > PIXELS:
        raise HostileInput(f"a picture of {width} x {height} pixels, more than anybody can open")
    return Facts(width=width, height=height, media_type=media_type)


def fault(facts: Facts) -> str:
    """Why a picture is none of a story: a pixel, an icon, a banner; '' where it may be."""
    width, height = facts.width, facts.height
    size = f"{width} x {height} pixels"
    if max(width, height) <= ICON:
        return f"{size}: an icon or a tracking pixel"
    if min(width, height) < SMALLEST or width > WIDEST * height or height > TALLEST * width:
        return f"{size}: a logo, a banner or a rule"
    return ""


def enough(wish: "PictureWish", head: bytes) -> bool:
    """Whether the first bytes say all that is wanted of a picture, if only that it is none."""
    try:
        facts = facts_in(head)
    except PageError:
        return True
    return facts is not None and (not wish.whole or bool(fault(facts)))


def _kind(head: bytes) -> tuple[str, Callable[[bytes], Size | None]] | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", _jpeg
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png", _png
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif", _gif
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp", _webp
    if head[4:8] == b"ftyp" and head[8:12] in (b"avif", b"avis"):
        return "image/avif", _avif
    return None


def _told(head: bytes) -> str:
    text = head.lstrip()[:15].lower()
    if text.startswith((b"<svg", b"<?xml")):
        return "a drawing (SVG) or another XML document"
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<!--")):
        return "a web page"
    return "something else"


def _png(head: bytes) -> Size:
    width, height = struct.unpack_from(">II", head, 16)
    return width, height


def _gif(head: bytes) -> Size:
    width, height = struct.unpack_from("<HH", head, 6)
    return width, height


def _webp(head: bytes) -> Size:
    """The three kinds of WebP (RFC 9649, 2.5 to 2.7)."""
    kind = head[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", head, 26)
    return width & 0x3FFF, height & 0x3FFF


def _avif(head: bytes) -> Size | None:
    """The largest of the spatial extents (ISO/IEC 23008-12, 6.5.3): tiles and thumbnails, too."""
    found: list[Size] = []
    at = head.find(b"ispe")
    while at >= 0 and at + 16 <= len(head):
        found.append(struct.unpack_from(">II", head, at + 8))
        at = head.find(b"ispe", at + 4)
    return max(found, key=lambda size: size[0] * size[1], default=None)


def _jpeg(head: bytes) -> Size | None:
    at, turned = 2, False
    while at + 9 <= len(head):
        if head[at] != 0xFF:
            raise PageError("a JPEG picture that is damaged")
        marker = head[at + 1]
        if marker == 0xFF or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", head, at + 2)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", head, at + 5)
            return (height, width) if turned else (width, height)
        part = head[at + 4 : at + 2 + length]
        if marker == 0xE1 and part.startswith(b"Exif\0\0"):
            turned = _turned(part)
        at += 2 + max(length, 2)
    return None


def _turned(exif: bytes) -> bool:
    """Whether a camera held upright took it: its sides are the other way round then."""
    found = Exif()
    try:
        found.load(exif)
        return found.get(ORIENTATION) in TURNED
    except (SyntaxError, ValueError, struct.error, KeyError, OSError):
        return False  # a picture is not worse for what a camera scribbled beside it
