"""Cards that editors merge, split, and put back as they were."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, Row

from pipeline import editing
from pipeline.accept import Placing, place
from pipeline.store import cards, ledger, pages, proposals, regroups
from schemas.card import Editorial, Pickup, StoryCard
from schemas.errors import InputError, UnknownError
from schemas.order import Action, ActionName
from schemas.run import Item, Run

UNDO_FIRST = "{} went on into another card: undo that first"


class _Deed(NamedTuple):
    """One action on the ledger, under way."""

    c: Connection
    by: str
    why: str
    now: datetime

    def save(self, card: StoryCard, *changed: str) -> None:
        """Make a card the accepted version."""
        cause = f"editor:{self.by}"
        cards.save(self.c, card, cause=cause, changed=changed, at=self.now)

    def mark(self, card: StoryCard, action: editing.Regrouped, **changes: Any) -> StoryCard:
        """A card's next revision with the deed in its log."""
        return editing.regrouped(card.model_copy(update=changes), action, **self.said)

    @property
    def said(self) -> dict[str, Any]:
        """By whom, when, why."""
        return {"by": self.by, "at": self.now, "why": self.why}


def regrouped(c: Connection, action: Action, placing: Placing, run: Run, now: datetime) -> Run:
    """Carry out a merge, a split or an undo; InputError, UnknownError where it cannot be done."""
    deed = _Deed(c, action.by, action.why, now)
    touched = _DEEDS[action.name](deed, action)
    place(c, dict.fromkeys(touched, False), placing, now)
    found = cards.live(c, touched)
    items = [
        Item(url=card.url, card=card.id, title=editing.shown(card).title, why=action.why)
        for card in (found[name] for name in touched if name in found)
    ]
    return run.model_copy(update={"updated": tuple(items)})


def _card(c: Connection, name: str) -> StoryCard:
    found = cards.find(c, name)
    if found is None:
        raise UnknownError(
            "no such card; `poliflash cards list` shows ids and titles", subject=name
        )
    return found


def pair(c: Connection, action: Action) -> tuple[StoryCard, StoryCard]:
    """The card to be merged and the one that stays; InputError where they cannot be one."""
    gone, into = _card(c, action.target), _card(c, action.fields.get("into", ""))
    if gone.id == into.id:
        raise InputError("is the same card already", subject=action.target)
    if gone.language != into.language:
        what = f"one is {gone.language}, the other {into.language}: language versions are linked"
        raise InputError(f"{what}, not merged", subject=action.target)
    return gone, into


def _merge(deed: _Deed, action: Action) -> list[str]:
    c = deed.c
    gone, into = pair(c, action)
    others = tuple(
        pickup
        for pickup in (Pickup(source=gone.source, url=gone.url, title=gone.title), *gone.also_at)
        if pickup.url != into.url and pickup.url not in {known.url for known in into.also_at}
    )
    family = cards.ids_in(c, {gone.story}) - {gone.id, into.id} if gone.story != into.story else {}
    detail = {
        "keys": ledger.merge(c, gone.id, into.id),
        "state": cards.state_of(c, gone.id),
        "pickups": [pickup.url for pickup in others],
        "story": gone.story,
        "family": sorted(family),
    }
    cards.set_state(c, gone.id, "merged", story=into.story)
    proposals.forget(c, [gone.id])
    also_at = tuple(sorted((*into.also_at, *others), key=lambda p: (p.source, p.url)))
    deed.save(deed.mark(into, "merge", also_at=also_at), "also_at", "editor.merge")
    _join(deed, family, into.story)
    regroups.note(c, "merge", gone.id, into.id, **deed.said, detail=detail)
    return [into.id, gone.id, *family]


def _join(deed: _Deed, ids: Iterable[str], story: str) -> None:
    """Put language versions into a story."""
    for card in cards.live(deed.c, ids).values():
        after = card.model_copy(update={"story": story, "revision": card.revision + 1})
        deed.save(after, "story")


def keys_of(c: Connection, card: StoryCard, names: Sequence[str]) -> list[str]:
    """The names of a card that are to be split off; InputError where they cannot be."""
    own = {alias.key: alias.merged for alias in ledger.aliases_of(c, card.id)}
    keys = [ledger.url_key(name) if "://" in name and name not in own else name for name in names]
    for name, key in zip(names, keys, strict=True):
        if key not in own:
            raise InputError("is no name of this card; `cards show` lists them", subject=name)
        if gone := own[key]:  # that card has an id of its own, which newsletters may have sent
            raise InputError(f"came with {gone}, which was merged: undo that instead", subject=name)
    if not keys or own.keys() == set(keys):
        raise InputError("give some of its names, not all: the others stay", subject=card.key)
    return keys


