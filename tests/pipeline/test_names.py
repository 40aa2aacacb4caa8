"""Authors."""

import pytest

from pipeline.names import authors_from
from schemas.extracted import AuthorFound

SIGNATURES = [
    ("di Maria Rossi e Luca Bianchi", ("Maria Rossi", "Luca Bianchi")),
    (
        "Maria Rossi, Luca Bianchi e Anna Di Stefano",
        ("Maria Rossi", "Luca Bianchi", "Anna Di Stefano"),
    ),
    ("By Mary O’Neill and Jan van der Berg", ("Mary O’Neill", "Jan van der Berg")),
    ("a cura di Maria Rossi", ("Maria Rossi",)),
    ("Di Stefano Luca", ("Di Stefano Luca",)),
    ("Dipartimento di Automatica e Informatica", ("Dipartimento di Automatica e Informatica",)),
    ("Rossi, Maria", ("Rossi, Maria",)),
    ("stampa@ateneo.example (Maria Rossi)", ("Maria Rossi",)),
    ("stampa@ateneo.example", ()),
    ("La Redazione", ()),
    ("Ateneo", ()),
    ("ufficio stampa", ()),
    ("<a href='/u'>Maria&nbsp;Rossi</a>", ("Maria Rossi",)),
    ("", ()),
]


@pytest.mark.parametrize(("signature", "names"), SIGNATURES)
def test_a_signature_names_people(signature: str, names: tuple[str, ...]) -> None:
    """Bylines are parted into names; offices, addresses and the site itself sign nothing."""
    authors = authors_from([AuthorFound(name=signature)], ("Ateneo",))
    assert tuple(author.name for author in authors) == names


def test_each_author_signs_once() -> None:
    """The same name from two places, in two spellings, is one author."""
    found = [AuthorFound(name="Maria Rossi"), AuthorFound(name="MARIA  ROSSI")]
    assert [author.name for author in authors_from(found)] == ["Maria Rossi"]


def test_an_address_belongs_to_one_name() -> None:
    """A shared byline's address is nobody's own."""
    found = [AuthorFound(name="Maria Rossi e Luca Bianchi", url="https://a.example/x")]
    assert [author.url for author in authors_from(found)] == [None, None]
