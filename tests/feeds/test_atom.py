"""Tests of Atom documents."""

from typing import Any

from lxml import etree

from feeds import atom
from feeds.xml import NAMESPACES, qualified
from tests.builders import NOON
from tests.feeds.samples import PICTURE, entry, facts, rendered, site, variant

NAMES = {"a": NAMESPACES["atom"]}
FULL = {"text": "full", "licence": "CC-BY-4.0", "attribution": "Ateneo"}


def _entry(**of_card: Any) -> etree._Element:
    found = etree.fromstring(rendered("atom", [entry(**of_card)])).find("a:entry", NAMES)
    assert found is not None
    return found


def _links(element: etree._Element) -> list[dict[str, str]]:
    return [facts(link) for link in element.findall("a:link", NAMES)]


def test_the_page_comes_before_the_document_itself() -> None:
    """Requirement 20: Some clients take the first link for the page, whatever its relation."""
    links = _links(etree.fromstring(rendered("atom", [])))
    assert [(link["rel"], link["href"]) for link in links] == [
        ("alternate", "https://www.example.org/"),
        ("self", "https://www.example.org/poliflash/feeds/all.atom"),
    ]


def test_a_feeds_id_survives_a_move() -> None:
    """Requirement 22: Another public address changes links, never the id; each document has its
    own.
    """
    ids = {
        (public_url, language): etree.fromstring(
            atom.render(variant(language), [], site(public_url=public_url), NOON).content
        ).findtext("a:id", None, NAMES)
        for public_url in ("https://a.example.org", "https://b.example.org/x")
        for language in ("it", "en")
    }
    assert len(set(ids.values())) == 2
    assert ids["https://a.example.org", "it"] == ids["https://b.example.org/x", "it"]


def test_a_feed_has_an_author_and_the_given_change() -> None:
    """Requirement 20: Entries need no author of their own; `updated` is the argument."""
    root = etree.fromstring(rendered("atom", []))
    assert root.findtext("a:author/a:name", None, NAMES) == "Poliflash"
    assert root.findtext("a:updated", None, NAMES) == "2026-03-02T12:00:00+00:00"


def test_links_of_an_entry_keep_relation_type_and_length() -> None:
    """Requirement 25: The picture is an enclosure, not a second page of the story."""
    page, picture = _links(_entry(image=PICTURE, url="https://news.example.org/a"))
    assert page == {"href": "https://news.example.org/a", "rel": "alternate", "type": "text/html"}
    assert picture == {
        "href": PICTURE["url"], "rel": "enclosure", "type": "image/jpeg", "length": "81234"
    }  # fmt: skip


def test_equal_dates_have_distinct_changes() -> None:
    """Requirement 23: Stories of one day are told apart by the microsecond of their change."""
    root = etree.fromstring(rendered("atom", [entry(), entry()]))
    changes = [e.findtext("a:updated", None, NAMES) for e in root.findall("a:entry", NAMES)]
    assert len(set(changes)) == 2


def test_content_is_html_by_name() -> None:
    """Requirement 24: The type is `html`, never the way it is escaped."""
    content = _entry(body="<p>Uno</p>", rights=FULL).find("a:content", NAMES)
    assert content is not None
    assert (content.get("type"), content.text) == ("html", "<p>Uno</p><p>Fonte: Ateneo</p>")


def test_an_entry_tells_its_language_source_and_terms() -> None:
    """Requirement 26: Entries of several languages and sources stand in one document."""
    found = _entry(language="fr", rights=FULL)
    assert found.get(qualified("xml:lang")) == "fr"
    assert found.findtext("a:source/a:title", None, NAMES) == "Ateneo"
    assert found.findtext("a:rights", None, NAMES) == "Ateneo · CC-BY-4.0"


def test_topics_carry_slug_scheme_and_label() -> None:
    """Requirement 26: A machine reads the slug, a person the label in the entry's language."""
    category = _entry(language="en", topics=({"topic": "energy", "vocabulary": "1"},)).find(
        "a:category", NAMES
    )
    assert facts(category) == {
        "term": "energy", "scheme": "https://www.example.org/poliflash/topics", "label": "Energy"
    }  # fmt: skip


def test_authors_keep_their_page() -> None:
    """A name with an address becomes author with uri."""
    found = _entry(authors=({"name": "Ada", "url": "https://ada.example.org/"},))
    assert found.findtext("a:author/a:uri", None, NAMES) == "https://ada.example.org/"
