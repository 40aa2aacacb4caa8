"""What editors do to cards and to quarantine, carried out."""

from datetime import datetime

from sqlalchemy import Connection

from pipeline import editing, edits, quarantine
from pipeline.accept import Placing, place
from pipeline.pairs import verdicts
from pipeline.regrouping import REGROUPING, regrouped
from pipeline.store import cards, publication
from schemas.errors import UnknownError
from schemas.order import Action
from schemas.run import Item, Run


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
    after = edits.after(before, action, now, {v.channel.name for v in placing.variants})
    changed = tuple(action.fields) if action.name == "edit" else (f"editor.{action.name}",)
    cards.save(c, after, cause=f"editor:{action.by}", changed=changed, at=now)
    if action.name == "release":
        only = action.fields.get("channel")
        named = (v.key for v in placing.variants if only in (None, v.channel.name))
        publication.hasten(c, after.id, named, now)
    place(c, {after.id: False}, placing, now)
    title = editing.shown(after).title
    item = Item(url=after.url, card=after.id, title=title, why=action.why)
    gone = action.name in ("hide", "retract")
    return run.model_copy(update={"withdrawn" if gone else "updated": (item,)})
