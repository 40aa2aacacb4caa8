"""What waits for an editor, and what becomes of it at his word."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row

from pipeline.accept import Placing, accept
from pipeline.alerts.noting import resolved
from pipeline.gate import relearnt
from pipeline.store import cards, proposals, sources
from pipeline.store.record import card_from, record_of
from pipeline.store.sources import SourceState
from schemas.card import StoryCard
from schemas.errors import UnknownError
from schemas.gate import History
from schemas.order import Action
from schemas.quarantine import HeldCard, Quarantine
from schemas.replay import FieldChange
from schemas.run import Item, Run

_SHOWN = ("title", "teaser", "published", "image", "language", "section", "url")
_LONGEST = 2000
_Action = Literal["new", "updated", "withdrawn"]


def waiting(c: Connection, source: str | None = None) -> list[Quarantine]:
    """What waits, by source: with cards in quarantine, or held as a whole."""
    rows, states = proposals.held(c, source), sources.states(c)
    held = {slug for slug, state in states.items() if state.health == "held"}
    slugs = sorted({row.source for row in rows} | ({source} & held if source else held))
    ids = [row.card for row in rows]
    public, status = cards.live(c, ids), cards.status(c, ids)
    found = []
    for slug in slugs:
        state = states.get(slug) or SourceState(source=slug)
        own = tuple(_held(row, public, status) for row in rows if row.source == slug)
        figures = History.model_validate_json(state.history).figures
        found.append(
            Quarantine(
                source=slug, health=state.health, reason=state.reason, figures=figures, cards=own
            )
        )
    return found


def find(c: Connection, name: str) -> str | None:
    """The held card that an id, a key or its address names."""
    for row in proposals.held(c):
        if name in (row.card, card_from(row.record).key, card_from(row.record).url):
            return str(row.card)
    return None


def decided(c: Connection, action: Action, placing: Placing, run: Run, now: datetime) -> Run:
    """Accept or reject a held card, or all of a source; the receipt. UnknownError for nothing."""
    rows = [row for row in proposals.held(c) if action.target in (row.source, row.card)]
    state = sources.state(c, action.target)
    if not rows and state.health != "held":
        raise UnknownError("nothing of it is in quarantine", subject=action.target)
    items = tuple(
        Item(url=card.url, card=card.id, title=card.title, why=action.why)
        for card in (card_from(row.record) for row in rows)
    )
    if action.name == "accept":
        _accepted(c, rows, placing, now, action.by)
        _as_it_is_now(c, state, now)
    else:
        proposals.reject(c, [row.id for row in rows])
    for slug in {row.source for row in rows}:
        resolved(c, slug, now, action.by)
    return run.model_copy(update={"added" if action.name == "accept" else "rejected": items})


def _accepted(
    c: Connection, rows: Sequence[Row[Any]], placing: Placing, now: datetime, by: str
) -> None:
    """Make held cards live; what editors did to them meanwhile stays."""
    public = cards.live(c, [row.card for row in rows])
    for number, row in enumerate(rows):
        if row.action != "withdrawn":
            at = now + timedelta(microseconds=number)
            proposals.rewrite(c, row.id, record_of(_rebased(row, public.get(row.card), at)))
    for slug in sorted({row.source for row in rows}):
        first = sources.state(c, slug).first_passed is None
        own = proposals.of_ids(c, [row.id for row in rows if row.source == slug])
        accept(c, own, placing, now, cause=f"editor:{by}", history=first)
    proposals.drop(c, [row.id for row in rows])


def _rebased(row: Row[Any], public: StoryCard | None, now: datetime) -> StoryCard:
    card = card_from(row.record)
    changes: dict[str, Any] = {"updated": max(now, card.updated)}
    if public is not None:
        changes |= {"editor": public.editor, "revision": public.revision + 1}
    return card.model_copy(update=changes)


def _as_it_is_now(c: Connection, state: SourceState, now: datetime) -> None:
    """A source accepted as a whole is measured by its held run from now on, and tried at once."""
    if state.health == "held":
        history = relearnt(History.model_validate_json(state.history))
        changes = {"history": history.model_dump_json(), "due": now}
        sources.keep(c, state.model_copy(update=changes))


def _held(
    row: Row[Any], public: Mapping[str, StoryCard], status: Mapping[str, tuple[str, bool]]
) -> HeldCard:
    card, before = card_from(row.record), public.get(row.card)
    action: _Action = "updated" if before else "new"
    if row.action == "withdrawn":
        action = "withdrawn"
    return HeldCard(
        card=card.id,
        key=card.key,
        source=card.source,
        url=card.url,
        title=card.title,
        action=action,
        why=row.reason,
        run=row.run,
        since=row.at,
        live=status.get(row.card, ("", False))[0] == "live",
        fields=() if action == "withdrawn" else _beside(before, card, json.loads(row.changed)),
    )


def _beside(
    public: StoryCard | None, card: StoryCard, changed: Sequence[str]
) -> tuple[FieldChange, ...]:
    """The last good values beside the ones that wait."""
    names = dict.fromkeys((*_SHOWN, *(x for x in changed if x in StoryCard.model_fields)))
    pairs = [(name, _text(public, name), _text(card, name)) for name in names]
    return tuple(FieldChange(field=n, old=old, new=new) for n, old, new in pairs if old != new)


def _text(card: StoryCard | None, field: str) -> str:
    value = getattr(card, field) if card is not None else None
    if field == "image" and value is not None:
        return str(value.url)
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if value is None or value == ():
        return ""
    return str(value)[:_LONGEST]
