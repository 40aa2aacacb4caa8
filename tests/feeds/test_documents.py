"""Tests of what RSS, Atom and JSON Feed have in common."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.check import reread
from feeds.entry import Entry
from feeds.items import render_items, tracked
from feeds.rendered import ItemKind
from feeds.site import Site
from schemas.channel import FORMATS, Format
from tests.builders import NOON
from tests.feeds.samples import KINDS, PICTURE, RENDERERS, entry, rendered, site, variant

each_format = pytest.mark.parametrize("format_", FORMATS)


@each_format
def test_the_same_cards_give_the_same_bytes(format_: Format) -> None:
    """Requirement 8: Nothing in a document depends on the moment or on what was rendered before."""
    entries = [entry(image=PICTURE, tags=("a", "b"), departments=("DET",)) for _ in range(3)]
    copies = [e.model_copy(deep=True) for e in entries]
    assert rendered(format_, entries) == rendered(format_, copies)


@each_format
def test_an_empty_channel_is_a_whole_document(format_: Format) -> None:
    """Requirement 19: A channel nobody has written for reads back without ids."""
    shown = variant("it")
    address = site().self_link(shown, format_)
    assert reread(rendered(format_, [], shown), format_, address) == ()


@each_format
def test_ids_are_the_cards_in_their_order(format_: Format) -> None:
    """Requirement 28: Readers see the permanent ids, in the order given."""
    entries = [entry() for _ in range(3)]
    address = site().self_link(variant(), format_)
    found = reread(rendered(format_, entries), format_, address)
    assert found == tuple(e.card.id for e in entries)


@each_format
@pytest.mark.parametrize(
    "bad",
    [
        {"title": "\x00\x07"},
        {"body": "<script>x</script>", "rights": {"text": "full", "attribution": "A"}},
        {"body": '<a href="/x">x</a>', "rights": {"text": "full", "attribution": "A"}},
        {"url": "http://[::1%25eth0]/a"},
    ],
)
def test_a_bad_card_is_left_out_and_named(format_: Format, bad: dict[str, Any]) -> None:
    """Requirements 13 and 18: One card cannot take a document down; the reason comes back with its
    id.
    """
    good, refused = entry(), entry(**bad)
    document = RENDERERS[format_](variant(), [refused, good], site(), NOON)
    told = [card_id for card_id, reason in document.refused if reason]
    address = site().self_link(variant(), format_)
    assert (told, reread(document.content, format_, address)) == (
        [refused.card.id],
        (good.card.id,),
    )


_ODD = {
    "rss": (b"<", b"<!--", b"<![CDATA[", b"<x>", b"</item>", b"</channel>", b"</rss>", b"&x;"),
    "atom": (b"<", b"<!--", b"<![CDATA[", b"<x>", b"</entry>", b"</feed>", b"&x;"),
    "json": (b"{", b"[", b'"', b'"x",', b"{},", b"]}"),
}
_FAULTS = [(format_, odd) for format_ in FORMATS for odd in _ODD[format_]]


@pytest.mark.parametrize(("format_", "odd"), _FAULTS)
@pytest.mark.parametrize("before", [True, False])
def test_an_item_that_cannot_be_read_back_is_left_out_and_named(
    format_: Format, odd: bytes, before: bool
) -> None:
    """Requirement 18: Whatever a writer gives that is not one whole item stops no document."""
    good, bad, other = entry(), entry(), entry()

    def spoilt(card: str, whole: bytes) -> bytes:
        return whole if card != bad.card.id else odd + whole if before else whole + odd

    items, refused = render_items(_writing(format_, spoilt), [good, bad, other], site(), variant())
    assert [item.card for item in items] == [good.card.id, other.card.id]
    assert [card for card, _ in refused] == [bad.card.id]


@each_format
def test_an_item_under_another_id_is_left_out(format_: Format) -> None:
    """A document never names a story by the id of another one."""
    good, bad = entry(), entry()
    kind = _writing(format_, lambda _, whole: whole.replace(*_ids(bad, good)))
    items, refused = render_items(kind, [good, bad], site(), variant())
    assert [item.card for item in items] == [good.card.id]
    assert [card for card, _ in refused] == [bad.card.id]


@each_format
def test_an_item_is_written_once(format_: Format) -> None:
    """However many documents it stands in, in this publication or in the next."""
    asked: list[str] = []

    def noted(card: str, whole: bytes) -> bytes:
        asked.append(card)
        return whole

    kind = _writing(format_, noted)
    made = [entry(), entry()]
    for shown in (variant(), variant("it"), variant(title={"it": "Altro", "en": "Other"})):
        render_items(kind, made, site(), shown)
    assert asked == [one.card.id for one in made]


@each_format
def test_another_word_in_a_card_is_another_item(format_: Format) -> None:
    """What is kept is never shown for a card that says something else, whatever its revision."""
    one = entry(title="Prima")
    other = one.model_copy(update={"card": one.card.model_copy(update={"title": "Dopo"})})
    assert b"Prima" in rendered(format_, [one])
    assert b"Dopo" in rendered(format_, [other])


def _ids(one: Entry, other: Entry) -> tuple[bytes, bytes]:
    return one.card.id.encode(), other.card.id.encode()


def _writing(format_: Format, then: Callable[[str, bytes], bytes]) -> ItemKind:
    """How a format's items are written, with something that befalls each on its way."""
    kind = KINDS[format_]

    def write(made: Entry, where: Site, link: str) -> bytes:
        return then(made.card.id, kind.write(made, where, link))

    return kind._replace(write=write)


