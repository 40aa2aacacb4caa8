"""The drawn pictures."""

import io

import pytest
from PIL import Image

from demo.pictures import COMPOSITIONS, picture


@pytest.mark.parametrize(("media_type", "format_"), [("image/jpeg", "JPEG"), ("image/png", "PNG")])
def test_pictures_are_real(media_type: str, format_: str) -> None:
    """A picture is 1200 x 675 in the format asked for."""
    drawn = Image.open(io.BytesIO(picture("ponte", media_type)))
    assert (drawn.size, drawn.format) == ((1200, 675), format_)


def test_pictures_are_repeatable() -> None:
    """The same seed gives the same bytes, another seed others."""
    picture.cache_clear()
    first = picture("ponte")
    picture.cache_clear()
    assert first == picture("ponte") != picture("acqua")


def test_every_composition_draws() -> None:
    """Enough seeds use all compositions without an error, each picture within a megabyte."""
    sizes = [len(picture(f"seed {number}")) for number in range(4 * len(COMPOSITIONS))]
    assert 5_000 < min(sizes) < max(sizes) < 1_000_000
