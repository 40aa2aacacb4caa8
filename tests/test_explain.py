"""`poliflash feeds explain`: what a tool takes, and why a card is not there."""

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from pipeline.clock import system_now
from pipeline.explaining import asked
from pipeline.store import proposals
from schemas.card import StoryCard
from schemas.decision import Decision
from tests.builders import card, card_id
from tests.calling import Call
from tests.press import Press

CHANNEL = """
title = { it = "Poche", en = "Few" }
description = { it = "Storie.", en = "Stories." }
length = 2
window = "1d"
quota = 3
"""
ENERGY = ({"topic": "energy", "vocabulary": "1"},)


def _card(hours: float, **overrides: Any) -> StoryCard:
    """A card that was published and seen so many hours ago."""
    at = system_now() - timedelta(hours=hours)
    return card(**{"published": at, "first_seen": at, "updated": at, **overrides})


@pytest.fixture
def press(tmp_path: Path, kept: Path) -> Iterator[Press]:
    """A house with a small channel of its own, at most three cards of a source."""
    (tmp_path / "channels").mkdir()
    (tmp_path / "channels" / "poche.toml").write_text(CHANNEL, "utf-8")
    made = Press(tmp_path, kept, channels=(tmp_path / "channels",))
    yield made
    made.close()


def _why(press: Press, channel: str, name: str) -> str:
    with press.store.reading() as c:
        now = press.clock()
        return "; ".join(asked(c, press.publisher, channel, name, now, lambda _: True).why)


def test_what_is_in_a_document_has_no_reason_and_everything_else_has(press: Press) -> None:
    """Over every channel and many sorts of cards, reasons and published documents agree."""
    twin = card_id(900)
    made = [
        _card(2, topics=ENERGY),
        _card(3, language="en", section="awards"),
        _card(4, editor={"hidden": True}),
        _card(5, editor={"channels": {"stories": False, "topics/energy": True}}),
        _card(0.2, kind="call"),
        _card(6, history=True, published=None, published_precision="unknown"),
        _card(2000, history=True, first_seen=system_now() - timedelta(hours=7)),
        _card(8, id=twin, story=twin),
        _card(9, language="en", story=twin),
        _card(1, language="fr"),
    ]
    press.put(*made)
    press.publish()
    wrong, now, shown = [], press.clock(), {key: press.ids(key) for key in press.publisher.variants}
    with press.store.reading() as c:
        for (key, ids), one in product(shown.items(), made):
            why = asked(c, press.publisher, key, one.id, now, lambda _: True).why
            wrong += [(key, one.title, why)] if (one.id in ids) == bool(why) else []
    assert wrong == []


@pytest.mark.parametrize(
    ("state", "told"),
    [("withdrawn", "it is withdrawn: its page is gone"), ("merged", "it became part of another")],
)
def test_a_card_that_is_not_live_says_so(press: Press, state: str, told: str) -> None:
    """Withdrawn and merged cards are in no channel."""
    gone = _card(2)
    press.put(gone, state=state)
    assert _why(press, "stories", gone.id).startswith(told)


def test_a_card_in_quarantine_says_why(press: Press) -> None:
    """What was held back was never public."""
    held = _card(2)
    with press.store.writing() as c:
        decision = Decision(action="new", card=held, reason="HTML where a feed was")
        row = proposals.proposal(decision, "1" * 32, press.clock())
        proposals.propose(c, [row])
        proposals.hold(c, "1" * 32)
    assert _why(press, "stories", held.key).startswith("it is not public yet; it waits in quaran")


def test_a_twin_of_a_story_that_was_sent_is_told_which(press: Press) -> None:
    """A newsletter carries a story once, in the language that came first."""
    story = card_id(901)
    press.put(_card(90, id=story, story=story, language="en"))
    press.publish()
    late = _card(3, story=story)
    press.put(late)
    press.publish()
    told = "the newsletter sent the story already (en), and sends it once"
    assert _why(press, "newsletter", late.id) == told


