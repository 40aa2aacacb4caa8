"""Tests of RSS 2.0 documents."""

from typing import Any

import pytest
from lxml import etree

from feeds import rss
from feeds.xml import qualified
from tests.builders import NOON
from tests.feeds.samples import PICTURE, entry, facts, rendered, site, variant

FULL = {"text": "full", "images": "hotlink", "licence": "CC-BY-4.0", "attribution": "Ateneo"}


def _item(**of_card: Any) -> etree._Element:
    item = etree.fromstring(rendered("rss", [entry(**of_card)])).find("channel/item")
    assert item is not None
    return item


def _text(item: etree._Element, name: str) -> str | None:
    return item.findtext(qualified(name))


def test_the_channel_leads_to_the_page_and_names_itself_once() -> None:
    """Requirements 1, 2 and 3: `link` is the page for people; exactly one self link is the
    document's address.
    """
    root = etree.fromstring(rendered("rss", [], variant("it")))
    links = [facts(link) for link in root.iter(qualified("atom:link"))]
    own = "https://www.example.org/poliflash/feeds/all.it.rss"
    assert root.findtext("channel/link") == "https://www.example.org/"
    assert links == [{"rel": "self", "type": "application/rss+xml", "href": own}]


def test_the_change_is_the_argument_not_the_clock() -> None:
    """Requirement 8: `lastBuildDate` says when the content changed."""
    root = etree.fromstring(rendered("rss", []))
    assert root.findtext("channel/lastBuildDate") == "Mon, 02 Mar 2026 12:00:00 +0000"


def test_hubs_terms_and_icon_stand_in_the_channel() -> None:
    """Requirements 16 and 38: Everything optional appears where it is declared; the image repeats
    title and link.
    """
    shown = variant(licence="CC-BY-4.0", attribution="Ateneo & C.")
    where = site(hubs=("https://hub.example.org/",), icon="https://www.example.org/i.png")
    channel = etree.fromstring(rss.render(shown, [], where, NOON).content)[0]
    assert channel.findtext("copyright") == "Ateneo & C. · CC-BY-4.0"
    assert channel.findtext("image/title") == channel.findtext("title")
    assert [link.get("rel") for link in channel.iter(qualified("atom:link"))] == ["self", "hub"]


@pytest.mark.parametrize(("language", "expected"), [("it", "it"), ("en", "en"), (None, "en")])
def test_a_document_names_its_language(language: str | None, expected: str) -> None:
    """Requirement 16: Titles and description of the version of all languages are English."""
    root = etree.fromstring(rendered("rss", [], variant(language)))
    assert root.findtext("channel/language") == expected


def test_an_item_tells_its_own_language() -> None:
    """Items of several languages stand in one document."""
    assert _text(_item(language="fr"), "dc:language") == "fr"


def test_plain_text_is_escaped_once_in_hexadecimal() -> None:
    """Requirements 10 and 14: Validators warn of every other spelling in titles, names and
    categories.
    """
    document = rendered(
        "rss", [entry(title="R&D <3 >2", tags=("A&B",), authors=({"name": "C & D"},))]
    ).decode()
    assert "<title>R&#x26;D &#x3C;3 &#x3E;2</title>" in document
    assert "<category>A&#x26;B</category>" in document
    assert "<dc:creator>C &#x26; D</dc:creator>" in document


def test_the_description_is_plain_words_as_html() -> None:
    """Requirement 11: A description is HTML: words are escaped for it, then for XML."""
    item = _item(teaser="Ricerca & <sviluppo>.")
    assert item.findtext("description") == "Ricerca &amp; &lt;sviluppo&gt;."


def test_the_guid_is_the_cards_id_and_no_address() -> None:
    """Requirement 5: The permanent id says that it is no link."""
    guid = _item().find("guid")
    assert guid is not None
    assert guid.get("isPermaLink") == "false"


def test_the_picture_stands_wherever_tools_look() -> None:
    """Requirements 15 and 51: Media content is a direct child, the enclosure has its real size,
    the HTML begins with it.
    """
    item = _item(image=PICTURE)
    sizes = {"width": "1200", "height": "675"}
    url, of_type = {"url": PICTURE["url"]}, {"type": "image/jpeg"}
    assert facts(item.find(qualified("media:thumbnail"))) == url | sizes
    assert facts(item.find(qualified("media:content"))) == url | of_type | sizes | {
        "medium": "image", "fileSize": "81234"
    }  # fmt: skip
    assert facts(item.find("enclosure")) == url | of_type | {"length": "81234"}
    assert (_text(item, "content:encoded") or "").startswith(
        '<p><img src="https://news.example.org/pictures/boat.jpg" '
        'alt="The &quot;Arborella&quot; &amp; crew" width="1200" height="675"></p><p>Che cosa'
    )
    assert _text(item, "media:credit") == "Anna Bo"


