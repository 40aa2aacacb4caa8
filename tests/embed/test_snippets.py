"""Tests of what a host pastes."""

import re
from typing import Any

import pytest
from lxml import html

from feeds.embed.snippets import Kit, Options, Release, chosen, kit
from schemas.types import InterfaceLanguage
from tests.builders import channel
from tests.feeds.samples import facts, site

BASE = "https://www.example.org/poliflash"
RELEASE = Release(version="1.2.3", integrity="sha384-abc+/=")
STRANGE = {"it": 'Ciò che <b> "luccica" & altro', "en": "All that <b> glitters"}


def _kit(language: InterfaceLanguage = "it", options: Any = None, **of_channel: Any) -> Kit:
    its = channel(**{"name": "topics/energy", **of_channel})
    return kit(chosen(its, language), site(), RELEASE, Options(**(options or {})), "it")


def _code(found: Kit, way: str, number: int = 0) -> str:
    (its,) = (one for one in found.ways if one.name == way)
    return its.codes[number].text


def _element(found: Kit, way: str, tag: str) -> html.HtmlElement:
    elements = html.fragments_fromstring(_code(found, way))
    (element,) = (one for one in elements if one.tag == tag)
    return element


@pytest.mark.parametrize("name", ["stories", "topics/energy", "sources/ateneo"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_no_place_is_left_open(name: str, language: InterfaceLanguage) -> None:
    """Every text is complete, whatever the channel."""
    suffixes = () if name.startswith("sources/") else ("it", "en")
    found = _kit(language, name=name, suffixes=suffixes)
    codes = [code.text for way in found.ways for code in way.codes]
    assert [code for code in codes if re.search(r"\{[a-z]+\}", code)] == []


def test_the_element_says_what_was_chosen() -> None:
    """Channel, language and each option stand in the attributes that the component reads."""
    options = {"limit": 4, "level": 2, "layout": "featured", "theme": "dark"}
    assert facts(_element(_kit("en", options), "component", "poliflash-cards")) == {
        "channel": "topics/energy",
        "lang": "en",
        "limit": "4",
        "heading-level": "2",
        "layout": "featured",
        "theme": "dark",
    }


@pytest.mark.parametrize("way", ["component", "pinned"])
def test_without_script_a_link_stays(way: str) -> None:
    """Requirement 63: Inside the element stands a link to the channel's page, by its title."""
    (link,) = _element(_kit(title=STRANGE), way, "poliflash-cards").iter("a")
    assert (link.get("href"), link.text_content()) == (
        f"{BASE}/feeds/topics/energy.it.html",
        STRANGE["it"],
    )


def test_the_floating_script_bears_no_integrity() -> None:
    """Requirement 68: Its bytes change with each correction."""
    script = facts(_element(_kit(), "component", "script"))
    assert script == {"src": f"{BASE}/embed/v1/poliflash.js", "async": ""}


def test_the_fixed_script_is_held_to_its_bytes() -> None:
    """Requirement 68: One version, its integrity, and the CORS that integrity needs."""
    assert facts(_element(_kit(), "pinned", "script")) == {
        "src": f"{BASE}/embed/1.2.3/poliflash.js",
        "async": "",
        "integrity": RELEASE.integrity,
        "crossorigin": "anonymous",
    }


def test_a_frame_is_named_lazy_and_fenced() -> None:
    """Requirement 63: A frame has a title, loads late, and may do no more than it needs."""
    frame = facts(_element(_kit(title=STRANGE), "frame", "iframe"))
    assert frame["src"] == (
        f"{BASE}/embed/v1/frame.it.html?channel=topics/energy&limit=6&heading-level=3&layout=grid"
        "&theme=auto"
    )
    assert (frame["title"], frame["loading"], frame["referrerpolicy"]) == (
        STRANGE["it"], "lazy", "no-referrer",
    )  # fmt: skip
    assert "allow-same-origin" not in frame["sandbox"].split()


@pytest.mark.parametrize(
    ("name", "theme", "which", "plain"),
    [
        ("stories", "dark", "stories&lang=it", "plain"),
        ("sources/ateneo", "bootstrap-italia", "sources/ateneo", "bootstrap-italia"),
    ],
)
def test_the_fragment_has_two_addresses(name: str, theme: str, which: str, plain: str) -> None:
    """A file, and a question that says all that was chosen; a newsroom has no languages."""
    suffixes = () if name.startswith("sources/") else ("it", "en")
    found = _kit("it", {"theme": theme}, name=name, suffixes=suffixes)
    key = name if not suffixes else f"{name}.it"
    assert [_code(found, "fragment", number) for number in (0, 1)] == [
        f"{BASE}/embed/v1/{key}.html",
        f"{BASE}/embed/v1/cards.html?channel={which}&limit=6&heading-level=3&layout=grid&theme={plain}",
    ]


def test_a_channel_without_languages_names_its_document() -> None:
    """The component would look for one with a language; newsrooms' channels it knows."""
    own = _element(_kit(name="lettera", suffixes=()), "component", "poliflash-cards")
    newsroom = _element(_kit(name="sources/x", suffixes=()), "component", "poliflash-cards")
    assert (own.get("src"), newsroom.get("src")) == (f"{BASE}/embed/v1/lettera.json", None)


def test_a_frame_of_a_channel_without_languages_says_so() -> None:
    """It would ask for one with a language, and stay empty."""
    its = {
        name: facts(_element(_kit(name=name, suffixes=()), "frame", "iframe"))["src"]
        for name in ("lettera", "sources/x")
    }
    assert {name: "&alone&" in src for name, src in its.items()} == {
        "lettera": True, "sources/x": False
    }  # fmt: skip


def test_a_policy_allows_us_and_nothing_unsafe() -> None:
    """Requirement 68: A host names our origin; pictures alone may come from elsewhere."""
    policy = dict(part.strip().split(" ", 1) for part in _code(_kit(), "policy").split(";"))
    origin = "https://www.example.org"
    assert policy.pop("img-src") == f"{origin} https:"
    assert set(policy.values()) == {origin}
    assert {"script-src", "connect-src", "frame-src", "style-src"} == set(policy)


@pytest.mark.parametrize(
    ("licence", "expected"),
    [("CC BY 4.0", "CC BY 4.0"), (None, "Ogni storia dice fonte, licenza e attribuzione")],
)
def test_the_terms_are_the_channels(licence: str | None, expected: str) -> None:
    """Its licence where it declares one, else that each story names its own."""
    assert _kit(licence=licence).terms.startswith(expected)


def test_the_feeds_are_named() -> None:
    """One address for each format."""
    assert _kit("en").feeds == {
        name: f"{BASE}/feeds/topics/energy.en.{name}" for name in ("rss", "atom", "json")
    }
