"""Pages whose metadata may be all that is read."""

from datetime import date

import pytest

from spiders.extract import extract

URL = "https://ateneo.example/notizie/una-storia"
STAMPS = [
    ("article:published_time", date(2026, 3, 7)),
    ("dcterms.date", date(2026, 3, 9)),
    ("date", date(2026, 3, 9)),
]


def _page(stamp: str) -> bytes:
    pairs = {
        "og:title": "Un ponte che misura il vento",
        "og:description": "Sensori nuovi su un ponte vecchio.",
        "og:image": "/i/ponte.jpg",
        "author": "Nives Corradin",
        stamp: "2026-03-07T09:30:00+01:00",
    }
    metas = "".join(f'<meta property="{name}" content="{text}">' for name, text in pairs.items())
    return (
        f'<html lang="it"><head>{metas}</head><body><p>Notizie</p><h1>Un ponte che misura il vento'
        "</h1><p>9 marzo 2026</p><p>Il testo della storia.</p></body></html>"
    ).encode()


@pytest.mark.parametrize(("stamp", "day"), STAMPS)
def test_stamps(stamp: str, day: date) -> None:
    """A time of publication is enough; one that may be the creation's yields to a printed day."""
    found = extract(_page(stamp), URL).published
    assert found is not None
    assert found.day == day


def test_unread() -> None:
    """Where the metadata is enough, nothing is said of the text."""
    assert "section" not in extract(_page("article:published_time"), URL).provenance