def test_what_waits_for_the_next_publication_says_so(press: Press) -> None:
    """Between the decision and the rendering a card is in no document."""
    press.publish()
    new = _card(2)
    press.put(new)
    assert _why(press, "stories", new.id).startswith("it enters with the first publication after")


def test_a_card_beyond_length_and_window_says_so(press: Press) -> None:
    """Two newest cards, and those of the last day."""
    old = _card(60)
    press.put(_card(2), _card(3), old)
    press.publish()
    assert _why(press, "poche", old.id) == "it is beyond the newest 2 cards and older than 1 days"


def test_a_card_beyond_the_quota_says_so(press: Press) -> None:
    """Three cards of a source at most."""
    fourth = _card(5)
    press.put(_card(2), _card(3), _card(4), fourth)
    press.publish()
    assert _why(press, "poche", fourth.id) == "newer cards of its source or section fill the quota"


def test_a_card_that_cannot_be_rendered_says_why(press: Press) -> None:
    """Its reason is the renderer's."""
    odd = _card(2, title="\x07\x08")
    press.put(odd)
    press.publish()
    told = "it cannot be rendered: title: nothing readable is left of it"
    assert _why(press, "stories", odd.id) == told


def test_the_command_tells_what_a_tool_takes(press: Press, call: Call) -> None:
    """A line for each item: the sends it is in, date, title, picture, text; then what is absent."""
    seen = system_now() - timedelta(hours=3)
    old = _card(200, title="Fuori", history=True, first_seen=seen)
    press.put(_card(2, title="Dentro", teaser="Un fatto."), old)
    press.publish()
    inside, outside = call("feeds", "explain", "newsletter").out.splitlines()
    assert inside.split("\t")[1:2] + inside.split("\t")[3:] == [
        "daily, weekly, monthly", "Dentro", "–", "Un fatto."
    ]  # fmt: skip
    assert outside.startswith("not in it\t")
    assert "\tFuori\tit is history" in outside


def test_the_command_tells_why_one_card_is_absent(press: Press, call: Call) -> None:
    """`--card` names a card by its key."""
    hidden = _card(2, title="Nascosta", editor={"hidden": True})
    press.put(hidden)
    press.publish()
    ended = call("feeds", "explain", "stories", "--card", hidden.key)
    assert (ended.code, ended.out) == (0, "Nascosta: it is hidden by an editor\n")


def test_programs_read_the_explanation_too(press: Press, call: Call) -> None:
    """`--json` names the element that gave each field."""
    press.put(_card(2))
    press.publish()
    found = json.loads(call("feeds", "explain", "stories", "--profile", "mailup", "--json").out)
    (item,) = found["items"]
    assert item["taken"]["given_by"]["text"] == "description"
    assert (found["consumer"]["slug"], found["format"]) == ("mailup", "rss")


WRONG_NAMES = [
    (("nope",), "nope: no such channel; see `poliflash feeds list`"),
    (("stories", "--profile", "nope"), "nope: no such tool; there are brevo, drupal,"),
    (("stories", "--card", "nope"), "nope: no such card"),
]


def test_a_wrong_name_is_one_line(press: Press, call: Call) -> None:
    """Exit code 2, and what to do."""
    press.publish()
    for words, told in WRONG_NAMES:
        ended = call("feeds", "explain", *words)
        assert (ended.code, told in ended.err) == (2, True), words


def test_a_channel_made_for_a_tool_is_explained_by_it(press: Press, call: Call) -> None:
    """Without a name: the tool of the channel, Mailchimp for newsletters, else a plain reader."""
    press.publish()
    shown = [
        json.loads(call("feeds", "explain", name, "--json").out)["consumer"]["slug"]
        for name in ("newsletter", "stories")
    ]
    assert shown == ["mailchimp", "reader"]
