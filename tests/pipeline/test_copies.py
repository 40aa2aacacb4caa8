"""Copies of one story in several newsrooms."""

from typing import Any

import pytest

from pipeline.decide import decide
from schemas.decision import Decision, Likeness, Past
from schemas.types import Record
from tests.builders import card_id
from tests.pipeline.pages import HOUR, NOW, first, minting, page

COPY: dict[str, Any] = {"source": "torino", "url": "https://torino.example/ponte"}


def copied(leader: dict[str, Any] | None = None, *, authority: int = 0, **copy: Any) -> Decision:
    """The decision about a copy, where the leader's source has authority 5."""
    known = first(page(**leader or {}))
    likeness = Likeness(card=known, authority=5, shingles=page().shingles)
    seen = page(**{**COPY, **copy})
    past = Past(similar=(likeness,))
    return decide(seen, past, now=NOW + HOUR, mint=minting(), authority=authority)


def test_a_copy_folds_under_the_leader() -> None:
    """Another newsroom's copy makes no second card, and its address is kept."""
    decision = copied()
    assert decision.action == "duplicate"
    assert decision.card is not None
    assert [(p.source, p.url) for p in decision.card.also_at] == [("torino", COPY["url"])]
    assert decision.card.updated == NOW


APART: list[dict[str, Any]] = [
    {"published": {"day": "2025-03-01"}},
    {"published": {"day": "2026-02-18"}},
    {"published": None},
    {"language": "en"},
    {"shingles": tuple(range(1000, 1064))},
    {"source": "ateneo"},
]


@pytest.mark.parametrize("copy", APART)
def test_other_stories_stay_apart(copy: dict[str, Any]) -> None:
    """Last year's edition, an unknown date, another language or text, the same source: no copy."""
    assert copied(**copy).action == "new"


def test_a_story_ten_days_later_may_be_a_copy() -> None:
    """The window is ten days wide."""
    assert copied(published={"day": "2026-02-19"}).action == "duplicate"


def test_a_leader_without_date_has_no_copies() -> None:
    """Both dates must be known."""
    assert copied({"published": None}).action == "new"


def test_a_higher_authority_takes_the_lead() -> None:
    """The card shows the better source and keeps its id, story and first sight."""
    card = copied(authority=6, title="Il ponte").card
    assert card is not None
    assert (card.id, card.source, card.url) == (card_id(9001), "torino", COPY["url"])
    assert (card.title, card.updated, card.first_seen) == ("Il ponte", NOW + HOUR, NOW)
    assert [pickup.source for pickup in card.also_at] == ["ateneo"]


def look_again(decision: Decision, **seen: Any) -> Decision:
    """A later look at a page whose names lead to the decision's card."""
    assert decision.card is not None
    past = Past(id=decision.card.id, first_seen=NOW, card=decision.card)
    return decide(page(**seen), past, now=NOW + 2 * HOUR, mint=minting(), authority=0)


def test_a_copy_looked_at_again_changes_nothing() -> None:
    """The leader's words are not overwritten by the copy's at its next look."""
    assert look_again(copied(), **COPY, teaser="Parole del secondo.").action == "unchanged"


def test_a_lead_taken_is_kept() -> None:
    """The former leader's page does not win the card back."""
    assert look_again(copied(authority=6)).action == "unchanged"


def test_a_pickup_is_told_with_its_latest_title() -> None:
    """A copy that changed its headline is noted once, as it is now."""
    decision = look_again(copied(), **COPY, title="Altro titolo")
    assert decision.action == "touched"
    assert decision.card is not None
    assert [pickup.title for pickup in decision.card.also_at] == ["Altro titolo"]


def test_also_at_survives_an_update() -> None:
    """The leader's own changes keep what is known of its copies."""
    decision = look_again(copied(), title="Nuovo")
    assert decision.action == "updated"
    assert decision.card is not None
    assert len(decision.card.also_at) == 1
    assert isinstance(decision.card.also_at[0], Record)


def test_the_original_of_a_copy_brings_its_translation() -> None:
    """A translation that was read between the copy and the original joins their story."""
    known = first(page(source="torino", url=COPY["url"]))
    english = first(page(language="en", url="https://ateneo.example/en/bridge", title="The bridge"))
    english = english.model_copy(update={"id": card_id(7), "story": card_id(7)})
    english = english.model_copy(update={"first_seen": NOW + HOUR})
    likeness = Likeness(card=known, authority=0, shingles=page().shingles)
    past = Past(similar=(likeness,), twins=(english,))
    decision = decide(page(), past, now=NOW + 2 * HOUR, mint=minting(), authority=5)
    assert decision.card is not None
    assert (decision.card.story, decision.joins) == (known.story, (english.id,))