def _split(deed: _Deed, action: Action) -> list[str]:
    c = deed.c
    card = _card(c, action.target)
    keys = keys_of(c, card, action.fields.get("names", "").split())
    new = uuid4().urn
    moved = [pickup for pickup in card.also_at if ledger.url_key(pickup.url) in keys]
    detail = {
        "names": ledger.split(c, keys, new),
        "pickups": [pickup.model_dump() for pickup in moved],
    }
    told = list(cards.told(c, card.id))
    theirs = next((one for one in told if ledger.url_key(one.url) in keys), None)
    own = next((one for one in told if ledger.url_key(one.url) not in keys), card)
    fields = _SHOWN if ledger.url_key(card.url) in keys else ()
    stays = {field: getattr(own, field) for field in fields}
    also_at = tuple(pickup for pickup in card.also_at if pickup not in moved)
    changed = ("also_at", *stays, "editor.split")
    deed.save(deed.mark(card, "split", also_at=also_at, **stays), *changed)
    if theirs is not None:
        _begin(deed, theirs, new)
    pages.lead_all(c, keys, new, deed.now)
    regroups.note(c, "split", new, card.id, **deed.said, detail=detail)
    return [card.id, new]


_SHOWN = (
    *("url", "source", "section", "kind", "title", "teaser", "body", "image", "authors", "topics"),
    *("departments", "projects", "people", "tags", "published", "published_precision"),
    *("rights", "provenance"),
)


def _begin(deed: _Deed, theirs: StoryCard, new: str) -> None:
    """The new card, as its story was told last; it is no news."""
    fresh = {"id": new, "story": new, "revision": 0, "history": True, "also_at": ()}
    made = theirs.model_copy(update={**fresh, "updated": deed.now, "editor": Editorial()})
    deed.save(deed.mark(made, "split"), "editor.split")


def deed_of(c: Connection, name: str) -> Row[Any]:
    """The merge or split that is to be undone; UnknownError where there is none."""
    card = cards.named(c, name)
    rows = [row for row in regroups.of_card(c, card) if row.undone is None] if card else []
    if not rows:
        raise UnknownError("was neither merged nor split, or that is undone", subject=name)
    row = next((row for row in reversed(rows) if row.card == card), rows[-1])
    later = [r for r in regroups.of_card(c, row.other) if r.undone is None and r.id > row.id]
    if any(r.kind == "merge" and r.card == row.other for r in later):
        raise InputError(UNDO_FIRST.format(row.other), subject=name)
    return row


def _undo(deed: _Deed, action: Action) -> list[str]:
    row = deed_of(deed.c, action.target)
    regroups.undo(deed.c, row, deed.now)
    detail: Mapping[str, Any] = json.loads(row.detail)
    undone = _unmerge if row.kind == "merge" else _unsplit
    return undone(deed, row, detail)


def _unmerge(deed: _Deed, row: Row[Any], detail: Mapping[str, Any]) -> list[str]:
    c = deed.c
    found = cards.live(c, [row.card, row.other])
    keys = ledger.unmerge(c, row.card, row.other, detail["keys"])
    pages.lead_all(c, keys, row.card, deed.now)
    into = found[row.other]
    also_at = tuple(pickup for pickup in into.also_at if pickup.url not in detail["pickups"])
    deed.save(deed.mark(into, "undo", also_at=also_at), "also_at", "editor.undo")
    deed.save(deed.mark(found[row.card], "undo"), "editor.undo")
    cards.set_state(c, row.card, detail["state"] or "live", story=detail["story"])
    _join(deed, detail["family"], detail["story"])
    return [row.other, row.card, *detail["family"]]


def _unsplit(deed: _Deed, row: Row[Any], detail: Mapping[str, Any]) -> list[str]:
    c = deed.c
    ledger.unsplit(c, row.card, row.other, detail["names"])
    pages.lead_all(c, list(detail["names"]), row.other, deed.now)
    origin = cards.live(c, [row.other])[row.other]
    back = tuple(Pickup.model_validate(pickup) for pickup in detail["pickups"])
    deed.save(deed.mark(origin, "undo", also_at=(*origin.also_at, *back)), "also_at", "editor.undo")
    cards.set_state(c, row.card, "merged")
    proposals.forget(c, [row.card])
    return [row.other, row.card]


_DEEDS: Mapping[ActionName, Callable[[_Deed, Action], list[str]]] = {
    "merge": _merge,
    "split": _split,
    "undo": _undo,
}
REGROUPING = tuple(_DEEDS)


def refused(c: Connection, action: Action) -> None:
    """InputError, UnknownError for what could not be carried out."""
    if action.name == "merge":
        pair(c, action)
    elif action.name == "split":
        keys_of(c, _card(c, action.target), action.fields.get("names", "").split())
    elif action.name == "undo":
        deed_of(c, action.target)
