"""Copies of pictures."""

import io

import pytest
from PIL import Image

from pipeline.media.press import Press
from pipeline.media.renditions import HEAVIEST, renditions
from schemas.errors import HostileInput, PageError
from tests import pictured as p

SMALL = {"width": 500, "height": 300}
"""Large enough for a copy, and soon copied."""


def opened(content: bytes) -> Image.Image:
    """A picture to look at."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def test_every_size_comes_as_jpeg_with_webp_beside() -> None:
    """Requirement 53: 1200, 600 and 320 pixels, each in both formats, the widest first."""
    made = [(one.width, one.suffix) for one in renditions(p.drawn(width=2000, height=1125))]
    assert made == [(w, suffix) for w in (1200, 600, 320) for suffix in ("jpg", "webp")]


def test_what_is_told_of_a_rendition_is_so() -> None:
    """Width, height and format are those of its bytes."""
    for one in renditions(p.drawn()):
        image = opened(one.content)
        format_ = "JPEG" if one.suffix == "jpg" else "WEBP"
        assert (*image.size, image.format) == (one.width, one.height, format_)


def test_a_picture_is_never_made_larger() -> None:
    """One of 500 pixels comes at 500 and 320."""
    made = renditions(p.drawn(**SMALL))
    assert [one.width for one in made if one.suffix == "jpg"] == [500, 320]


@pytest.mark.parametrize("mode", ["RGB", "CMYK", "L"])
def test_every_colour_space_becomes_rgb(mode: str) -> None:
    """Print colours and greys come as RGB, which mail programs show."""
    (first, *_) = renditions(p.drawn(mode=mode, **SMALL))
    assert opened(first.content).mode == "RGB"


@pytest.mark.parametrize("format_", ["PNG", "GIF", "WEBP", "AVIF"])
def test_every_format_becomes_jpeg(format_: str) -> None:
    """Whatever browsers show can be copied."""
    (first, *_) = renditions(p.drawn(format_, **SMALL))
    assert opened(first.content).format == "JPEG"


def test_a_picture_is_turned_upright() -> None:
    """The red corner, at the upper left as stored, is at the upper right as seen."""
    (first, *_) = renditions(p.turned(p.canvas(**SMALL)))
    image = opened(first.content)
    pixel = image.getpixel((image.width - 20, 20))
    assert isinstance(pixel, tuple)
    assert (image.height > image.width, pixel[0] > 150 > pixel[1] + 50) == (True, True)


def test_nothing_of_the_camera_is_copied() -> None:
    """No EXIF (it may name a place or a person), no profile."""
    for one in renditions(p.turned(p.canvas(**SMALL))):
        info = opened(one.content).info
        assert not {"exif", "icc_profile"} & set(info)


def test_colours_are_told_in_srgb() -> None:
    """The corner whose profile calls its red green is green, without any profile."""
    (first, *_) = renditions(p.swapped())
    pixel = opened(first.content).getpixel((20, 20))
    assert isinstance(pixel, tuple)
    assert pixel[1] > 150 > pixel[0] + 50


def test_a_profile_that_does_not_fit_is_left_out() -> None:
    """A wrong profile costs exact colours, not the picture."""
    (first, *_) = renditions(p.wrong_profile())
    assert opened(first.content).mode == "RGB"


def test_what_is_transparent_becomes_white() -> None:
    """JPEG knows no transparency; black would be ugly."""
    image = p.canvas()
    image.putalpha(0)
    image.putpixel((600, 300), (10, 10, 10, 255))
    image.paste((10, 10, 10, 255), (300, 200, 900, 500))
    (first, *_) = renditions(p.saved(image, "PNG"))
    pixel = opened(first.content).getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert min(pixel) > 250


def test_deep_greys_are_kept() -> None:
    """A scientific picture of 16 bits is not clipped to white."""
    deep = p.canvas().convert("L").convert("I").point(lambda level: level * 256).convert("I;16")
    (first, *_) = renditions(p.saved(deep, "PNG"))
    darkest, brightest = opened(first.content).convert("L").getextrema()
    assert isinstance(darkest, int)
    assert isinstance(brightest, int)
    assert darkest < 120 < brightest


def test_no_jpeg_is_heavier_than_mail_tools_take() -> None:
    """Requirement 53: Noise, which compresses badly, is stored less finely."""
    noise = Image.effect_noise((1200, 1600), 120).convert("RGB")
    (first, *_) = renditions(p.saved(noise, "PNG"))
    assert len(first.content) <= HEAVIEST


def test_one_colour_is_no_picture() -> None:
    """A placeholder is refused by what it shows."""
    with pytest.raises(PageError, match="placeholder"):
        renditions(p.saved(Image.new("RGB", (800, 450), "#dddddd"), "PNG"))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (p.bomb(9_000), HostileInput),
        (p.bomb(), HostileInput),
        (p.drawn()[:8000], PageError),
        (b"<html>" * 100, PageError),
    ],
)
def test_what_cannot_be_opened_is_a_named_error(content: bytes, error: type[PageError]) -> None:
    """Bombs, halves and web pages end in an error that says so."""
    with pytest.raises(error):
        renditions(content)


async def test_the_process_beside_gives_the_same() -> None:
    """What comes over the pipe is what was made, picture after picture."""
    async with Press() as press:
        given = [p.drawn(format_, **SMALL) for format_ in ("JPEG", "PNG")]
        found = [await press.pressed(content) for content in given]
    assert found == [renditions(content) for content in given]


async def test_an_error_in_the_process_is_told() -> None:
    """The refusal of the other process arrives as one, and the next picture is made."""
    async with Press() as press:
        with pytest.raises(HostileInput, match="9000 x 9000"):
            await press.pressed(p.bomb(9_000))
        assert await press.pressed(p.drawn(**SMALL)) == renditions(p.drawn(**SMALL))


async def test_a_process_that_dies_is_replaced() -> None:
    """A picture that kills whoever opens it costs itself, not the next one."""
    async with Press() as press:
        await press.pressed(p.drawn(**SMALL))
        assert press._process is not None
        press._process.kill()
        await press._process.wait()
        with pytest.raises(HostileInput, match="ended the process"):
            await press.pressed(p.drawn(**SMALL))
        assert await press.pressed(p.drawn(**SMALL)) == renditions(p.drawn(**SMALL))
