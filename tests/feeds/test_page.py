"""Tests of the public page's markup."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin

import orjson
import pytest
from lxml import html

from feeds.channels import families, load_channels
from feeds.entry import Entry
from feeds.page import PATHS, SHOWN, STYLESHEET_PATH, render_page, stylesheet
from schemas.types import InterfaceLanguage
from tests.builders import NOON
from tests.feeds.samples import PICTURE, entry, facts, site

CHANNELS = (*load_channels(), *families([("ateneo", "Ateneo")]))


def _page(*entries: Entry, language: InterfaceLanguage = "it", **of_site: Any) -> html.HtmlElement:
    return html.document_fromstring(
        render_page(entries, CHANNELS, site(**of_site), language, NOON).decode()
    )


def _titles(page: html.HtmlElement) -> list[str]:
    return [link.text_content() for link in page.cssselect("article h3 a")]


def test_the_newest_stories_of_its_language_are_shown() -> None:
    """Twelve at most, newest first, none in another language."""
    own = [entry(title=f"N{n}", published=NOON - timedelta(hours=n)) for n in range(14)]
    assert _titles(_page(*reversed(own), entry(language="en"))) == [f"N{n}" for n in range(SHOWN)]


def test_a_pinned_story_comes_first() -> None:
    """Editors choose what leads the page."""
    old = entry(title="Vecchia", published=NOON - timedelta(days=9), editor={"pinned": True})
    assert _titles(_page(entry(title="Nuova"), old)) == ["Vecchia", "Nuova"]


@pytest.mark.parametrize(("language", "expected"), [("it", "Le storie"), ("en", "Stories in")])
def test_a_page_without_stories_says_so(language: InterfaceLanguage, expected: str) -> None:
    """The block is never empty."""
    (words,) = _page(language=language).cssselect(".none")
    assert words.text_content().startswith(expected)


def test_the_title_is_the_only_link_of_a_story() -> None:
    """One stop of the tab key a story; the link's text is the title."""
    (story,) = _page(
        entry(title="A & <b>", image=PICTURE, url="https://x.example.org/a")
    ).cssselect("article")
    assert [(a.get("href"), a.text_content()) for a in story.iter("a")] == [
        ("https://x.example.org/a", "A & <b>")
    ]


def test_a_picture_keeps_its_place_and_loads_late() -> None:
    """Measured sizes are told; only the first picture is loaded at once."""
    page = _page(entry(image={"url": PICTURE["url"]}), entry(image=PICTURE))  # seen last: first
    first, second = (facts(image) for image in page.iter("img"))
    assert (first["width"], first["height"], first["alt"]) == ("1200", "675", PICTURE["alt"])
    assert ("loading" in first, second["loading"], second["alt"]) == (False, "lazy", "")


def test_browsers_may_take_a_lighter_copy() -> None:
    """WebP in all sizes stands before the JPEG that everybody shows."""
    of = {"height": 9, "bytes": 9, "media_type": "image/webp"}
    copies = [{"url": f"https://x.example.org/{w}.webp", "width": w, **of} for w in (1200, 320)]
    (picture,) = _page(entry(image={**PICTURE, "renditions": copies})).cssselect("picture")
    (source, image) = (picture.cssselect(name)[0] for name in ("source", "img"))
    assert (source.get("type"), image.get("src")) == ("image/webp", PICTURE["url"])
    assert source.get("srcset") == (
        "https://x.example.org/1200.webp 1200w, https://x.example.org/320.webp 320w"
    )


@pytest.mark.parametrize(
    ("published", "expected"), [(NOON, ["2026-03-02", "2 marzo 2026"]), (None, [])]
)
def test_a_story_shows_its_day_in_rome(published: Any, expected: list[str]) -> None:
    """A day for machines and for people; an unknown date is not shown."""
    page = _page(entry(published=published))
    shown = [[t.get("datetime"), t.text] for t in page.cssselect("article time")]
    assert shown == ([expected] if expected else [])


def test_credit_and_attribution_are_shown() -> None:
    """What a source asks to be shown stands under its story."""
    terms = {"text": "teaser", "images": "hotlink", "attribution": "Per gentile concessione"}
    (words,) = _page(entry(image=PICTURE, rights=terms)).cssselect(".source")
    assert " ".join(words.text_content().split()) == (
        "Fonte: Ateneo · Per gentile concessione · Immagine: Anna Bo"
    )


