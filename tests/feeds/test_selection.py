"""Tests of the choice of cards."""

from datetime import timedelta
from typing import Any

import pytest

from feeds.selection import belongs, cut
from tests.builders import NOON, card, card_id, channel
from tests.feeds.samples import entry, variant

ENERGY = {"topic": "energy", "vocabulary": "1"}
PICKUP = {"source": "i3p-it", "url": "https://i3p.example.org/a", "title": "A"}


@pytest.mark.parametrize(
    ("of_card", "of_channel", "expected"),
    [
        ({}, {}, True),
        ({"language": "fr"}, {}, True),
        ({"language": "it"}, {"filter": {"languages": ["en"]}}, False),
        ({"topics": [ENERGY]}, {"filter": {"topics": ["energy", "health"]}}, True),
        ({"topics": [ENERGY]}, {"filter": {"topics": ["health"]}}, False),
        ({}, {"filter": {"topics": ["health"]}}, False),
        ({"topics": [ENERGY], "editor": {"topics": []}}, {"filter": {"topics": ["energy"]}}, False),
        ({"editor": {"topics": ["health"]}}, {"filter": {"topics": ["health"]}}, True),
        ({"section": "awards"}, {"filter": {"sections": ["awards"]}}, True),
        ({"section": "awards"}, {"filter": {"sections": ["students"]}}, False),
        ({"departments": ["DISAT"]}, {"filter": {"departments": ["disat"]}}, True),
        ({"departments": ["DISAT"]}, {"filter": {"departments": ["DET"]}}, False),
        ({"source": "i3p-it"}, {"filter": {"sources": ["i3p-it"]}}, True),
        ({"also_at": [PICKUP]}, {"filter": {"sources": ["i3p-it"]}}, True),
        ({}, {"filter": {"sources": ["i3p-it"]}}, False),
        ({"kind": "event"}, {"filter": {"kinds": ["call"]}}, False),
        ({"section": "awards"}, {"filter": {"sections": ["awards"], "kinds": ["call"]}}, False),
        ({"editor": {"channels": {"all": True}}}, {"filter": {"kinds": ["call"]}}, True),
        ({"editor": {"channels": {"all": False}}}, {}, False),
        ({"editor": {"channels": {"other": False}}}, {}, True),
        ({"editor": {"hidden": True, "channels": {"all": True}}}, {}, False),
        ({"editor": {"retracted": True}}, {}, False),
        ({"editor": {"embargo": NOON}}, {}, False),
    ],
)
def test_a_card_belongs_by_filter_and_editor(
    of_card: dict[str, Any], of_channel: dict[str, Any], expected: bool
) -> None:
    """Every filter that is given must let the card pass; editors and embargoes win."""
    assert belongs(card(**of_card), variant(**of_channel)) is expected


def test_a_language_version_holds_its_language_alone() -> None:
    """Not even an editor puts an Italian card into the English document."""
    included = card(language="it", editor={"channels": {"all": True}})
    assert [belongs(included, variant(language)) for language in ("it", "en", None)] == [
        True, False, True,
    ]  # fmt: skip


def test_an_embargo_ends_at_its_instant() -> None:
    """With the time given, a card belongs from the embargo's end on."""
    held = card(editor={"embargo": NOON})
    times = (NOON - timedelta(microseconds=1), NOON)
    assert [belongs(held, variant(), now) for now in times] == [False, True]


def test_a_document_is_newest_first_with_ties_by_sight_and_id() -> None:
    """Requirement 9: Of one instant the card seen last comes first, then the order of ids, however
    they arrive.
    """
    seen = {n: NOON + timedelta(days=1, hours=n // 3) for n in range(6)}
    entries = [
        entry(id=card_id(n), published=NOON + timedelta(hours=n // 4), first_seen=seen[n])
        for n in range(6)
    ]
    ids = [e.card.id for e in cut(reversed(entries), channel())]
    assert ids == [card_id(n) for n in (4, 5, 3, 0, 1, 2)]


def test_a_card_without_a_date_stands_where_it_was_first_seen() -> None:
    """An unknown date sorts by the first sight."""
    undated = entry(published=None, first_seen=NOON + timedelta(hours=1))
    ordered = cut([entry(), undated, entry(published=NOON + timedelta(hours=2))], channel())
    assert ordered[1] == undated


def test_a_document_ends_at_its_length() -> None:
    """Requirement 35: Cards older than the window fill it up to its length only."""
    old = [entry(published=NOON - timedelta(days=40 * n)) for n in range(5)]
    assert cut(old, channel(length=3)) == tuple(old[:3])


def test_young_cards_stay_beyond_the_length() -> None:
    """Requirement 58: A monthly newsletter finds every card of the month, counted from the newest
    card.
    """
    days = [entry(published=NOON - timedelta(days=n)) for n in range(40)]
    assert cut(days, channel(length=3)) == tuple(days[:32])


def test_no_document_holds_more_than_five_hundred() -> None:
    """The window does not lift the ceiling."""
    busy = [entry(published=NOON - timedelta(minutes=n)) for n in range(510)]
    assert len(cut(busy, channel(length=3))) == 500


def test_a_quota_bounds_each_source() -> None:
    """A source's newest cards stand for it, and others keep their places."""
    many = [entry(published=NOON - timedelta(hours=n)) for n in range(4)]
    other = entry(source="i3p-it", published=NOON - timedelta(days=3))
    assert cut([*many, other], channel(quota=2)) == (*many[:2], other)


def test_a_quota_bounds_each_section() -> None:
    """Beside the one of each source; the scarcer decides."""
    told = [entry(section="awards", published=NOON - timedelta(hours=n)) for n in range(3)]
    others = [entry(published=NOON - timedelta(days=1, hours=n)) for n in range(3)]
    found = cut([*told, *others], channel(quota={"source": 3, "section": 1}))
    assert found == (told[0], others[0])


def test_pinned_cards_are_taken_first() -> None:
    """An older card that an editor pinned has the room of its source before newer ones."""
    pinned = entry(published=NOON - timedelta(days=50), editor={"pinned": True})
    newer = [entry(published=NOON - timedelta(hours=n)) for n in range(3)]
    assert cut([*newer, pinned], channel(quota=2, length=1)) == (newer[0], pinned)


def test_a_pin_does_not_move_a_card_in_a_document() -> None:
    """Pins are for web pages: tools that mail by date need the dates in order."""
    newest, pinned = entry(), entry(published=NOON - timedelta(days=9), editor={"pinned": True})
    assert cut([pinned, newest], channel()) == (newest, pinned)


def test_a_newsletter_sorts_by_release_and_waits_for_it() -> None:
    """Requirement 56: A story found late stands on top when it is released; unreleased ones are
    not there.
    """
    late = entry(released=NOON + timedelta(days=2), published=NOON - timedelta(days=3))
    prompt = entry(released=NOON + timedelta(days=1))
    assert cut([prompt, entry(), late], channel(profile="newsletter")) == (late, prompt)
