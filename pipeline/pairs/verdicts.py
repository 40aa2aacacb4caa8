"""An editor's word on a proposed pair, carried out."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from pipeline import editing
from pipeline.accept import Placing, place
from pipeline.store import cards, pairs
from schemas.card import StoryCard
from schemas.errors import InputError, UnknownError
from schemas.order import Action, ActionName
from schemas.pair import Pair, PairState, Side
from schemas.run import Item, Run

_BECOMES: Mapping[ActionName, PairState] = {
    "accept-pair": "accepted",
    "reject-pair": "rejected",
    "undo-pair": "proposed",
}


def listed(c: Connection, *, past: bool = False) -> list[Pair]:
    """The proposals that wait, the latest first; with `past` those that were decided on, too.

    A proposal whose cards were linked, hidden or withdrawn meanwhile waits for nobody.
    """
    states: tuple[PairState, ...] = ("proposed", "accepted", "rejected") if past else ("proposed",)
    rows = pairs.every(c, *states)
    found = cards.live(c, {card for row in rows for card in (row.card, row.other)})
    public = {card.id for card in cards.public_in(c, {card.story for card in found.values()})}
    return [
        _pair(row, found[row.card], found[row.other])
        for row in rows
        if {row.card, row.other} <= public
        and (row.state != "proposed" or found[row.card].story != found[row.other].story)
    ]


def checked(c: Connection, name: ActionName, number: str) -> Row[Any]:
    """The pair of an action. UnknownError, or InputError where it is not in the state for it."""
    row = pairs.find(c, int(number)) if number.isdecimal() and len(number) < 16 else None
    if row is None:
        raise UnknownError("no such pair; `poliflash cards pairs` lists them", subject=number)
    if name == "undo-pair" and row.state == "proposed":
        raise InputError("nobody has accepted or rejected it", subject=f"pair {number}")
    if name != "undo-pair" and row.state != "proposed":
        raise InputError(f"{row.state} by {row.by}; undo that first", subject=f"pair {number}")
    return row


def decided(c: Connection, action: Action, placing: Placing, run: Run, now: datetime) -> Run:
    """Accept, reject or undo in one transaction; the receipt.

    An accepted pair is a fact: one story, like two that their newsroom links. Undone, every card
    has the story back that it was of; of an old one no newsletter takes that for news.
    """
    row = checked(c, action.name, action.target)
    moves: dict[str, str] = {}
    if action.name == "accept-pair":
        moves = _together(c, row)
    elif action.name == "undo-pair":
        moves = _apart(c, row)
    before = cards.live(c, moves)
    for card in before.values():
        how = editing.unlinked if action.name == "undo-pair" else editing.linked
        after = how(card, moves[card.id], by=action.by, at=now, why=action.why)
        cards.save(c, after, cause=f"editor:{action.by}", changed=("story",), at=now)
    moved = {card.id: card.story for card in before.values()}
    pairs.decide(c, row.id, _BECOMES[action.name], action.by, action.why, moved)
    old = any(card.first_seen < now - placing.recent for card in before.values())
    touched = dict.fromkeys((row.card, row.other, *moved), False)
    place(c, touched, placing, now, quiet=old and action.name == "undo-pair")
    return _told(c, row, action, run)


def _together(c: Connection, row: Row[Any]) -> dict[str, str]:
    """Card → its new story: the younger version's whole story joins the older one's."""
    found = cards.live(c, (row.card, row.other)).values()
    public = {card.id for card in cards.public_in(c, {card.story for card in found})}
    if len(public & {row.card, row.other}) < 2:
        raise InputError("one of the two is not public", subject=f"pair {row.id}")
    older, younger = sorted(found, key=lambda card: (card.first_seen, card.id))
    if older.story == younger.story:
        raise InputError("the two are one story already", subject=f"pair {row.id}")
    return dict.fromkeys(cards.ids_in(c, {younger.story}), older.story)


def _apart(c: Connection, row: Row[Any]) -> dict[str, str]:
    """Card → the story it was of; one that has another link meanwhile stays."""
    moved: dict[str, str] = json.loads(row.moved)
    found = cards.live(c, {row.card, row.other, *moved})
    joined = {card.story for card in found.values() if card.id not in moved}
    return {card: story for card, story in moved.items() if found[card].story in joined}


def _told(c: Connection, row: Row[Any], action: Action, run: Run) -> Run:
    items = tuple(
        Item(url=card.url, card=card.id, title=editing.shown(card).title, why=action.why)
        for card in cards.live(c, (row.card, row.other)).values()
    )
    return run.model_copy(update={"rejected" if action.name == "reject-pair" else "updated": items})


def _pair(row: Row[Any], one: StoryCard, other: StoryCard) -> Pair:
    first, second = sorted((one, other), key=lambda card: (card.language != "it", card.language))
    return Pair(
        number=row.id,
        sides=(_side(first), _side(second)),
        picture=first.image.url if first.image else None,
        names=row.names,
        figures=row.figures,
        share=row.share,
        at=row.at,
        state=row.state,
        by=row.by,
        why=row.why,
    )


def _side(card: StoryCard) -> Side:
    seen = editing.shown(card)
    return Side(
        card=seen.id,
        language=seen.language,
        source=seen.source,
        title=seen.title,
        url=seen.url,
        published=seen.published,
    )
