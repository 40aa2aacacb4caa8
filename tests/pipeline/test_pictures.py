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
    """Requirement 54: What a person wrote stays; what an upload left behind does not."""
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


ONE = "https://a.example/files/2026-03/ponte.jpg"
OTHERS = [
    (ONE, "https://b.example/files/2026-03/ponte.jpg", True),
    (ONE, f"{ONE}?itok=x7Yz", True),
    (ONE, "https://a.example/files/2026-03/ponte.webp", True),
    (ONE, "https://a.example/files/2026-03/ponte.jpg.webp", True),
    (ONE, "https://a.example/files/2026-03/ponte.JPG", True),
    (ONE, "https://a.example/files/styles/large/public/2026-03/ponte.jpg?itok=x7Yz", True),
    (ONE, "https://a.example/files/styles/hero_2x/public/2026-03/ponte.jpg.webp", True),
    (ONE, "https://a.example/files/2026-03/ponte-1024x683.jpg", True),
    (ONE, "https://a.example/files/2026-03/ponte-scaled.jpg", True),
    (ONE, "https://a.example/files/2026-03/ponte@2x.png", True),
    (ONE, "https://a.example/cdn-cgi/image/width=800,format=auto/files/2026-03/ponte.jpg", True),
    (ONE, "https://a.example/_next/image?url=%2Ffiles%2F2026-03%2Fponte.jpg&w=640&q=75", True),
    (ONE, "https://a.example/files/2026-03/ponte-2.jpg", False),
    (ONE, "https://a.example/files/2026-04/ponte.jpg", False),
    (ONE, "https://a.example/files/2026-03/altro.jpg", False),
    ("https://a.example/show?id=7", "https://a.example/show?id=8", False),
    ("https://a.example/show?id=7", "https://a.example/show?id=7&w=640", True),
    (
        "https://c.example/upload/w_300,h_200/v1/ponte.jpg",
        "https://c.example/upload/c_fill,w_900/v1/ponte.png",
        True,
    ),
]


@pytest.mark.parametrize(("one", "other", "same"), OTHERS)
def test_a_picture_in_another_size_or_format_is_the_same(one: str, other: str, same: bool) -> None:
    """What content systems do to a file's address makes no other picture; another name does."""
    assert (image_key(Image(url=one)) == image_key(Image(url=other))) is same
