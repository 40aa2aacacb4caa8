"""Pairs that nobody links: proposed to an editor, accepted, rejected, taken back."""

from typing import Any

import pytest
from sqlalchemy import text

from pipeline import actions, editing
from pipeline.pairs.proposing import CROWDED
from pipeline.pairs.verdicts import listed
from pipeline.store import erasure
from schemas.errors import InputError, PoliflashError, UnknownError
from schemas.order import Action, ActionName
from schemas.pair import Pair
from schemas.run import Run
from tests.pipeline.desk import HOST, ITALIAN, Desk

IT = {
    "body": "<p>Il ponte ha 34 campate. Lo cura un gruppo guidato da Elena Marchisotti con la "
    "società Ponteferro, che ha posato 2.400 sensori a Grugliasco.</p>"
}
EN: dict[str, Any] = {
    "body": "<p>The bridge has 34 spans. It is looked after by a group led by Elena Marchisotti "
    "and by the company Ponteferro, which laid 2,400 sensors in Grugliasco.</p>",
    "published": {"day": "2026-03-02"},
}
OTHER_PICTURE = {"image": {"url": f"{HOST}/img/other.jpg"}}
RESIZED = {"image": {"url": f"{HOST}/styles/large/public/img/ponte.jpg?itok=x"}}
PLACED: dict[str, Any] = {"image": {"url": f"{HOST}/img/ponte.jpg"}}


def told(desk: Desk, **english: Any) -> None:
    """Both versions are read, and neither page names the other."""
    desk.italian(**{**IT, **PLACED})
    desk.english(**{**EN, **PLACED, **english})


def waiting(desk: Desk, *, past: bool = False) -> list[Pair]:
    """What an editor is asked."""
    with desk.store.reading() as c:
        return listed(c, past=past)


def decide(desk: Desk, name: ActionName, number: int | str = 1) -> Run:
    """An editor's word; the receipt."""
    action = Action(name=name, target=str(number), by="Anna", why="the same bridge")
    now = desk.store.clock()
    run = Run(id="0" * 32, source="", trigger="edit", requested=now)
    with desk.store.writing() as c:
        return actions.act(c, action, desk.placing, run, now)


def test_a_pair_is_proposed(desk: Desk) -> None:
    """Same picture, a day between them, the same names and figures; it is no fact yet."""
    told(desk)
    (pair,) = waiting(desk)
    assert [side.language for side in pair.sides] == ["it", "en"]
    assert (pair.figures, pair.names >= 3, pair.state) == (2, True, "proposed")
    assert desk.stories() == 2


CASES = [
    ("the same picture in another size", RESIZED, 1),
    ("another picture", OTHER_PICTURE, 0),
    ("no picture", {"image": None}, 0),
    ("four days later", {"published": {"day": "2026-03-05"}}, 0),
    ("no date", {"published": None}, 0),
    ("another text", {"body": "<p>A choir sang for Ada Bianchi in Pinerolo.</p>"}, 0),
    ("other figures", {"body": EN["body"].replace("34", "35").replace("2,400", "90")}, 0),
    ("linked by its page", {"translations": {"it": ITALIAN}}, 0),
]


