"""The first bytes of pictures."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.media.header import Facts, facts_in, fault
from schemas.errors import HostileInput, PageError
from tests import pictured as p

FORMATS = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
}


@pytest.mark.parametrize(("format_", "media_type"), FORMATS.items())
def test_a_few_bytes_tell_size_and_type(format_: str, media_type: str) -> None:
    """Four kilobytes of a picture are enough in every format."""
    assert facts_in(p.drawn(format_)[:4096]) == Facts(1200, 675, media_type)


def test_lossless_webp_tells_its_size() -> None:
    """The lossless kind of WebP has its size elsewhere."""
    content = p.saved(p.canvas(640, 480), "WEBP", lossless=True)
    assert facts_in(content[:100]) == Facts(640, 480, "image/webp")


def test_extended_webp_tells_its_size() -> None:
    """So has the extended kind."""
    content = p.saved(p.canvas(640, 480), "WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0")
    assert facts_in(content[:100]) == Facts(640, 480, "image/webp")


def test_a_picture_on_its_side_is_measured_upright() -> None:
    """Width and height are those a reader sees, after the EXIF orientation."""
    assert facts_in(p.turned(p.canvas())) == Facts(675, 1200, "image/jpeg")


def test_more_is_asked_for_where_the_size_comes_late() -> None:
    """A head without its size is no verdict; the whole tells it."""
    content = p.with_long_preamble()
    assert (facts_in(content[:65_536]), facts_in(content)) == (
        None,
        Facts(1200, 675, "image/jpeg"),
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<!DOCTYPE html><html><head><title>Not found", "a web page"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="10">', "a drawing"),
        (b"II*\0" + bytes(60), "something else"),
        (b"%PDF-1.7" + bytes(60), "something else"),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, reason: str) -> None:
    """Whatever the file's name says, its first bytes decide."""
    with pytest.raises(PageError, match=reason):
        facts_in(content)


def test_a_bomb_is_refused_by_its_header() -> None:
    """Billions of pixels are refused before any of them is unpacked."""
    with pytest.raises(HostileInput, match="60000 x 60000"):
        facts_in(p.bomb())


@pytest.mark.parametrize(
    ("size", "refused"),
    [
        ((1200, 675), False),
        ((320, 240), False),
        ((600, 900), False),
        ((1920, 480), False),
        ((1, 1), True),
        ((72, 72), True),
        ((128, 128), True),
        ((400, 60), True),
        ((1400, 200), True),
        ((200, 900), True),
    ],
)
def test_pixels_icons_and_banners_are_none_of_a_story(size: tuple[int, int], refused: bool) -> None:
    """Size and shape tell ornaments from pictures."""
    assert bool(fault(Facts(*size, "image/png"))) == refused


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(sorted(FORMATS)), st.integers(12, 400))
def test_no_bytes_break_the_reader(junk: bytes, format_: str, at: int) -> None:
    """A damaged head gives facts, a wish for more, or a named error."""
    content = p.drawn(format_)
    try:
        found = facts_in(content[:at] + junk + content[at : at + 300])
    except PageError:
        return
    assert found is None or found.width > 0