_ANY = st.characters(exclude_categories=())
"""Surrogates, too, which hypothesis leaves out by itself, and a card in its title and teaser."""


@each_format
@given(
    title=st.text(min_size=1, max_size=60).filter(str.strip),
    teaser=st.text(max_size=80),
    tag=st.text(_ANY, min_size=1, max_size=20),
)
def test_any_text_gives_a_readable_document(
    format_: Format, title: str, teaser: str, tag: str
) -> None:
    """Requirement 18: Whatever a newsroom writes, the document reads back."""
    picture = {**PICTURE, "alt": tag, "credit": tag}
    made = entry(title="x" + title, teaser=teaser, tags=(tag,), image=picture)
    address = site().self_link(variant(), format_)
    assert reread(rendered(format_, [made]), format_, address) == (made.card.id,)


@each_format
def test_a_changed_card_is_rendered_anew(format_: Format) -> None:
    """Kept items never hide a change, even one that moved no revision."""
    before = entry(title="Before")
    after = before.model_copy(update={"card": before.card.model_copy(update={"title": "After"})})
    rendered(format_, [before])
    assert b"After" in rendered(format_, [after])


@each_format
def test_the_teaser_stays_home_where_rights_give_the_title_alone(format_: Format) -> None:
    """Rights bind every output, whatever the card holds."""
    made = entry(teaser="Parole riservate.", rights={"text": "title"})
    assert b"riservate" not in rendered(format_, [made])


@each_format
def test_pictures_leave_the_text_where_rights_give_none(format_: Format) -> None:
    """A full text without rights to pictures is published without them."""
    body = '<p>Uno</p><p><img src="https://news.example.org/a.jpg" alt=""></p>'
    made = entry(body=body, rights={"text": "full", "images": "none", "attribution": "Ateneo"})
    assert b"a.jpg" not in rendered(format_, [made])


@each_format
def test_the_words_a_source_asks_for_are_shown(format_: Format) -> None:
    """The attribution stands in the item."""
    made = entry(rights={"text": "teaser", "attribution": "Per gentile concessione"})
    assert "Per gentile concessione" in rendered(format_, [made]).decode()


@each_format
def test_link_parameters_touch_the_link_alone(format_: Format) -> None:
    """Requirements 5 and 62: A campaign's parameters stand in the link alone, not in the id."""
    made = entry(url="https://news.example.org/a?b=1")
    shown = variant(link_params={"utm_source": "news letter"})
    text = rendered(format_, [made], shown).decode().replace("&#x26;", "&").replace("&amp;", "&")
    assert "https://news.example.org/a?b=1&utm_source=news+letter" in text
    assert reread(text.replace("&", "&amp;").encode(), format_, site().self_link(shown, format_))


