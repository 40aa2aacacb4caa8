"""The language a page is in, whatever it declares."""

import pytest

from spiders.extract import extract
from spiders.extract.tongues import spoken
from tests.builders import source

URL = "https://ateneo.example/una-storia"
ITALIAN = (
    "La vela che il dipartimento ha costruito con gli studenti è stata provata sul lago per la"
    " prima volta, e i risultati sono migliori di quelli che si attendevano nel progetto."
)
ENGLISH = (
    "The sail that the department has built with its students was tried on the lake for the"
    " first time, and the results are better than those that were expected in the project."
)
SPOKEN = [
    (ITALIAN, None, "it"),
    (ITALIAN, "it", "it"),
    (ITALIAN, "en", "it"),
    (ENGLISH, "it", "en"),
    (ENGLISH, "xx", "xx"),
    ("La vela nuova", "en", "en"),
    ("La vela nuova", None, None),
    ("Das Segel, das die Studierenden für den See gebaut haben, ist nicht neu", None, "de"),
    ("La voile que les étudiants ont construite pour le lac est une des plus grandes", None, "fr"),
    ("La vela que los estudiantes han hecho para el lago es una de las más grandes", None, "es"),
    ("Парус, построенный студентами", None, "ru"),
    ("Вітрило, збудоване студентами їхньої школи", "en", "uk"),
    ("学生が作った帆", None, "ja"),
    ("学生们造的帆", None, "zh"),
    ("学生 研究 開発", "ja", "ja"),
    ("الشراع الذي صنعه الطلاب", "en", "ar"),
    ("학생들이 만든 돛", None, "ko"),
    ("Το πανί των φοιτητών", None, "el"),
    ("Prova della Ω-vela nel lago α", "it", "it"),
    ("", None, None),
    ("2026 7 9", "it", "it"),
]


@pytest.mark.parametrize(("text", "declared", "expected"), SPOKEN)
def test_spoken(text: str, declared: str | None, expected: str | None) -> None:
    """A clear text names its language; a declared one is doubted only for a long text."""
    assert spoken(text, declared) == expected


PAGES = [
    (f"<html lang=en><h1>Una vela</h1><p>{ITALIAN}</p>", ("it", "text")),
    (f"<html lang=it-IT><h1>Una vela</h1><p>{ITALIAN}</p>", ("it", "html")),
    (f"<h1>Una vela</h1><p>{ITALIAN}</p>", ("it", "text")),
    (f"<html lang=it><meta property=og:description content='{ENGLISH}'>", ("en", "text")),
    ("<html lang=it><h1>A sail</h1>", ("it", "html")),
]


@pytest.mark.parametrize(("page", "expected"), PAGES, ids=range(len(PAGES)))
def test_language_of_a_page(page: str, expected: tuple[str, str]) -> None:
    """The text corrects what a page declares wrongly or not at all."""
    found = extract(page.encode(), URL)
    assert (found.language, found.provenance["language"]) == expected


def test_the_source_knows_its_language() -> None:
    """Where a page declares none, the source's stands, unless the text is plainly another."""
    told = [extract(page.encode(), URL, source=source()) for page in ("<p>x", f"<p>{ENGLISH}")]
    assert [one.language for one in told] == ["it", "en"]
