"""What becomes of a page's characters, head, titles and text."""

import pytest
from lxml import html

from spiders.extract.charset import decoded
from spiders.extract.head import head_of
from spiders.extract.says import said
from spiders.extract.titles import completed, folded, without_site
from spiders.extract.tree import parsed
from spiders.extract.visible import visible_text

CHARSETS = [
    ("perché".encode(), None, "perché"),
    ("perché".encode(), "iso-8859-1", "perché"),
    ("perché".encode("cp1252"), None, "perché"),
    ("perché – “sì”".encode("cp1252"), "iso-8859-1", "perché – “sì”"),
    ("perché".encode("cp1252"), "utf-8", "perché"),
    ("perché".encode("cp1252"), "nonsense", "perché"),
    ("più ".encode() + "perché “così”.".encode("cp1252"), "utf-8", "più perché “così”."),
    ("più ".encode() + "perché “così”.".encode("cp1252"), "iso-8859-1", "più perché “così”."),
    (b"\xef\xbb\xbf" + "perché".encode(), "cp1252", "perché"),
    ("\ufeffperché".encode("utf-16-le"), None, "perché"),
    ("<meta charset=iso-8859-2>łódź".encode("iso-8859-2"), None, "<meta charset=iso-8859-2>łódź"),
    ("perché così è più città".encode() + b"\xc3", "utf-8", "perché così è più città\ufffd"),
    (b"+ADw-script+AD4-\xe9", "utf-7", "+ADw-script+AD4-é"),
    (b"a\0b", None, "ab"),
    (b"", None, ""),
]  # fmt: skip

HEADS = [
    ("<head><title>Uno</title></head><body><title>Due</title>", "Uno"),
    ("<head><script>'</head>'</script><title>Uno</title></head>", "Uno"),
    ("<head><!-- </head><title>No</title> --><title>Uno</title></head>", "Uno"),
    ("<HEAD><STYLE>a{}</STYLE><TITLE>\n Uno\n  due </TITLE></HEAD>", "Uno due"),
    ("<title>Uno", "Uno"),
    ("<?xml version='1.0' encoding='utf-8'?><html><head><title>Uno</title></head>", "Uno"),
    ("<head><svg><title>No</title></svg><title>Uno</title></head>", "Uno"),
    ("<head><!-- never closed <title>No</title></head>", None),
    ("<title>[node:title]</title>", None),
    ("", None),
]  # fmt: skip

TITLES = [
    ("Uno | Ateneo", ["Ateneo"], None, "Uno"),
    ("Uno – due - Ateneo delle Colline", ["ateneo delle colline"], None, "Uno – due"),
    ("Ateneo » Uno", ["Ateneo"], None, "Uno"),
    ("Uno | Notizie | Ateneo", [], "Uno", "Uno"),
    ("Ateneo: uno", [], None, "Ateneo: uno"),
    ("Uno | due", [], None, "Uno | due"),
    ("Uno / Archivio", [], "Uno", "Uno"),
    ("Covid-19 e scuola", ["scuola"], None, "Covid-19 e scuola"),
    ("Argotec - Politecnico - Ateneo", ["Ateneo"], None, "Argotec - Politecnico"),
    ("Argotec - Politecnico", [], "Argotec - Politecnico", "Argotec - Politecnico"),
    ("Ateneo", ["Ateneo"], None, "Ateneo"),
]

TEXTS = [
    ("<p><strong>Tommasi</strong><em>Lo facciamo</em></p>", "Tommasi Lo facciamo"),
    ("<p><strong>Tommasi</strong>Lo facciamo</p>", "Tommasi Lo facciamo"),
    ("<p><b>future</b><i>coraggiose</i></p>", "future coraggiose"),
    ("<p><b>Poli</b>TO e <b>Poli</b><b>tecnico</b></p>", "PoliTO e Politecnico"),
    ("<p>l’<em>Ateneo</em>, <a>qui</a>. H<sub>2</sub>O</p>", "l’Ateneo, qui. H2O"),
    ("<p><b>S</b><i>tefano</i></p>", "Stefano"),
    ("<div>uno<div>due</div>tre<br>quattro</div>", "uno due tre quattro"),
    ("<ul><li>uno</li><li>due</li></ul>", "uno due"),
    ("<p>uno<script>no</script> <!-- no -->due<style>no</style></p>", "uno due"),
    ("<p>uno <span hidden>no</span><span class='sr-only'>no</span>due</p>", "uno due"),
    ("<p>uno <span style='display: none'>no <b>no</b></span>due</p>", "uno due"),
    ("<p>uno\xa0\n\t due\u200b</p>", "uno due"),
    ("<p></p>", ""),
]


@pytest.mark.parametrize(("page", "declared", "text"), CHARSETS)
def test_charset(page: bytes, declared: str | None, text: str) -> None:
    """A wrong declaration does not spoil the text."""
    assert decoded(page, declared) == text


@pytest.mark.parametrize(("page", "title"), HEADS)
def test_head(page: str, title: str | None) -> None:
    """The head ends where the browser sees its end."""
    assert head_of(parsed(page, "")).title == title


@pytest.mark.parametrize(("title", "names", "heading", "expected"), TITLES)
def test_title_without_site(
    title: str, names: list[str], heading: str | None, expected: str
) -> None:
    """Only the site's name is cut from a title."""
    assert without_site(title, {folded(name) for name in names}, heading) == expected


def test_title_cut_short() -> None:
    """A title that ends in an ellipsis is completed from the heading."""
    assert (
        completed("Una storia lunga…", "Una storia lunga un giorno") == "Una storia lunga un giorno"
    )
    assert completed("E poi…", "Una storia lunga") == "E poi…"


@pytest.mark.parametrize(("markup", "text"), TEXTS)
def test_visible_text(markup: str, text: str) -> None:
    """The text is what a reader sees, with no two words glued and none torn."""
    assert visible_text(html.fragment_fromstring(markup)) == text


@pytest.mark.parametrize("text", ["[node:summary]", "x {{ title }}", "%%excerpt%%", " ", None, 3])
def test_unfilled_placeholders(text: object) -> None:
    """What the CMS failed to fill in is nothing."""
    assert said(text) is None
