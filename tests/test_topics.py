"""Stored stories filed anew, over the demo newsroom."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.newsroom import Newsroom
from demo.server import serve_newsroom
from pipeline.orders import replay_of
from pipeline.store import cards
from schemas.card import StoryCard
from schemas.replay import Replayed
from schemas.run import Run
from schemas.vocabulary import VERSION
from tests.calling import Call
from tests.house import House

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def newer(untouched: Newsroom) -> Newsroom:
    """The newsroom after one more story."""
    room = untouched.twin()
    room.publish()
    return room


@pytest.fixture
def newsroom(newer: Newsroom) -> Iterator[Newsroom]:
    """That newsroom, serving."""
    room = newer.twin()
    with serve_newsroom(room, room.port):
        yield room


def retagged(house: House, *, apply: bool = False) -> tuple[Run, Replayed]:
    """The receipt of filing one source's stories anew."""
    order = replay_of(house.pipe.declared.sources["ateneo-it"], apply=apply)
    (run,) = house.carry_out(order.model_copy(update={"retag": True}))
    assert run.replayed is not None, run
    return run, run.replayed


def card_of(house: House, card: str) -> StoryCard:
    """A stored card."""
    with house.pipe.store.reading() as c:
        return cards.live(c, [card])[card]


def filed(house: House) -> StoryCard:
    """A card with topics."""
    with house.pipe.store.reading() as c:
        return next(card for card in cards.page_of(c, source="ateneo-it") if card.topics)


def as_by_older_rules(house: House, card: StoryCard, **fields: Any) -> None:
    """As if other rules had filed a card."""
    with house.pipe.store.writing() as c:
        now = house.pipe.store.clock()
        older = card.model_copy(update={**fields, "revision": card.revision + 1})
        cards.save(c, older, cause="test", changed=("topics",), at=now)


def test_the_same_rules_change_nothing(house: House, newsroom: Newsroom) -> None:
    """What was filed by today's vocabulary is filed the same way again."""
    house.read("ateneo-it")
    newsroom.forget_requests()
    run, found = retagged(house, apply=True)
    assert (found.read > 0, found.fields, newsroom.requests) == (True, {}, [])
    assert VERSION in run.reason


def test_the_difference_is_shown_with_its_words(house: House, newsroom: Newsroom) -> None:
    """A topic that comes and one that goes are lines of their own; nothing public moves."""
    house.read("ateneo-it")
    card = filed(house)
    wrong = card.topics[0].model_copy(update={"topic": "patents", "words": ("patente",)})
    as_by_older_rules(house, card, topics=(wrong, *card.topics[1:]))
    before = house.public()
    _, found = retagged(house)
    (change,) = found.changes
    words = ", ".join(card.topics[0].words)
    assert [(field.old, field.new) for field in change.fields] == [
        ("patents (patente)", ""),
        ("", f"{card.topics[0].topic} ({words})"),
    ]
    assert house.public() == before


def test_what_is_applied_moves_between_channels_and_is_no_news(
    house: House, newsroom: Newsroom
) -> None:
    """The topic's feed has the card again; its `updated` stays, newsletters do not move."""
    house.read("ateneo-it")
    card = filed(house)
    topic = f"topics/{card.topics[0].topic}"
    as_by_older_rules(house, card, topics=())
    mailed = house.titles("newsletter")
    run, _ = retagged(house, apply=True)
    house.later(hours=3)
    after = card_of(house, card.id)
    assert (after.topics, after.updated) == (card.topics, card.updated)
    assert card.id in [item["id"] for item in house.feed(topic)]
    assert [item.card for item in run.updated] == [card.id]
    assert house.titles("newsletter") == mailed


def test_an_editor_s_topics_stay(house: House, newsroom: Newsroom) -> None:
    """Where an editor chose the topics, the rules have nothing to say."""
    house.read("ateneo-it")
    card = filed(house)
    house.act("edit", card.id, topics="students")
    as_by_older_rules(house, card_of(house, card.id), topics=())
    _, found = retagged(house, apply=True)
    assert (found.fields, card_of(house, card.id).editor.topics) == ({}, ("students",))


def test_people_reach_the_public_card(house: House, newsroom: Newsroom) -> None:
    """A person whom the text names is on the card's own document."""
    house.read("ateneo-it")
    with house.pipe.store.reading() as c:
        named = next(card for card in cards.page_of(c, limit=500) if card.people)
    path = house.settings.public / "cards" / named.key[:2] / f"{named.key}.json"
    assert tuple(json.loads(path.read_text("utf-8"))["people"]) == named.people


def test_the_command_tells_that_nothing_differs(call: Call, tmp_path: Path, house: House) -> None:
    """`poliflash topics check` names the vocabulary; `list` every topic."""
    house.read("ateneo-it")
    house.close()
    ended = call("topics", "check", "ateneo-it")
    assert ended.code == 0 and f"0 differ by vocabulary {VERSION}" in ended.out
    assert "joint-research" in call("topics", "list").out