@pytest.mark.parametrize(
    ("english", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_what_is_proposed(desk: Desk, english: dict[str, Any], expected: int) -> None:
    """Picture, day and facts must all agree, and nobody must have said it before."""
    told(desk, **english)
    assert len(waiting(desk)) == expected


def test_a_logo_makes_no_pairs(desk: Desk) -> None:
    """A picture that many stories of these days show says nothing."""
    for number in range(CROWDED):
        desk.read(f"{HOST}/it/notizie/{number}", title=f"Notizia {number}", **PLACED)
    told(desk)
    assert waiting(desk) == []


def test_an_accepted_pair_is_one_story(desk: Desk) -> None:
    """The younger version joins the older one's story; its log names who said so."""
    told(desk)
    receipt = decide(desk, "accept-pair")
    assert (desk.stories(), waiting(desk), len(receipt.updated)) == (1, [], 2)
    english = next(card for card in desk.cards() if card.language == "en")
    mark = english.editor.log[-1]
    assert (mark.action, mark.by, mark.why) == ("link", "Anna", "the same bridge")


def test_an_accepted_pair_stays_when_its_pages_are_read_again(desk: Desk) -> None:
    """What the pages do not say does not undo it."""
    told(desk)
    decide(desk, "accept-pair")
    told(desk, title="The bridge that now speaks")
    assert (desk.stories(), waiting(desk)) == (1, [])


def test_the_twin_of_a_sent_story_is_not_sent(desk: Desk) -> None:
    """A pair that is accepted before its younger version was mailed keeps it back."""
    desk.italian(**{**IT, **PLACED})
    assert desk.release() == {"it"}
    desk.english(**{**EN, **PLACED})
    decide(desk, "accept-pair")
    assert desk.release() == {"it"}


def test_a_rejected_pair_never_comes_again(desk: Desk) -> None:
    """However often its pages change."""
    told(desk)
    decide(desk, "reject-pair")
    told(desk, title="The bridge that now speaks")
    assert (desk.stories(), waiting(desk)) == (2, [])
    assert [pair.state for pair in waiting(desk, past=True)] == ["rejected"]


@pytest.mark.parametrize("name", ["accept-pair", "reject-pair"])
def test_a_verdict_can_be_undone(desk: Desk, name: ActionName) -> None:
    """Every card has its story back, and the pair waits again."""
    told(desk)
    before = {card.id: card.story for card in desk.cards()}
    decide(desk, name)
    decide(desk, "undo-pair")
    assert {card.id: card.story for card in desk.cards()} == before
    assert [pair.state for pair in waiting(desk)] == ["proposed"]


def test_a_hidden_card_is_nobodys_twin(desk: Desk) -> None:
    """A proposal about a card that is not public waits for nobody, and cannot be accepted."""
    told(desk)
    desk.edit(editing.hidden, next(card for card in desk.cards() if card.language == "en"))
    assert waiting(desk) == []
    with pytest.raises(InputError, match="not public"):
        decide(desk, "accept-pair")


WRONG: list[tuple[tuple[ActionName, ...], ActionName, str, type[PoliflashError], str]] = [
    ((), "accept-pair", "7", UnknownError, "no such pair"),
    ((), "accept-pair", "one", UnknownError, "no such pair"),
    ((), "undo-pair", "1", InputError, "nobody has accepted"),
    (("accept-pair",), "accept-pair", "1", InputError, "accepted by Anna; undo that first"),
    (("accept-pair",), "reject-pair", "1", InputError, "accepted by Anna; undo that first"),
    (("reject-pair",), "accept-pair", "1", InputError, "rejected by Anna; undo that first"),
]


@pytest.mark.parametrize(("before", "name", "number", "error", "message"), WRONG)
def test_what_cannot_be_decided(
    desk: Desk,
    before: tuple[ActionName, ...],
    name: ActionName,
    number: str,
    error: type[PoliflashError],
    message: str,
) -> None:
    """A wrong number or a pair in another state is named, and nothing changes."""
    told(desk)
    for earlier in before:
        decide(desk, earlier)
    with pytest.raises(error, match=message):
        decide(desk, name, number)


def test_nothing_stays_of_an_erased_card(desk: Desk) -> None:
    """Neither its picture nor what was proposed of it."""
    told(desk)
    (pair,) = waiting(desk)
    with desk.store.writing() as c:
        for side in pair.sides:
            erasure.wipe_sketch(c, side.card)
        left = [c.execute(text(f"SELECT count(*) FROM {t}")).scalar() for t in ("pair", "picture")]
    assert left == [0, 0]


def test_twins_are_looked_up_through_an_index(desk: Desk) -> None:
    """What a search costs does not grow with the archive."""
    with desk.store.reading() as c:
        plan = c.execute(text("EXPLAIN QUERY PLAN SELECT * FROM picture WHERE spot IN ('a', 'b')"))
        assert [row.detail for row in plan] == [
            "SEARCH picture USING INDEX ix_picture_spot (spot=?)"
        ]
