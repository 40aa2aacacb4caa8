"""The fragment of a channel."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from feeds.embed.fragment import TEMPLATES, render_fragment
from feeds.embed.replacing import looked_over
from feeds.embed.styles import stylesheet
from schemas.embed import LAYOUTS, THEMES, Look
from schemas.errors import SettingsError
from tests.embed.samples import document, pictured
from tests.feeds.samples import entry


def fragment(shown: Any = None, **look: Any) -> html.HtmlElement:
    """The fragment of these entries, parsed."""
    return html.fragment_fromstring(render_fragment(document(shown), Look(**look)).decode().strip())


def text_of(element: html.HtmlElement, path: str) -> list[str]:
    """What people read at a path."""
    return [" ".join(found.text_content().split()) for found in element.xpath(path)]


LOOKS = [(layout, theme) for layout in LAYOUTS for theme in THEMES]


@pytest.mark.parametrize(("layout", "theme"), LOOKS)
def test_it_is_a_list_of_titled_stories(layout: str, theme: str) -> None:
    """Requirement 66: The title is a heading of the level asked for, and a story's only link."""
    found = fragment(layout=layout, theme=theme, limit=4, heading_level=5)
    assert found.xpath("string(./ul/@aria-label)") == "Storie"
    assert [len(item.xpath(".//h5/a[@href]")) for item in found.xpath("./ul/li/article")] == [1] * 4
    assert len(found.xpath(".//*[@href or @tabindex]")) == 4 + 1  # and the way to all of them


@pytest.mark.parametrize(("layout", "theme"), LOOKS)
def test_hostile_words_stay_words(layout: str, theme: str) -> None:
    """Requirement 69: Nothing a newsroom says becomes an element, attribute or script's end."""
    evil = '<img src=x onerror="alert(1)"></script><b>'
    rights = {"text": "teaser", "images": "copy", "attribution": evil}
    image = pictured(alt=evil, credit=evil)
    found = fragment([entry(title=evil, teaser=evil, rights=rights, image=image)], theme=theme)
    assert text_of(found, ".//h3/a") == [" ".join(evil.split())]
    assert found.xpath("string(.//img/@alt)") == evil
    assert [len(found.xpath(f".//{name}")) for name in ("img", "script", "b")] == [1, 1, 0]
    assert not found.xpath(".//@*[starts-with(name(), 'on')]")


def test_search_engines_are_told_the_list() -> None:
    """Requirement 70: The stories that are shown, in their order, at the newsroom's pages."""
    found = fragment(limit=3)
    raw = found.xpath("string(./script[@type='application/ld+json'])")
    listed = json.loads(raw)
    items = [(item["position"], item["url"]) for item in listed["itemListElement"]]
    assert (listed["@type"], listed["numberOfItems"]) == ("ItemList", 3)
    assert items == [*enumerate(found.xpath(".//h3/a/@href"), 1)]
    assert not set("<>&") & set(raw)


@pytest.mark.parametrize("theme", THEMES)
def test_another_language_is_marked_and_said(theme: str) -> None:
    """For those who hear it and for those who read it."""
    found = fragment([entry(title="Salt", teaser="Ten hours.", language="en")], theme=theme)
    assert found.get("lang") == "it"
    assert found.xpath("count(.//*[@lang='en' and not(*[not(@hreflang='en')])])") == 2
    assert "in inglese" in found.text_content()


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_is_never_shown_as_nothing(theme: str) -> None:
    """Requirement 67: An empty channel says a sentence, and when it was last changed."""
    found = fragment([], theme=theme)
    assert not found.xpath(".//ul")
    sentence, changed = text_of(found, "./p")
    assert sentence.endswith(".") and changed.startswith("Aggiornato il 2 marzo 2026")
    assert found.xpath("string(.//time/@datetime)") == "2026-03-02T12:00:00Z"


@pytest.mark.parametrize("theme", THEMES)
def test_pictures_take_no_room_that_was_not_kept(theme: str) -> None:
    """Known sizes, read late, from nobody who is told where from; without one there is no place."""
    found = fragment([entry(image=pictured())], theme=theme).xpath(".//img")[0]
    told = {name: found.get(name) for name in ("width", "height", "loading", "referrerpolicy")}
    assert told == {
        "width": "600", "height": "338", "loading": "lazy", "referrerpolicy": "no-referrer"
    }  # fmt: skip
    assert not fragment([entry()], theme=theme).xpath(".//img")


def test_bootstrap_italia_is_spoken_exactly() -> None:
    """Requirement 64: The card of its documentation, title first, and no class of ours inside."""
    (item,) = fragment([entry(image=pictured())], theme="bootstrap-italia").xpath("./ul/li")
    classes = [element.get("class") for element in item.iter() if element.get("class")]
    assert classes == [
        "col-12 col-md-6 col-lg-4 mb-3 mb-md-4",
        "it-card it-card-image it-card-height-full rounded shadow-sm border",
        "it-card-title",
        "it-card-image-wrapper",
        "ratio ratio-16x9",
        "figure img-full",
        "it-card-body",
        "it-card-text",
        "it-card-signature",
        "it-card-related it-card-footer",
        "it-card-taxonomy",
        "it-card-category it-card-link text-decoration-none",
        "visually-hidden",
        "it-card-date",
    ]


def test_the_style_touches_nothing_else() -> None:
    """Every rule is bound to the block; every class of the fragment begins with our name."""
    css = re.sub(r"/\*.*?\*/", "", stylesheet().decode(), flags=re.DOTALL)
    rules = re.findall(r"([^{}]+)\{", css)
    selectors = [s.strip() for rule in rules for s in rule.split(",") if "@" not in rule]
    assert [s for s in selectors if not s.startswith(".poliflash")] == []
    classes = " ".join(fragment().xpath(".//@class")).split()
    assert {name for name in classes if not name.startswith("poliflash")} == set()


def test_an_operators_template_takes_its_place(tmp_path: Path) -> None:
    """That of the other theme stays ours."""
    own = "<b>{{ document.title }} {{ cards|length }}</b>"
    (tmp_path / TEMPLATES["bootstrap-italia"]).write_text(own, "utf-8")
    looked_over(tmp_path)
    mine = render_fragment(document(), Look(theme="bootstrap-italia", limit=2), tmp_path)
    assert mine == b"<b>Storie 2</b>"
    assert render_fragment(document(), folder=tmp_path) == render_fragment(document())


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (TEMPLATES["plain"], "<p>\n{% if %}", "line 2: Expected an expression"),
        (TEMPLATES["plain"], "<p>\n\n{{ storie }}", "line 3: 'storie' is undefined"),
        (TEMPLATES["bootstrap-italia"], "{{ 1 / 0 }}", "line 1: division by zero"),
        ("fragmemt.html", "<p>", "takes the place of nothing; rename it to one of fragment.html"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    """In one line that names the file, and what is wrong in it."""
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(SettingsError) as refused:
        looked_over(tmp_path)
    assert str(refused.value).startswith(f"{tmp_path / name}: {told}")
    assert "\n" not in str(refused.value)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Rather than silently showing our own."""
    with pytest.raises(SettingsError, match="no such folder"):
        looked_over(tmp_path / "nowhere")
