"""Pictures as real newsrooms have them: turned, in print colours, huge, none at all."""

import io
import struct
import zlib
from typing import Any, Literal, get_args

from PIL import Image

from demo.pictures import picture

Awkward = Literal[
    "turned", "print", "huge", "webp", "bomb", "page", "pixel", "banner", "blank", "slow", "missing"
]
"""`turned`: stored on its side, EXIF says so · `print`: CMYK · `huge`: 6000 x 4000 pixels ·
`webp` under .jpg · `bomb`: billions of pixels in a few bytes · `page`: HTML under .jpg · `pixel`: a
tracking pixel · `banner`: a logo's shape · `blank`: one grey · `slow`: after half a minute ·
`missing`: 404.
"""
MODES: tuple[Awkward, ...] = get_args(Awkward)
SLOW = 30.0
"""Seconds until a slow picture begins."""
_PAGE = b"<!doctype html><html><title>Immagine</title><p>Questa immagine non c'&egrave; pi&ugrave;."


def awkward(seed: str, mode: Awkward) -> bytes:
    """The bytes of a picture of that seed; of a `slow` or `missing` one an ordinary one's."""
    drawn = Image.open(io.BytesIO(picture(seed)))
    if mode == "turned":
        return turned(drawn)
    if mode == "print":
        return saved(drawn.convert("CMYK"), "JPEG")
    if mode == "huge":
        return saved(drawn.resize((6000, 4000)), "JPEG", quality=60)
    if mode == "webp":
        return saved(drawn, "WEBP")
    if mode == "bomb":
        return bomb()
    if mode == "page":
        return _PAGE + b" " * 4096
    small = {"pixel": (1, 1), "banner": (1200, 120)}
    if mode in small:
        return saved(drawn.resize(small[mode]), "PNG")
    if mode == "blank":
        return saved(Image.new("RGB", drawn.size, "#dddddd"), "JPEG")
    return picture(seed)


def saved(image: Image.Image, format_: str, **how: Any) -> bytes:
    """The bytes of a picture."""
    stream = io.BytesIO()
    image.save(stream, format_, **how)
    return stream.getvalue()


def turned(image: Image.Image) -> bytes:
    """A picture stored on its side by a camera that tells its name (EXIF orientation 6)."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A camera that tells its name"
    return saved(image, "JPEG", exif=exif)


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes that claims billions of pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
