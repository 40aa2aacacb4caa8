"""What editors do to cards and to quarantine, carried out."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from pipeline import editing, quarantine
from pipeline.accept import Placing, place
from pipeline.pairs import verdicts
from pipeline.regrouping import REGROUPING, regrouped
from pipeline.store import cards, publication
from schemas.card import StoryCard
from schemas.errors import UnknownError
from schemas.order import Action, ActionName
from schemas.run import Item, Run

_EDITS: Mapping[ActionName, Callable[..., StoryCard]] = {
    "hide": editing.hidden,
    "restore": editing.restored,
    "pin": editing.pinned,
    "unpin": editing.unpinned,
    "release": editing.released,
    "retract": editing.retracted,
}


def act(c: Connection, action: Action, placing: Placing, run: Run, now: datetime) -> Run:
    """Carry out an action in one transaction; the receipt. InputError if it cannot be done."""
    if action.name in ("accept", "reject"):
        return quarantine.decided(c, action, placing, run, now)
    if action.name.endswith("-pair"):
        return verdicts.decided(c, action, placing, run, now)
    if action.name in REGROUPING:
        return regrouped(c, action, placing, run, now)
    before = cards.find(c, action.target)
    if before is None:
        raise UnknownError(
            "no such card; `poliflash cards list` shows ids and titles", subject=action.target
        )
    if action.name == "edit":
        after = editing.edited(before, action.fields, by=action.by, at=now, why=action.why)
    else:
        after = _EDITS[action.name](before, by=action.by, at=now, why=action.why)
    changed = tuple(action.fields) or (f"editor.{action.name}",)
    cards.save(c, after, cause=f"editor:{action.by}", changed=changed, at=now)
    if action.name == "release":
        publication.hasten(c, after.id, now)
    place(c, {after.id: False}, placing, now)
    title = editing.shown(after).title
    item = Item(url=after.url, card=after.id, title=title, why=action.why)
    gone = action.name in ("hide", "retract")
    return run.model_copy(update={"withdrawn" if gone else "updated": (item,)})
