"""Tests of the promises that every document keeps."""

import re
from datetime import timedelta
from typing import Any

import pytest

from feeds.contract import LARGEST, defects
from schemas.channel import FORMATS, Format
from tests.builders import NOON
from tests.feeds.samples import PICTURE, RENDERERS, entry, site, variant

NOW = NOON + timedelta(days=1)
FULL = {"text": "full", "images": "hotlink", "licence": "CC-BY-4.0", "attribution": "Ateneo & C."}
BODY = (
    '<p>Uno &lt; due, <a href="https://a.example.org/?x=1&amp;y=2">qui</a></p>'
    '<figure><img src="https://a.example.org/b.jpg" alt="ciao one = two"></figure><p>]]></p>'
)

CARDS: tuple[dict[str, Any], ...] = (
    {"image": PICTURE, "authors": ({"name": "Ada & C.", "url": "https://ada.example.org/"},)},
    {"title": "R&D <3 >2 \x0b", "teaser": "Uno < due > tre & altro.", "tags": ("A&B", "<c>")},
    {"body": BODY, "rights": FULL, "language": "en", "image": PICTURE},
    {"topics": ({"topic": "energy", "vocabulary": "1"},), "departments": ("DET",), "teaser": ""},
    {"published": None, "language": "fr"},
    {
        "image": {"url": "https://news.example.org/a%20b.png"},
        "url": "https://a.example.org/è?x=1&y",
    },
)
"""One of each sort: pictures, odd characters, a full text, topics, no date, odd addresses."""
HUB = ("https://hub.example.org/",)


def _document(format_: Format, cards: Any = CARDS, **of_channel: Any) -> bytes:
    entries = [
        entry(**{"published": NOON - timedelta(hours=number), **of_card})
        for number, of_card in enumerate(cards)
    ]
    shown = variant(**{"licence": "CC-BY-4.0", "attribution": "Ateneo & C.", **of_channel})
    where = site(hubs=HUB, icon="https://www.example.org/i.png")
    return RENDERERS[format_](shown, entries, where, NOON).content


def _defects(format_: Format, content: bytes) -> list[str]:
    return defects(content, format_, site().self_link(variant(), format_), NOW)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("cards", [CARDS, ()], ids=["full", "empty"])
def test_a_document_keeps_every_promise(format_: Format, cards: Any) -> None:
    """What we render has no defect, with cards or without: each rule is told in BROKEN."""
    assert _defects(format_, _document(format_, cards)) == []


BROKEN: list[tuple[Format, str, str, int]] = [
    ("rss", 'version="2.0"', 'version="0.91"', 1),
    ("rss", "<link>https://www.example.org/</link>", "<link>/</link>", 2),
    ("rss", "<link>https://www.example.org/</link>", "<link>{self}</link>", 2),
    ("rss", ' type="application/rss+xml"', ' type="text/xml"', 3),
    ("rss", "<link>https://news.example.org/", "<link>/", 4),
    ("rss", ' isPermaLink="false"', "", 5),
    ("rss", ' isPermaLink="false"', ' isPermaLink="true"', 5),
    ("rss", "<pubDate>Mon, 02 Mar", "<pubDate>lun, 02 mar", 6),
    ("rss", "<pubDate>Mon, 02 Mar 2026", "<pubDate>Mon, 02 Mar 2099", 6),
    ("rss", "+00:00</atom:updated>", "</atom:updated>", 7),
    ("rss", "<lastBuildDate>Mon, 02", "<lastBuildDate>02", 8),
    ("rss", "<pubDate>Mon, 02 Mar 2026 13", "<pubDate>Mon, 02 Mar 2026 09", 9),
    ("rss", "<title>R", "<title>&#x3C;p&#x3E;R", 10),
    ("rss", "<description>Uno ", "<description>&#x3C;p&#x3E; ", 11),
    ("rss", 'href="https://a.example.org', 'href="/x', 13),
    ("rss", "<figure>", "<script></script>", 13),
    ("rss", "<figure>", '<figure onclick="x()">', 13),
    ("rss", "<dc:creator>", "<author>a@example.org</author><dc:creator>", 14),
    ("rss", "<enclosure ", '<enclosure url="https://a.example.org/x"/><enclosure ', 15),
    ("rss", ' length="81234"', ' length="0"', 15),
    ("rss", "<language>en", "<language>inglese", 16),
    ("rss", 'domain="https://www.example.org/poliflash/', 'domain="/', 16),
    ("rss", "<image><url>https://www.example.org/i.png</url><title>", "<image><title>x", 16),
    ("rss", "<rss ", '<?xml-stylesheet type="text/xsl" href="a.xsl"?><rss ', 50),
    ("rss", ' type="image/jpeg"', "", 51),
    ("rss", "<media:thumbnail", "<media:group/><media:thumbnail", 52),
    ("atom", 'rel="alternate" type="text/html" href="https://www', 'rel="x" href="https://www', 20),
    ("atom", "<id>urn:uuid:", "<id>", 22),
    ("atom", 'type="html"', 'type="CDATA"', 24),
    ("atom", 'rel="enclosure" type="image/jpeg"', 'rel="alternate" type="text/html"', 25),
    ("atom", ' length="81234"', "", 15),
    ("atom", "+01:00</published>", "</published>", 26),
    ("atom", 'term="energy" ', "", 26),
    ("json", '"home_page_url":"https:', '"home_page_url":"', 27),
    ("json", '"title":"R', '"title":"<p>R', 29),
    ("json", '"summary":"Che', '"summary":"<em>Che', 29),
    ("json", '"authors":[{"name":"Ada', '"author":[{"name":"Ada', 30),
    ("json", '"language":"fr"', '"lang":"fr"', 30),
    ("json", '"mime_type"', '"type"', 30),
    ("json", '"url":"https://hub', '"href":"https://hub', 31),
    ("json", '"home_page_url"', '"next_url":"{self}","home_page_url"', 31),
    ("json", '"summary":', '"_x":1,"summary":', 32),
    ("json", '"about"', '"aboot"', 34),
    ("json", '"kind":', '"about":"x","kind":', 34),
]  # fmt: skip


@pytest.mark.parametrize(
    ("format_", "old", "new", "requirement"),
    BROKEN,
    ids=lambda value: str(value)[:24],
)
def test_a_broken_promise_is_named(format_: Format, old: str, new: str, requirement: int) -> None:
    """A defect's line ends with the number of the requirement that it breaks."""
    whole = _document(format_).decode()
    own = site().self_link(variant(), format_)
    broken = whole.replace(old, new.replace("{self}", own))
    assert broken != whole
    assert f"[{requirement}]" in {
        line[line.rindex("[") :] for line in _defects(format_, broken.encode())
    }


def test_entries_of_one_instant_are_named() -> None:
    """Requirement 23: two entries that say they changed at the same instant."""
    whole = _document("atom").decode()
    same = re.sub(
        r"<updated>[^<]*</updated>", "<updated>2026-03-02T12:00:00+00:00</updated>", whole
    )
    assert "were updated at the same instant" in "".join(_defects("atom", same.encode()))


def test_an_archive_without_its_feed_is_named() -> None:
    """Requirement 35: an archive has to lead to the document that one subscribes to."""
    mark = b'<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/><language>'
    found = _defects("rss", _document("rss").replace(b"<language>", mark))
    assert found == ["archive: has no link to the current document [35]"]


def test_a_document_too_large_for_readers_is_named() -> None:
    """Requirement 47: some tools take no more than four megabytes."""
    content = _document("json") + b" " * LARGEST
    assert "are more than some readers take" in "".join(_defects("json", content))
