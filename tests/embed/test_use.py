"""Tests of the page for those who show the stories elsewhere."""

import json
import re
from collections import Counter
from io import BytesIO
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin
from zipfile import ZipFile

import pytest
from lxml import html

from feeds.channels import every_channel
from feeds.embed.snippets import Options, Release, chosen, kit
from feeds.page_words import WORDS
from feeds.use import ASSETS, PATHS, render_use, rendered
from schemas.channel import Channel
from schemas.types import InterfaceLanguage
from tests.builders import channel, source
from tests.feeds.samples import facts, site
from tests.feeds.test_page import CHANNELS

ROOT = "https://www.example.org/poliflash"
RELEASE = Release(version="1.2.3", integrity="sha384-abc")
OWN = channel(name="lettera", suffixes=(), licence="CC BY 4.0", title={"it": "A <b>", "en": "B"})
OFFERED = (*CHANNELS, OWN)
LANGUAGES: tuple[InterfaceLanguage, ...] = ("it", "en")


def _page(language: InterfaceLanguage = "it", **of_site: Any) -> html.HtmlElement:
    made = render_use(OFFERED, site(**of_site), RELEASE, language)
    return html.document_fromstring(made.decode())


def _filled(pattern: str, places: dict[str, Any]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda m: str(places.get(m[1], m[0])), pattern)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_built_for_assistive_technology(language: InterfaceLanguage) -> None:
    """One h1, landmarks once each, no heading level skipped, no id twice, each field labelled."""
    page = _page(language)
    tags = Counter(element.tag for element in page.iter("h1", "main", "header", "footer"))
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    levels = [int(element.tag[1]) for element in page.iter("h1", "h2", "h3", "h4")]
    labelled = {label.get("for") for label in page.iter("label")}
    assert page.get("lang") == language
    assert set(tags.values()) == {1} and len(tags) == 4
    assert max(ids.values()) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert {field.get("id") for field in page.iter("select")} <= labelled


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("where", [None, "https://form.example.org/view/1"])
def test_the_foot_leads_to_the_accessibility_statement(
    where: str | None, language: InterfaceLanguage
) -> None:
    """Where the settings name one."""
    links = {
        link.text: link.get("href")
        for link in _page(language, accessibility=where).cssselect("footer a")
    }
    named = WORDS["accessibility"].in_language(language)
    assert links.get(named) == where


