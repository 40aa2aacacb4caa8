"""Lead pictures."""

import pytest

from pipeline.pictures import alt_from, image_from, image_key
from schemas.card import Image
from schemas.extracted import ImageFound
from schemas.types import Rights

FILE = "https://a.example/sites/default/files/Evento%20Centri%20Interdip_0.jpg"

ALTS = [
    ("Imprese-copertina.JPG", None),
    ("CLIK challenge.jpg", None),
    ("Evento Centri Interdip", None),
    ("evento-centri-interdip", None),
    ("Immagine", None),
    ("IMG_2033", None),
    ("DSC01234", None),
    ("foto_gruppo_2", None),
    ("", ""),
    ("  ", ""),
    (None, None),
    ("Il gruppo di ricerca davanti al ponte", "Il gruppo di ricerca davanti al ponte"),
    ("Il ponte &amp; il fiume", "Il ponte & il fiume"),
]


@pytest.mark.parametrize(("alt", "text"), ALTS)
def test_a_file_name_is_no_alternative_text(alt: str | None, text: str | None) -> None:
    """What a person wrote stays; what an upload left behind does not."""
    assert alt_from(alt, FILE) == text


HOTLINK = Rights(images="hotlink")

REFUSED = [
    (None, HOTLINK),
    (ImageFound(url=FILE), Rights(images="none")),
    (ImageFound(url="https://a.example/p.gif", width=1, height=1), HOTLINK),
]


@pytest.mark.parametrize(("found", "rights"), REFUSED)
def test_some_pictures_are_not_shown(found: ImageFound | None, rights: Rights) -> None:
    """No picture, no right to it, or a tracking pixel gives no picture."""
    assert image_from(found, rights) is None


def test_a_picture_keeps_what_is_true_of_it() -> None:
    """Sizes and a picture's media type pass; nonsense does not."""
    found = ImageFound(
        url=FILE, width=640, height=0, bytes=-1, media_type="text/html", credit=" x "
    )
    assert image_from(found, HOTLINK) == Image(url=FILE, width=640, credit="x")


SAME = [
    ("https://a.example/i/p.jpg", "https://a.example/i/p.jpg?itok=x"),
    ("https://a.example/i/p.jpg", "https://a.example/i/p-1024x768.jpg"),
    ("https://a.example/f/p.jpg", "https://a.example/f/styles/card/public/p.jpg"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_sizes_of_one_picture_are_one_picture(one: str, other: str) -> None:
    """A query, a size or a style in the address makes no other picture."""
    assert image_key(Image(url=one)) == image_key(Image(url=other))
