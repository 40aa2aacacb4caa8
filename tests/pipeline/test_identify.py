"""Identities."""

from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline.identify import Face, Lead, identity
from pipeline.text import title_key
from schemas.decision import Alias, Cleaned, Learnt
from schemas.marks import Marks
from tests.builders import card, card_id
from tests.pipeline.pages import SENTENCES, page

A, B, C = card_id(1), card_id(2), card_id(3)
TEXT, OTHER_TEXT = tuple(range(64)), tuple(range(100, 164))
KINDRED = (*range(32), *range(200, 232))
"""A sketch that shares a third of its hashes with TEXT."""


def alias(learnt: Learnt) -> Alias:
    """An alias told by how it was learnt."""
    return Alias(key=f"url:a.example/{learnt}", learnt=learnt)


def face(number: int, **told: Any) -> Face:
    """A card that tells what `page()` tells, unless said otherwise."""
    about: dict[str, Any] = {
        name: told.pop(name)
        for name in ("met", "listed", "own", "names", "survivor")
        if name in told
    }
    if facts := told.pop("marks", None):
        about["marks"] = lambda: facts
    text_hash, shingles = told.pop("text_hash", "first"), told.pop("shingles", TEXT)
    day = {"published": datetime(2026, 3, 1, 11, tzinfo=UTC), "published_precision": "day"}
    made = card(
        id=card_id(number), **{"title": "Il ponte che parla", "teaser": SENTENCES[0], **day, **told}
    )
    return Face(made, title_key(made.title), text_hash, shingles, **about)


def seen(*names: Alias, **told: Any) -> Cleaned:
    """A page that gives itself these names."""
    return page(aliases=names, **told)


CASES: list[tuple[dict[Learnt, str], str | None, tuple[str, ...]]] = [
    ({}, None, ()),
    ({"listed": A}, A, ()),
    ({"listed": A, "guid": A, "node": A}, A, ()),
    ({"listed": A, "canonical": B}, B, (A,)),
    ({"listed": A, "guid": B, "node": C}, C, (B, A)),
    ({"listed": A, "redirect": B}, B, (A,)),
]


@pytest.mark.parametrize(("known", "found", "conflict"), CASES)
def test_the_most_precise_name_decides(
    known: dict[Learnt, str], found: str | None, conflict: tuple[str, ...]
) -> None:
    """One card, or none; others that weaker names lead to are reported."""
    order: tuple[Learnt, ...] = ("listed", "redirect", "guid", "node", "canonical")
    aliases = [alias(learnt) for learnt in order]
    leads = {alias(learnt).key: Lead(to, learnt) for learnt, to in known.items()}
    said = identity(seen(*aliases), aliases, leads, {})
    assert (said.card, said.conflict) == (found, conflict)


def test_names_of_one_precision_keep_the_page_order() -> None:
    """Of two canonical names the first one counts."""
    one = Alias(key="url:a.example/1", learnt="canonical")
    two = Alias(key="url:a.example/2", learnt="canonical")
    leads = {one.key: Lead(A), two.key: Lead(B)}
    assert identity(seen(two, one), [two, one], leads, {}).by == two


def test_an_editors_word_comes_first() -> None:
    """A weak name that an editor split off is believed before a canonical one."""
    names = [alias("canonical"), alias("listed")]
    leads = {names[0].key: Lead(A, "canonical"), names[1].key: Lead(B, "editor")}
    assert identity(seen(*names), names, leads, {A: face(1), B: face(2)}).card == B


SHORT = {"shingles": (1, 2, 3)}
EDITED = {"text_hash": "second"}
BARE = {"text_hash": "", "teaser": "Sì."}

FACTS, OTHERS = (
    {"marks": Marks(words=tuple(range(40)), names=(n, n + 1), figures=(n + 2,))} for n in (100, 200)
)
REWRITTEN: dict[str, Any] = EDITED | {"shingles": KINDRED}
WEEK: dict[str, Any] = {"published": {"day": "2026-03-08"}}
REWORDED: dict[str, Any] = EDITED | {"title": "Il ponte parla"}


def at(hour: int, minute: int = 0) -> tuple[dict[str, Any], dict[str, Any]]:
    """A page edited since, and the card, both published at a time of day."""
    instant = datetime(2026, 3, 1, hour, minute, tzinfo=UTC)
    published = {"day": "2026-03-01", "instant": instant}
    page_says = {"published": published, "text_hash": "second", "shingles": KINDRED}
    return page_says, {"published": instant, "published_precision": "minute"}


