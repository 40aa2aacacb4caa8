"""Pictures drawn for tests, the awkward ones too."""

import io
import struct
import zlib
from functools import cache
from typing import Any

from PIL import Image, ImageCms

from demo.pictures import picture


@cache
def drawn(
    format_: str = "JPEG", *, width: int = 1200, height: int = 675, mode: str = "RGB"
) -> bytes:
    """A picture with something on it."""
    return saved(canvas(width, height).convert(mode), format_)


def canvas(width: int = 1200, height: int = 675) -> Image.Image:
    """What is on it: left half dark, right half bright, with shapes."""
    shapes = Image.open(io.BytesIO(picture("tests"))).convert("RGB").resize((width, height))
    shapes.paste((200, 30, 30), (0, 0, width // 4, height // 4))  # the upper left corner is red
    return shapes


def saved(image: Image.Image, format_: str, **how: Any) -> bytes:
    """The bytes of a picture."""
    stream = io.BytesIO()
    image.save(stream, format_, **how)
    return stream.getvalue()


def turned() -> bytes:
    """A landscape that a camera held upright stored on its side (EXIF orientation 6)."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A camera that tells its name"
    return saved(canvas(), "JPEG", exif=exif)


def swapped() -> bytes:
    """A picture whose profile says that red is what its green channel holds, and the reverse."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    other = profile.replace(b"rXYZ", b"????", 1).replace(b"gXYZ", b"rXYZ", 1)
    return saved(canvas(), "JPEG", icc_profile=other.replace(b"????", b"gXYZ", 1))


def wrong_profile() -> bytes:
    """A picture in RGB with a profile of another colour space."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    return saved(canvas(), "JPEG", icc_profile=profile.tobytes())


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes that claims billions of pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    chunks = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def with_long_preamble() -> bytes:
    """A JPEG whose size comes after 200 KB of what an editor left in it."""
    plain = drawn()
    filler = b"\xff\xed" + struct.pack(">H", 65_000) + bytes(64_998)
    return plain[:2] + 3 * filler + plain[2:]
