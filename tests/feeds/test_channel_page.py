"""Tests of the page that says how to subscribe to a channel (published documents, 49 and 50)."""

from itertools import pairwise
from typing import Any
from urllib.parse import urljoin

import pytest
from lxml import html

from feeds.channel_page import page_path, render_channel
from schemas.channel import Variant
from tests.builders import NOON
from tests.feeds.samples import PICTURE, entry, facts, site, variant

ROOT = "https://www.example.org/poliflash"


def page(shown: Variant, *entries: Any, letter: Variant | None = None) -> html.HtmlElement:
    """The parsed page."""
    return html.fromstring(render_channel(shown, entries, site(), NOON, letter))


@pytest.mark.parametrize("language", ["it", "en", None])
def test_every_format_is_named_with_its_address(language: Any) -> None:
    """Whoever copies one has the address that the document is served at."""
    shown = variant(language, name="topics/energy")
    found = [link.text_content() for link in page(shown).cssselect(".address a")]
    assert found == [site().self_link(shown, format_) for format_ in ("rss", "atom", "json")]


def test_readers_find_the_feeds_by_themselves() -> None:
    """Autodiscovery: each format once, absolute, under its own title."""
    links = [facts(link) for link in page(variant("it")).cssselect("link[rel=alternate][type]")]
    assert [(link["type"], link["href"]) for link in links] == [
        ("application/rss+xml", f"{ROOT}/feeds/all.it.rss"),
        ("application/atom+xml", f"{ROOT}/feeds/all.it.atom"),
        ("application/feed+json", f"{ROOT}/feeds/all.it.json"),
    ]
    assert len({link["title"] for link in links}) == 3


@pytest.mark.parametrize(
    ("language", "expected"),
    [("it", "Come abbonarsi"), ("en", "How to subscribe"), (None, "How to subscribe")],
)
def test_it_speaks_its_readers_language(language: Any, expected: str) -> None:
    """Italian or English; English where the channel holds every language."""
    made = page(variant(language))
    assert (made.get("lang"), made.cssselect("h2")[0].text) == (language or "en", expected)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (variant("it", name="a/b"), ["../../feeds/a/b.en.html"]),
        (variant("en", name="a"), ["../feeds/a.it.html"]),
        (variant(None, name="a"), []),
        (variant("it", name="a", suffixes=("it",)), []),
    ],
)
def test_the_other_language_is_a_link_away(shown: Variant, expected: list[str]) -> None:
    """Where the channel has a version in it."""
    assert [link.get("href") for link in page(shown).cssselect(".switch")] == expected


@pytest.mark.parametrize("name", ["all", "topics/energy"])
def test_links_to_our_own_documents_are_relative(name: str) -> None:
    """A path prefix, or another host, changes nothing."""
    shown = variant("it", name=name)
    made = page(shown, letter=variant("it", name="newsletter"))
    links = made.cssselect("header a[href], dd a, link[rel=stylesheet], footer a[href*=opml]")
    found = {urljoin(f"{ROOT}/{page_path(shown)}", link.get("href")) for link in links}
    assert found == {
        f"{ROOT}/",
        f"{ROOT}/feeds/{name}.en.html",
        f"{ROOT}/feeds/newsletter.it.html",
        f"{ROOT}/use/?channel={name}&lang=it",
        f"{ROOT}/assets/page.css",
        f"{ROOT}/opml.xml",
    }


def test_a_newsletters_page_sends_nobody_away() -> None:
    """It says that it is made for tools that send."""
    letter = variant("it", profile="newsletter")
    made = page(letter, letter=letter)
    assert (made.cssselect("dd a"), "fatto per gli strumenti" in made.text_content()) == ([], True)


def test_the_newest_stories_are_shown() -> None:
    """A dozen, each with its language where it is not the page's."""
    entries = [entry(language="en" if n % 2 else "it") for n in range(14)]
    found = [title.get("lang") for title in page(variant("it"), *entries).cssselect("h3 a")]
    titles = page(variant("it"), *entries).cssselect("article h3")
    assert (len(found), {title.get("lang") for title in titles}) == (12, {None, "en"})


def test_text_cannot_break_out() -> None:
    """Titles, alt texts and terms are escaped."""
    nasty = '<script>alert("x")</script>'
    shown = variant("it", licence=nasty)
    made = page(shown, entry(title=nasty, teaser=nasty, image={**PICTURE, "alt": nasty}))
    assert (made.cssselect("script"), nasty in made.text_content()) == ([], True)


def test_it_is_built_for_assistive_technology() -> None:
    """One h1, landmarks once each, no heading level skipped, no id twice."""
    made = page(variant("it"), entry())
    levels = [int(h.tag[1]) for h in made.iter("h1", "h2", "h3")]
    ids = [element.get("id") for element in made.cssselect("[id]")]
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert len(ids) == len(set(ids))
    assert [len(made.cssselect(name)) for name in ("main", "header", "footer")] == [1, 1, 1]


def test_the_foot_leads_to_the_accessibility_statement() -> None:
    """Where the settings name one."""
    where = "https://form.example.org/view/1"
    made = html.fromstring(render_channel(variant("it"), (), site(accessibility=where), NOON))
    assert made.xpath(f"string(//footer//a[@href='{where}'])") == "Dichiarazione di accessibilità"


def test_a_channel_without_stories_has_a_page() -> None:
    """Its address is good before its first story."""
    assert page(variant("it")).cssselect("p.none")
