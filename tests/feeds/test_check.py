"""Tests of the last look at a document."""

import re

import pytest

from feeds.check import reread, reread_parts
from feeds.rendered import Rendered
from schemas.channel import FORMATS, Format
from schemas.errors import PublishError
from tests.builders import NOON
from tests.feeds.samples import RENDERERS, entry, rendered, site, variant


def _address(format_: Format) -> str:
    return site().self_link(variant(), format_)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_cut_document_is_refused(format_: Format) -> None:
    """A half-written document never replaces a whole one."""
    with pytest.raises(PublishError, match="not well-formed"):
        reread(rendered(format_, [entry()])[:-12], format_, _address(format_))


@pytest.mark.parametrize("format_", FORMATS)
def test_a_document_under_another_address_is_refused(format_: Format) -> None:
    """The self link must be where the document is served."""
    with pytest.raises(PublishError, match="calls itself https://www"):
        reread(rendered(format_, []), format_, "https://www.example.org/other")


@pytest.mark.parametrize("format_", FORMATS)
def test_an_id_that_stands_twice_is_refused(format_: Format) -> None:
    """Readers would drop or double one of them."""
    same = entry()
    with pytest.raises(PublishError, match=f"{same.card.id} stands in it 2 times"):
        reread(rendered(format_, [same, same]), format_, _address(format_))


@pytest.mark.parametrize(
    ("format_", "part", "told"),
    [
        ("rss", "<title>Storia</title>", "title is missing in item"),
        ("rss", "<link>https://news.example.org/a</link>", "link is missing in item"),
        ("rss", "<description>Everything.</description>", "description is missing in channel"),
        ("rss", "isPermaLink", "item(s) without an id"),
        ("atom", "<title>Storia</title>", "title is missing in entry"),
        ("atom", "<updated>2026-03-02T12:00:00+00:00</updated>", "updated is missing in feed"),
        ("json", '"content_text":"Un fatto.",', "has no content"),
        ("json", '"title":"Everything – Poliflash",', "title is missing"),
        ("json", "https://jsonfeed.org/", "is no JSON Feed document"),
    ],
)
def test_what_readers_need_must_be_there(format_: Format, part: str, told: str) -> None:
    """Requirements 1, 4, 20 and 21: A required part that was cut out of a document is named."""
    made = entry(title="Storia", url="https://news.example.org/a", teaser="Un fatto.")
    shown = variant(description={"it": "Tutto.", "en": "Everything."})
    whole = rendered(format_, [made], shown).decode()
    cut = re.sub("<guid .*</guid>", "", whole) if part == "isPermaLink" else whole.replace(part, "")
    assert cut != whole
    with pytest.raises(PublishError, match=re.escape(told)):
        reread(cut.encode(), format_, _address(format_))


@pytest.mark.parametrize(("format_", "other"), [("rss", "atom"), ("atom", "rss"), ("json", "rss")])
def test_a_document_of_another_format_is_refused(format_: Format, other: Format) -> None:
    """An Atom document does not pass for RSS."""
    with pytest.raises(PublishError):
        reread(rendered(other, []), format_, _address(format_))


def test_entities_are_not_followed() -> None:
    """A document type with entities reads nothing from the disk."""
    bomb = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss><channel>&x;</channel></rss>'
    with pytest.raises(PublishError, match="title is missing"):
        reread(bomb, "rss", _address("rss"))


def _parts(format_: Format) -> Rendered:
    return RENDERERS[format_](variant(), [entry(), entry()], site(), NOON)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_sound_document_passes_in_its_parts(format_: Format) -> None:
    """What is read back in parts can be read as a whole."""
    made = _parts(format_)
    reread_parts(made, _address(format_))
    assert reread(made.content, format_, _address(format_)) == tuple(x.card for x in made.items)


_AROUND: list[tuple[Format, bytes, bytes]] = [
    ("rss", b"<!--", b"-->"),
    ("rss", b"<item>", b"</item>"),
    ("rss", b"</channel><channel>", b""),
    ("atom", b"<![CDATA[", b"]]>"),
    ("atom", b"<source>", b"</source>"),
    ("atom", b"<x>", b""),
    ("json", b'"', b'"'),
    ("json", b'{"id":"a","content_text":"b","c":[', b"]}"),
    ("json", b'],"more":[', b""),
]


@pytest.mark.parametrize(("format_", "before", "behind"), _AROUND)
def test_items_are_found_in_their_place(format_: Format, before: bytes, behind: bytes) -> None:
    """A document that holds sound items where nobody reads them is refused."""
    made = _parts(format_)
    moved = made._replace(start=made.start + before, end=behind + made.end)
    with pytest.raises(PublishError):
        reread_parts(moved, _address(format_))


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(("first", "last"), [(3, None), (None, -3)])
def test_a_cut_envelope_is_refused(format_: Format, first: int | None, last: int | None) -> None:
    """Sound items do not make up for it."""
    made = _parts(format_)
    short = made._replace(start=made.start[first:], end=made.end[:last])
    with pytest.raises(PublishError, match="not well-formed"):
        reread_parts(short, _address(format_))


@pytest.mark.parametrize("format_", FORMATS)
def test_an_item_that_stands_twice_is_refused(format_: Format) -> None:
    """Readers would drop or double one of them."""
    made = _parts(format_)
    with pytest.raises(PublishError, match=f"{made.items[0].card} stands in it twice"):
        reread_parts(made._replace(items=made.items[:1] * 2), _address(format_))