def test_there_is_no_media_group() -> None:
    """Requirement 52: A group of one is an error, and simple parsers do not look into it."""
    assert b"media:group" not in rendered("rss", [entry(image=PICTURE)])


@pytest.mark.parametrize(
    ("known", "content", "enclosures"),
    [
        ({}, {}, 0),
        ({"width": 1200, "height": 675}, {"width": "1200", "height": "675"}, 0),
        ({"media_type": "image/png"}, {"type": "image/png"}, 0),
        ({"media_type": "image/png", "bytes": 9}, {"type": "image/png", "fileSize": "9"}, 1),
        ({"media_type": "image/webp", "bytes": 9}, {"type": "image/webp", "fileSize": "9"}, 0),
        ({"media_type": "image/png", "width": 30}, {"type": "image/png"}, 0),
    ],
)
def test_only_measured_facts_are_told(
    known: dict[str, Any], content: dict[str, str], enclosures: int
) -> None:
    """Requirements 15, 51 and 53: No size or type is made up; the picture is told also without.

    What mail programs do not show is no enclosure.
    """
    item = _item(image={"url": PICTURE["url"], **known})
    media = item.find(qualified("media:content"))
    assert media is not None
    expected = {"url": PICTURE["url"], **content}
    assert (facts(media), len(item.findall("enclosure"))) == (expected, enclosures)


def test_the_lead_picture_is_not_told_twice() -> None:
    """A body whose pictures begin with the lead picture stays as it is."""
    body = '<p>Uno</p><p><img src="https://news.example.org/pictures/boat.jpg" alt=""></p>'
    item = _item(body=body, image=PICTURE, rights=FULL)
    assert _text(item, "content:encoded") == body + "<p>Fonte: Ateneo</p>"


def test_the_end_of_cdata_inside_a_body_is_split() -> None:
    """Requirement 12: `]]>` in a text does not end the section."""
    item = _item(body="<p>a ]]> b</p>", rights=FULL)
    assert _text(item, "content:encoded") == "<p>a ]]> b</p><p>Fonte: Ateneo</p>"


def test_full_html_comes_with_a_description_before_it() -> None:
    """Requirement 12: A card without a teaser describes itself by its title."""
    item = _item(title="Solo titolo", teaser="", image=PICTURE)
    names = [element.tag for element in item]
    assert names.index("description") < names.index(qualified("content:encoded"))
    assert item.findtext("description") == "Solo titolo"


def test_topics_name_their_vocabulary() -> None:
    """Requirement 16: A topic's label is in the card's language; its domain is an address, the
    tags' is none.
    """
    item = _item(topics=({"topic": "energy", "vocabulary": "1"},), tags=("idrogeno",))
    assert [(c.text, c.get("domain")) for c in item.findall("category")] == [
        ("Energia", "https://www.example.org/poliflash/topics"),
        ("idrogeno", None),
    ]


def test_an_item_names_its_source_and_terms() -> None:
    """Readers learn where a story comes from and on which terms."""
    item = _item(rights=FULL)
    source = item.find("source")
    assert source is not None
    assert (source.text, source.get("url")) == (
        "Ateneo", "https://www.example.org/poliflash/feeds/sources/ateneo.rss",
    )  # fmt: skip
    assert _text(item, "dc:rights") == "Ateneo · CC-BY-4.0"


def test_controls_are_stripped() -> None:
    """Requirement 18: Characters that XML forbids, and leftovers of Windows-1252, vanish."""
    item = _item(title="A\x0bB\x85C\ufffe", teaser="x\x00y.")
    assert (item.findtext("title"), item.findtext("description")) == ("ABC", "xy.")


def test_no_stylesheet_is_named() -> None:
    """Requirement 50: Browsers stop running XSLT; pages for people are pages."""
    assert b"<?xml-stylesheet" not in rendered("rss", [entry()])


def test_no_update_period_is_told() -> None:
    """Requirement 17: the syndication module, which is easily misspelt, is not used."""
    assert b"syndication" not in rendered("rss", [entry()])