MOVED: list[tuple[str, dict[str, Any], dict[str, Any], str | None]] = [
    ("the same title, day and text", {}, {}, A),
    ("a title folded otherwise", {"title": "IL PONTE, che parla"}, {}, A),
    ("a day later", {"published": {"day": "2026-03-03"}}, {}, A),
    ("a week later", WEEK, {}, None),
    ("a year later", {"published": {"day": "2027-03-01"}}, {}, None),
    ("another text", {"text_hash": "second", "shingles": OTHER_TEXT}, {}, None),
    ("a kindred text", {"text_hash": "second", "shingles": KINDRED}, {}, None),
    ("a kindred text of the same minute", *at(9, 30), A),
    ("of another minute", at(9, 30)[0], at(9, 31)[1], None),
    ("of midnight in Rome", *at(23), None),
    ("of midnight in UTC", *at(0), None),
    ("another text of that minute", at(9, 30)[0] | {"shingles": OTHER_TEXT}, at(9, 30)[1], None),
    ("nearly the same text", {"text_hash": "second"}, {}, A),
    ("another title over the text", {"title": "Tutta un’altra notizia"}, {}, None),
    ("a reworded title over the text", {"title": "Il ponte che parla ancora"}, {}, A),
    ("a kindred text of the same facts", REWRITTEN | FACTS, FACTS, A),
    ("a kindred text of other facts", REWRITTEN | FACTS, OTHERS, None),
    ("reworded over an edited text", REWORDED, {}, None),
    ("reworded over one of the same facts", REWORDED | FACTS, FACTS, A),
    ("of other facts", REWORDED | FACTS, OTHERS, None),
    ("of the same facts, listed still", REWORDED | FACTS, FACTS | {"listed": True}, None),
    ("of the same facts, a week later", REWORDED | FACTS | WEEK, FACTS, None),
    ("of the same facts, rewritten", REWORDED | FACTS | {"shingles": KINDRED}, FACTS, None),
    ("no date, the very text", {"published": None}, {}, A),
    ("no date, nearly the text", {"published": None, "text_hash": "second"}, {}, None),
    ("a text too short to tell", SHORT, SHORT, None),
    ("no text, the same long teaser", {"text_hash": "", "shingles": ()}, {"text_hash": ""}, A),
    ("no text, a short teaser", BARE, BARE, None),
    ("met in this run", {}, {"met": True}, None),
    ("listed still, the very text", {}, {"listed": True}, A),
    ("listed still, nearly the text", {"text_hash": "second"}, {"listed": True}, None),
    ("another newsroom's", {}, {"own": False}, None),
    ("another language", {"language": "en"}, {}, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "there", "found"), [row[1:] for row in MOVED], ids=[r[0] for r in MOVED]
)
def test_a_story_under_new_names(
    told: dict[str, Any], there: dict[str, Any], found: str | None
) -> None:
    """It is known by title, day and text together; look-alikes of other days stay apart."""
    name = alias("canonical")
    assert identity(seen(name, **told), [name], {}, {A: face(1, **there)}).card == found


def test_two_that_could_be_meant_are_none() -> None:
    """Of two equal candidates neither is taken."""
    name = alias("canonical")
    assert identity(seen(name), [name], {}, {A: face(1), B: face(2)}).card is None


def test_a_merged_card_leads_to_its_survivor() -> None:
    """A story that was merged and then moved is its survivor's still."""
    name = alias("canonical")
    found = identity(seen(name), [name], {}, {A: face(1, survivor=B)})
    assert (found.card, found.merged) == (B, A)


NEWS: dict[str, Any] = {"title": "Tutt’altro", "text_hash": "second", "shingles": OTHER_TEXT}
LATER: dict[str, Any] = {"published": {"day": "2027-03-01"}}
NODE = Alias(key="url:a.example/node/2", learnt="node")
NUMBERED: dict[str, Any] = {"names": {"url:a.example/node/1": "node"}}
AKIN: dict[str, Any] = LATER | {"text_hash": "second", "shingles": KINDRED}
KNOWN: dict[str, Any] = {"names": {"url:a.example/listed": "listed"}}
GIVEN: list[tuple[str, dict[str, Any], dict[str, Any], str | None]] = [
    ("rewritten", NEWS, KNOWN, A),
    ("rewritten a year later", NEWS | LATER, KNOWN, None),
    ("rewritten, reached by a new address", NEWS, {}, None),
    ("rewritten, the card told elsewhere", NEWS, KNOWN | {"met": True}, None),
    ("a new title", {"title": "Tutt’altro"}, KNOWN, A),
    ("dated anew", LATER, KNOWN, A),
    ("next year's, akin", AKIN, KNOWN, A),
    ("next year's, with a number of its own", AKIN, NUMBERED, None),
    ("a number of its own for the same text", LATER, NUMBERED, A),
    ("too short to tell", NEWS | LATER | SHORT, KNOWN, A),
]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "there", "found"), [row[1:] for row in GIVEN], ids=[r[0] for r in GIVEN]
)
def test_an_address_given_to_another_story(
    told: dict[str, Any], there: dict[str, Any], found: str | None
) -> None:
    """An edit keeps the id, however great; what plainly is another story gets its own."""
    names = [alias("canonical"), alias("listed"), NODE]
    leads = {alias("canonical").key: Lead(A, "canonical")}
    said = identity(seen(*names, **told), names, leads, {A: face(1, **there)})
    assert said.card == found
    assert said.given_away == (() if found else (alias("canonical").key,))


def test_exchanged_addresses_follow_their_stories() -> None:
    """Two stories that swap addresses keep their ids, and the ledger learns of it."""
    name = alias("canonical")
    faces = {A: face(1, title="Il ponte che tace", text_hash="other", shingles=KINDRED), B: face(2)}
    said = identity(seen(name), [name], {name.key: Lead(A, "canonical")}, faces)
    assert (said.card, said.given_away) == (B, (name.key,))
