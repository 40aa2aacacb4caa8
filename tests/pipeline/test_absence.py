"""Tests of why a card is not in a channel."""

from datetime import timedelta
from typing import Any

import pytest

from pipeline.absence import reasons
from pipeline.membership import Sibling, Standing, placed
from tests.builders import NOON, card
from tests.feeds.samples import variant

RECENT = timedelta(days=3)
LATER = NOON + timedelta(days=5)
LETTER: dict[str, Any] = {"profile": "newsletter", "hold": "60m"}
ITALIAN, ENGLISH = Sibling(language="it"), Sibling(language="en")
RELEASED = {"action": "release", "by": "Ada", "at": NOON}

Case = tuple[dict[str, Any], dict[str, Any], dict[str, Any], Any, list[str]]
"""A card, its standing, the channel, its language; the beginnings of the reasons."""

CASES: list[Case] = [
    ({}, {}, {}, None, []),
    ({"editor": {"hidden": True}}, {}, {}, None, ["it is hidden by an editor"]),
    ({"editor": {"retracted": True}}, {}, {}, None, ["it is retracted"]),
    (
        {"editor": {"embargo": LATER + timedelta(hours=1)}}, {}, {}, None,
        ["it is under embargo until 2026-03-07 at 14:00 (Rome)"],
    ),
    ({"language": "fr"}, {}, {}, "it", ["its language is fr, the channel is read in it"]),
    (
        {"language": "fr"}, {}, {"fallback": {"it": ["en"]}}, "it",
        ["its language is fr, the channel is read in it, en"],
    ),
    (
        {}, {}, {"filter": {"topics": ["energy"], "kinds": ["call"]}}, None,
        ["topics: it has none, the channel asks for energy",
         "kinds: it has story, the channel asks for call"],
    ),
    ({"editor": {"channels": {"all": True}}}, {}, {"filter": {"kinds": ["call"]}}, None, []),
    (
        {"editor": {"channels": {"all": False}}}, {}, {}, None,
        ["an editor keeps it out of this channel"],
    ),
    ({"first_seen": LATER}, {"history": True}, LETTER, None, ["it is history: "]),
    ({"first_seen": LATER}, {"history": True}, {}, None, []),
    ({}, {"history": True}, LETTER, None, []),
    (
        {"first_seen": LATER}, {}, LETTER, None,
        ["it is held until 2026-03-07 at 14:00 (Rome): editors have that long to correct it"],
    ),
    (
        {"first_seen": LATER}, {}, LETTER, "en",
        ["it waits until 2026-03-09 at 13:00 (Rome) for a version in en"],
    ),
    (
        {"language": "en"}, {"siblings": (ITALIAN,)}, LETTER, None,
        ["the newsletter takes the story's version in it"],
    ),
    (
        {"language": "fr"}, {}, {**LETTER, "fallback": {"it": []}}, "it",
        ["the newsletter takes no version in fr"],
    ),
    (
        {"language": "en", "editor": {"log": [RELEASED]}}, {}, LETTER, "it",
        ["an editor released it, but not in en"],
    ),
    (
        {"language": "en"}, {"siblings": (ITALIAN,)}, {"fallback": {"it": ["en"]}}, "it",
        ["another version of the story stands for it (en, it)"],
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_reason_has_its_words(case: Case) -> None:
    """Every rule that keeps a card out is named, with what the card has and the channel asks."""
    of_card, standing, of_channel, language, told = case
    shown = variant(language, **of_channel)
    found = reasons(card(**of_card), Standing(**standing), shown, LATER, RECENT)
    assert len(found) == len(told)
    assert all(one.startswith(start) for one, start in zip(found, told, strict=True))


@pytest.mark.parametrize("case", CASES)
def test_reasons_and_places_agree(case: Case) -> None:
    """A card has no reason to be absent if and only if it may be released now."""
    shown, made, stands = variant(case[3], **case[2]), card(**case[0]), Standing(**case[1])
    at = placed(made, stands, [shown], LATER, RECENT).get(shown.key)
    embargoed = made.editor.embargo is not None
    absent = bool(reasons(made, stands, shown, LATER, RECENT))
    assert absent == (at is None or at > LATER or embargoed)
