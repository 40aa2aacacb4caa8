"""Identities."""

import pytest

from pipeline.identify import identity
from schemas.decision import Alias, Learnt
from tests.builders import card_id

A, B, C = card_id(1), card_id(2), card_id(3)


def alias(learnt: Learnt) -> Alias:
    """An alias told by how it was learnt."""
    return Alias(key=f"url:a.example/{learnt}", learnt=learnt)


CASES: list[tuple[dict[Learnt, str], str | None, tuple[str, ...]]] = [
    ({}, None, ()),
    ({"listed": A}, A, ()),
    ({"listed": A, "guid": A, "node": A}, A, ()),
    ({"listed": A, "canonical": B}, B, (A,)),
    ({"listed": A, "guid": B, "node": C}, C, (B, A)),
    ({"listed": A, "redirect": B}, B, (A,)),
]


@pytest.mark.parametrize(("known", "card", "conflict"), CASES)
def test_the_most_precise_name_decides(
    known: dict[Learnt, str], card: str | None, conflict: tuple[str, ...]
) -> None:
    """One card, or none; others that weaker names lead to are reported."""
    order: tuple[Learnt, ...] = ("listed", "redirect", "guid", "node", "canonical")
    aliases = [alias(learnt) for learnt in order]
    found = identity(aliases, {alias(learnt).key: to for learnt, to in known.items()})
    assert (found.card, found.conflict) == (card, conflict)


def test_names_of_one_precision_keep_the_page_order() -> None:
    """Of two canonical names the first one counts."""
    one = Alias(key="url:a.example/1", learnt="canonical")
    two = Alias(key="url:a.example/2", learnt="canonical")
    assert identity([two, one], {one.key: A, two.key: B}).by == two