@pytest.mark.parametrize("icon", [None, "https://www.example.org/i.png"])
def test_it_names_an_icon(icon: str | None) -> None:
    """The newsroom's or ours: browsers ask for `/favicon.ico` where a page names none."""
    named = [link.get("href") for link in _page("en", icon=icon).iter("link")]
    assert (icon or "../../assets/icon.svg") in named


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_inline(language: InterfaceLanguage) -> None:
    """Requirement 68: Scripts and styles are files of ours; no handler stands in the markup."""
    page = _page(language)
    scripts = [script.get("src") for script in page.iter("script")]
    names = {name for element in page.iter() for name in element.attrib}
    assert scripts == [
        "../" * PATHS[language].count("/") + path
        for path in ("embed/v1/poliflash.js", "assets/use.js")
    ]
    assert [*page.iter("style", "iframe")] == []
    assert not [name for name in names if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_and_files_are_found_below_any_prefix(language: InterfaceLanguage) -> None:
    """Relative addresses of ours lead to what is published."""
    page = _page(language)
    base = f"{ROOT}/{PATHS[language]}"
    links = page.cssselect("link[rel=stylesheet], link[rel=icon], header a, script")
    found = {urljoin(base, link.get("href") or link.get("src")) for link in links}
    other = PATHS["en" if language == "it" else "it"].removesuffix("index.html")
    assert found == {
        f"{ROOT}/en/" if language == "en" else f"{ROOT}/",
        f"{ROOT}/{other}",
        f"{ROOT}/assets/page.css",
        f"{ROOT}/assets/icon.svg",
        f"{ROOT}/embed/v1/poliflash.js",
        *(f"{ROOT}/assets/{name}" for name in ASSETS),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_tells_where_it_lives_and_what_to_subscribe_to(
    language: InterfaceLanguage,
) -> None:
    """Requirement 49: Autodiscovery names each format; OpenGraph names the page in its language."""
    page = _page(language)
    own = f"{ROOT}/{PATHS[language].removesuffix('index.html')}"
    feeds = [facts(link)["href"] for link in page.cssselect("head link[rel=alternate][type]")]
    told = {m.get("property"): m.get("content") for m in page.cssselect("meta[property]")}
    (canonical,) = page.cssselect("link[rel=canonical]")
    assert feeds == [f"{ROOT}/feeds/stories.{language}.{f}" for f in ("rss", "atom", "json")]
    assert (canonical.get("href"), told["og:url"]) == (own, own)
    assert told["og:locale"] == {"it": "it_IT", "en": "en_GB"}[language]
    assert told["og:title"] == page.xpath("string(//h1)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script_every_channel_has_its_code_and_feeds(language: InterfaceLanguage) -> None:
    """Each is listed with what to paste, the three feeds, its page and its terms."""
    listed = {
        str(one.get("data-channel")): (
            one.xpath("string(.//code)"),
            [a.get("href") for a in one.iter("a")],
            one.cssselect(".terms")[0].text,
        )
        for one in _page(language).cssselect("details[data-channel]")
    }
    expected = {}
    for one in OFFERED:
        its = kit(chosen(one, language), site(), RELEASE, Options(), language)
        links = [*its.feeds.values(), its.page]
        expected[one.name] = (its.ways[0].codes[0].text, links, its.terms)
    assert listed == expected


@pytest.mark.parametrize("offered", OFFERED, ids=lambda one: one.name)
def test_what_the_script_fills_is_what_a_channel_needs(offered: Channel) -> None:
    """The patterns with a channel's facts give its own texts, in either language."""
    page = _page("it")
    codes = page.cssselect("#copy details code, #component code, #feeds code")
    patterns = [code.get("data-pattern") for code in codes]
    (option,) = page.cssselect(f'option[value="{offered.name}"]')
    for language in LANGUAGES:
        its = kit(chosen(offered, language), site(), RELEASE, Options(), language)
        places = {
            "limit": 6, "level": 3, "layout": "grid", "theme": "auto", "plain": "plain",
            **json.loads(facts(option)[f"data-{language}"]),
        }  # fmt: skip
        texts = [code.text for way in its.ways for code in way.codes]
        filled = [_filled(pattern, places) for pattern in patterns]
        assert sorted(filled) == sorted([*texts, *its.feeds.values()])


def test_the_choice_is_hidden_until_it_works() -> None:
    """Without script nobody is shown fields that do nothing; the first channel's code stands."""
    page = _page()
    (bench,) = page.cssselect(".bench")
    assert bench.get("hidden") is not None
    assert "{" not in page.xpath("string(//*[@id='component']//code)")


def test_pages_are_rendered_once() -> None:
    """Publishes come by the minute: the same channels and site give the very same bytes."""
    first, again = (rendered(OFFERED, site(), RELEASE) for _ in range(2))
    moved = dict(rendered(OFFERED, site(public_url="https://other.example.org"), RELEASE))
    assert first is again
    assert moved[PATHS["it"]] != dict(first)[PATHS["it"]]


@pytest.mark.parametrize(
    ("system", "main"), [("wordpress", "poliflash.php"), ("drupal", "poliflash.info.yml")]
)
def test_the_plugin_can_be_had(system: str, main: str) -> None:
    """A link leads to an archive that the system takes: one folder with the plugin's files."""
    files = dict(rendered(OFFERED, site(), RELEASE))
    (link,) = _page("en").cssselect(f"#{system} a")
    path = urljoin(f"{ROOT}/{PATHS['en']}", link.get("href")).removeprefix(f"{ROOT}/")
    with ZipFile(BytesIO(files[path])) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert f"poliflash/{main}" in names
    assert {name.partition("/")[0] for name in names} == {"poliflash"}


def test_newsrooms_of_one_name_are_told_apart() -> None:
    """By language or address, where another of the group bears the same title; else by channel."""
    english = {"name": "Ateneo", "language": "en"}
    sources = {
        "ateneo-it": source(name="Ateneo", language="it"),
        "ateneo-en": source(**english, home="https://ateneo.example.org/en/"),
        "ateneo-2": source(**english, home="https://due.example.org/"),
        "orma": source(name="Orma"),
        **{slug: source(name="Dora") for slug in ("dora", "dora-2")},
    }
    made = render_use(every_channel((), sources), site(), RELEASE, "it")
    (group,) = html.document_fromstring(made.decode()).cssselect('optgroup[label="Redazioni"]')
    assert [option.text for option in group] == [
        "Ateneo (due.example.org)",
        "Ateneo (ateneo.example.org/en)",
        "Ateneo (in italiano)",
        "Dora (sources/dora)",
        "Dora (sources/dora-2)",
        "Orma",
    ]
