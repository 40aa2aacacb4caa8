"""Identities of stories that move."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pipeline import wandering as w
from tests.pipeline.mill import Mill

Step = tuple[int, int]
"""Which move, and of which story."""


def walked(numbered: bool, steps: Iterable[Step]) -> None:
    """Crawl after each move: every story keeps the id it got at first sight, and nobody else's."""
    site, known = w.first(numbered), dict[int, str]()
    with tempfile.TemporaryDirectory() as folder:
        mill = Mill(Path(folder))
        try:
            _crawl(mill, site, known)
            for move, number in steps:
                site.era += 1
                w.MOVES[move](site, number % len(site.stories))
                _crawl(mill, site, known)
        finally:
            mill.close()


def _crawl(mill: Mill, site: w.Site, known: dict[int, str]) -> None:
    declared = site.source()
    mill.declare(declared)
    run = mill.crawl(declared, site.pages())
    assert run.outcome == "passed", run.reason
    live = mill.cards()
    by_title = {card.title: card.id for card in live.values()}
    for number, told in enumerate(site.stories):
        if told.listed:
            card = by_title[told.said.title or ""]
            assert known.setdefault(number, card) == card, told
    assert len(set(known.values())) == len(known), "an id is shared"
    assert set(live) == set(known.values()), "a story has two ids"
    assert {card.source for card in live.values()} == {site.slug}


@settings(max_examples=12, deadline=None)
@given(
    st.booleans(),
    st.lists(st.tuples(st.integers(0, len(w.MOVES) - 1), st.integers(0, 9)), max_size=6),
)
def test_no_story_gets_a_new_id_or_anothers(numbered: bool, steps: list[Step]) -> None:
    """Requirement 5: Whatever a newsroom does to names of stories, in whatever order."""
    walked(numbered, steps)


def _steps(*moves: w.Move, of: int = 0) -> list[Step]:
    return [(w.MOVES.index(move), of) for move in moves]


NASTY: dict[str, list[Step]] = {
    "everything at once": _steps(*w.MOVES),
    "everything backwards": _steps(*reversed(w.MOVES), of=3),
    "the undated one": _steps(w.host, w.migrate, w.replaced, w.swap, w.migrate, of=7),
    "numbers go round": _steps(w.migrate, w.migrate, w.migrate, w.migrate, of=1),
    "look-alikes swap": _steps(w.swap, w.links, w.swap, w.migrate, w.swap, of=1),
    "an edition takes the address": _steps(w.next_year, w.next_year, w.links, w.swap, of=2),
    "away while it moves": _steps(w.hidden, w.migrate, w.rename, w.hidden, of=4),
    "to and fro": _steps(w.replaced, w.replaced, w.links, w.replaced, w.https, w.www, of=5),
}


@pytest.mark.parametrize("numbered", [True, False], ids=["numbered", "by address"])
@pytest.mark.parametrize("name", NASTY)
def test_nasty_sequences(name: str, numbered: bool) -> None:
    """Sequences that tempt to believe the wrong name."""
    walked(numbered, NASTY[name])