@pytest.mark.parametrize("language", ["it", "en"])
def test_every_link_to_us_is_relative_and_leads_home(language: InterfaceLanguage) -> None:
    """A path prefix moves the whole site; links lead to the documents below it."""
    base = f"https://www.example.org/poliflash/{PATHS[language]}"
    page = _page(entry(language=language), language=language)
    links = [
        a.get("href") for a in page.cssselect("header a[href], .follow a, link[rel=stylesheet]")
    ]
    assert not [link for link in links if link.startswith(("/", "http"))]
    found = {urljoin(base, link) for link in links}
    root = "https://www.example.org/poliflash/"
    assert {
        f"{root}{STYLESHEET_PATH}",
        f"{root}feeds/stories.{language}.rss",
        f"{root}feeds/newsletter.{language}.rss",
        f"{root}feeds/topics/energy.{language}.html",
        f"{root}opml.xml",
        root if language == "en" else f"{root}en/",
    } <= found


def test_readers_find_the_feeds_by_themselves() -> None:
    """Requirement 49: Autodiscovery names each format once, absolute, under its own title."""
    links = [facts(link) for link in _page().cssselect("link[rel=alternate][type]")]
    assert [(link["type"], link["href"].rpartition("/")[2]) for link in links] == [
        ("application/rss+xml", "stories.it.rss"),
        ("application/atom+xml", "stories.it.atom"),
        ("application/feed+json", "stories.it.json"),
        ("application/rss+xml", "newsletter.it.rss"),
    ]
    assert len({link["title"] for link in links}) == 4


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_page_is_built_for_assistive_technology(language: InterfaceLanguage) -> None:
    """One h1, landmarks once each, no heading level skipped, no id twice."""
    page = _page(entry(language=language), language=language)
    tags = Counter(element.tag for element in page.iter("h1", "main", "header", "footer"))
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    levels = [int(element.tag[1]) for element in page.iter("h1", "h2", "h3", "h4")]
    assert page.get("lang") == language
    assert set(tags.values()) == {1} and len(tags) == 4
    assert max(ids.values()) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_nothing_needs_an_exception_from_a_strict_policy() -> None:
    """No script but data, no inline style, no handler: `style-src 'self'` is enough."""
    page = _page(entry(image=PICTURE))
    names = {name for element in page.iter() for name in element.attrib}
    assert {script.get("type") for script in page.iter("script")} == {"application/ld+json"}
    assert not [*page.iter("style", "iframe")]
    assert not [name for name in names if name == "style" or name.startswith("on")]
    assert b"@import" not in stylesheet() and b"url(" not in stylesheet()


def test_a_shared_page_shows_its_first_picture() -> None:
    """OpenGraph names title, address and the first story with a picture."""
    page = _page(entry(), entry(image=PICTURE, published=NOON - timedelta(days=1)))
    told = {m.get("property"): m.get("content") for m in page.cssselect("meta[property]")}
    assert told["og:image"] == PICTURE["url"]
    assert told["og:url"] == "https://www.example.org/poliflash/"


def test_search_engines_are_told_of_the_stories() -> None:
    """Requirement 70: An ItemList with the newsrooms' own addresses; no title ends its script."""
    page = _page(entry(title="A </script><b>&", url="https://x.example.org/a"))
    (script,) = page.iter("script")
    told = orjson.loads(script.text or "")
    (item,) = told.pop("itemListElement")
    assert (told["@type"], told["numberOfItems"], item["position"]) == ("ItemList", 1, 1)
    assert (item["url"], item["name"]) == ("https://x.example.org/a", "A </script><b>&")


def test_the_page_says_when_it_changed() -> None:
    """The day of the last change is on the page."""
    (time,) = _page().cssselect(".fresh time")
    assert (time.get("datetime"), time.text) == ("2026-03-02", "2 marzo 2026")


@pytest.mark.parametrize(
    ("contact", "href"),
    [("desk@example.org", "mailto:desk@example.org"), ("https://x.example.org/c",) * 2],
)
def test_the_contact_can_be_reached(contact: str, href: str) -> None:
    """An e-mail address becomes a mail link, a page a link."""
    assert href in [a.get("href") for a in _page(contact=contact).cssselect("footer a")]


def test_the_same_stories_give_the_same_page() -> None:
    """Nothing on the page depends on the moment."""
    entries = [entry(image=PICTURE), entry()]
    copies = [e.model_copy(deep=True) for e in reversed(entries)]
    pages = {render_page(made, CHANNELS, site(), "it", NOON) for made in (entries, copies)}
    assert len(pages) == 1
