"""Pictures drawn for tests, the awkward ones too."""

import io
import struct
from functools import cache

from PIL import Image, ImageCms

from demo.awkward import bomb as bomb
from demo.awkward import saved as saved
from demo.awkward import turned as turned
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


def swapped() -> bytes:
    """A picture whose profile says that red is what its green channel holds, and the reverse."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    other = profile.replace(b"rXYZ", b"????", 1).replace(b"gXYZ", b"rXYZ", 1)
    return saved(canvas(), "JPEG", icc_profile=other.replace(b"????", b"gXYZ", 1))


def wrong_profile() -> bytes:
    """A picture in RGB with a profile of another colour space."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    return saved(canvas(), "JPEG", icc_profile=profile.tobytes())


def with_long_preamble() -> bytes:
    """A JPEG whose size comes after 200 KB of what an editor left in it."""
    plain = drawn()
    filler = b"\xff\xed" + struct.pack(">H", 65_000) + bytes(64_998)
    return plain[:2] + 3 * filler + plain[2:]
