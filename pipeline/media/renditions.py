"""Pictures made anew in the sizes we publish."""

import io
from collections.abc import Iterator
from typing import NamedTuple

from PIL import Image, ImageCms, ImageOps

from pipeline.media.header import PIXELS
from schemas.errors import HostileInput, PageError

WIDTHS = (1200, 600, 320)
"""Pixels; a picture is never made larger than it was."""
TALLEST = 2400
"""Pixels of height that no rendition passes."""
HEAVIEST = 1_000_000
"""Bytes of a JPEG: what newsletter tools take."""
QUALITIES = (82, 74, 66, 56, 44, 32, 20)
OPENED = 40_000_000
"""Pixels that are unpacked at once; a larger JPEG is read at half its size or less."""
FLAT = 6
"""Levels of brightness that a picture of one colour spans."""
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_SRGB = ImageCms.createProfile("sRGB")
Image.MAX_IMAGE_PIXELS = PIXELS


class Rendition(NamedTuple):
    """A picture in one size and format."""

    width: int
    height: int
    suffix: str
    """`jpg` or `webp`."""
    content: bytes


def renditions(content: bytes) -> list[Rendition]:
    """A picture as JPEG and WebP in every size, upright, in sRGB, with no word about its camera.

    PageError for what cannot be opened or shows nothing, HostileInput for what is too large.
    """
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            whole = _upright(opened)
        return list(_rendered(whole))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise HostileInput("a picture too large to be opened") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise PageError("a picture that is damaged or cut short") from error


def _rendered(whole: Image.Image) -> Iterator[Rendition]:
    sized = whole
    for width in _widths(whole):  # each of the one before: from the whole it would take longer
        height = max(1, round(whole.height * width / whole.width))
        sized = sized.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        yield Rendition(width, height, "jpg", _jpeg(sized))
        yield Rendition(width, height, "webp", _saved(sized, "WEBP", quality=78, method=1))


def _widths(whole: Image.Image) -> list[int]:
    """The widths it is made in: its own in the place of those that are larger."""
    most = min(whole.width, max(1, TALLEST * whole.width // whole.height))
    return sorted({min(width, most) for width in WIDTHS}, reverse=True)


def _upright(opened: Image.Image) -> Image.Image:
    """The picture as it is meant to be seen, in RGB."""
    if opened.format == "JPEG":  # unpacked at an eighth to the whole of its size: bounded work
        opened.draft(None, (2 * WIDTHS[0], 2 * WIDTHS[0]))
    if opened.width * opened.height > OPENED:
        raise HostileInput(f"{opened.width} x {opened.height} pixels, too large to be copied")
    opened.seek(0)
    seen = _srgb(ImageOps.exif_transpose(opened))
    if all(high - low <= FLAT for low, high in _spans(seen)):
        raise PageError("one colour all over: a placeholder")
    return seen


def _spans(picture: Image.Image) -> Iterator[tuple[float, float]]:
    """The darkest and the brightest of each colour."""
    for band in picture.resize((64, 64), Image.Resampling.NEAREST).split():
        low, high = band.getextrema()
        assert not isinstance(low, tuple) and not isinstance(high, tuple), "of one band"
        yield low, high


def _srgb(picture: Image.Image) -> Image.Image:
    """The same colours, told in sRGB, on white where it was transparent."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda level: level / 256).convert("L")
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        picture = Image.new("RGB", clear.size, "white")
        picture.paste(clear, mask=clear.getchannel("A"))
    elif picture.mode not in ("RGB", "CMYK", "L"):
        picture = picture.convert("RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            told = ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
            if told is not None:
                return told
        except (ImageCms.PyCMSError, OSError, ValueError):  # one that does not fit its picture
            return picture.convert("RGB")
    return picture.convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    """As good as the weight allows."""
    for quality in QUALITIES:
        made = _saved(picture, "JPEG", quality=quality, optimize=True, progressive=True)
        if len(made) <= HEAVIEST:
            break
    return made


def _saved(picture: Image.Image, format_: str, **how: int) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, format_, **how)
    return stream.getvalue()