@pytest.mark.parametrize(
    ("url", "parameters", "expected"),
    [
        ("https://a.example.org/x", {}, "https://a.example.org/x"),
        ("https://a.example.org/x", {"p": "1"}, "https://a.example.org/x?p=1"),
        ("https://a.example.org/x?y=2", {"q": "à", "p": "1"}, "https://a.example.org/x?y=2&q=%C3%A0&p=1"),
        ("https://a.example.org/città", {}, "https://a.example.org/citt%C3%A0"),
        ("https://a.example.org/x#:~:text=Un%20po", {"p": "1"}, "https://a.example.org/x?p=1#:~:text=Un%20po"),
    ],
)  # fmt: skip
def test_links_are_whole_addresses(url: str, parameters: dict[str, str], expected: str) -> None:
    """Parameters keep the channel's order; nothing but ASCII is left."""
    assert tracked(url, parameters) == expected


@pytest.mark.parametrize(
    ("format_", "expected"),
    [
        ("rss", "<pubDate>Sun, 05 Jul 2026 12:00:00 +0200</pubDate>"),
        ("atom", "<published>2026-07-05T12:00:00+02:00</published>"),
        ("json", '"date_published":"2026-07-05T12:00:00+02:00"'),
    ],
)
def test_dates_carry_romes_offset(format_: Format, expected: str) -> None:
    """Requirements 6 and 26: The day of a date-only story is the one printed on its page."""
    noon_in_rome = datetime(2026, 7, 5, 10, tzinfo=UTC)
    made = entry(published=noon_in_rome, published_precision="day")
    assert expected in rendered(format_, [made]).decode()


@pytest.mark.parametrize(
    ("format_", "name"), [("rss", "pubDate"), ("atom", "published>"), ("json", "date_published")]
)
def test_an_unknown_date_is_not_invented(format_: Format, name: str) -> None:
    """A card without a date is published without one."""
    assert name not in rendered(format_, [entry(published=None)]).decode()


@pytest.mark.parametrize(
    ("format_", "expected"),
    [
        ("rss", "<pubDate>Wed, 04 Mar 2026 13:00:00 +0100</pubDate>"),
        ("atom", "<published>2026-03-04T13:00:00+01:00</published>"),
        ("json", '"date_published":"2026-03-04T13:00:00+01:00"'),
    ],
)
def test_a_newsletter_dates_by_release(format_: Format, expected: str) -> None:
    """Requirement 56: A story found late is new to tools that go by date."""
    made = entry(released=NOON + timedelta(days=2))
    assert expected in rendered(format_, [made]).decode()


def test_the_release_does_not_move_the_change() -> None:
    """Requirement 7: `date_modified` stays the last material change."""
    made = entry(released=NOON + timedelta(days=2))
    (item,) = orjson.loads(rendered("json", [made]))["items"]
    assert item["date_modified"] == made.card.updated.isoformat()


@each_format
def test_a_newsletter_of_usual_stories_is_no_burden(format_: Format) -> None:
    """Requirements 33 and 47: 200 stories of 250 words with a picture stay below a megabyte."""
    body = "".join(f"<p>{'parola ' * 50}</p>" for _ in range(5))
    full = {"text": "full", "images": "hotlink", "attribution": "Ateneo"}
    entries = [entry(body=body, rights=full, image=PICTURE) for _ in range(200)]
    assert len(rendered(format_, entries)) < 1_000_000


def test_one_story_has_one_id_in_every_feed() -> None:
    """Requirements 5 and 62: whatever the channel, its language and its link parameters."""
    made = entry()
    channels = (variant(), variant("it"), variant(name="b", link_params={"utm_source": "x"}))
    ids = [
        reread(rendered(format_, [made], shown), format_, site().self_link(shown, format_))
        for shown in channels
        for format_ in FORMATS
    ]
    assert set(ids) == {(made.card.id,)}
