"""An editor's action on a card, as the version of it that follows."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from pipeline import editing
from schemas.card import StoryCard
from schemas.errors import InputError
from schemas.order import Action, ActionName

_PLAIN: Mapping[ActionName, Callable[..., StoryCard]] = {
    "hide": editing.hidden,
    "restore": editing.restored,
    "pin": editing.pinned,
    "unpin": editing.unpinned,
    "release": editing.released,
    "retract": editing.retracted,
}
_PLACES: Mapping[ActionName, bool | None] = {"include": True, "exclude": False, "follow": None}
"""Whether a channel holds the card against its filter; None: as the filter says."""


def after(card: StoryCard, action: Action, at: datetime, channels: Collection[str]) -> StoryCard:
    """The card as the action leaves it; `channels`: the names of all.

    InputError for what cannot be done.
    """
    by, why = action.by, action.why
    if action.name == "edit":
        given = {name: text or None for name, text in action.fields.items()}
        return editing.edited(card, given, by=by, at=at, why=why)
    if action.name in _PLACES:
        included, channel = _PLACES[action.name], _channel(action, channels)
        return editing.channelled(card, channel, included=included, by=by, at=at, why=why)
    if action.name == "release" and action.fields:
        return editing.released(card, channel=_channel(action, channels), by=by, at=at, why=why)
    return _PLAIN[action.name](card, by=by, at=at, why=why)


def _channel(action: Action, channels: Collection[str]) -> str:
    name = action.fields.get("channel", "")
    if set(action.fields) != {"channel"}:
        raise InputError("name the channel, and nothing else: `channel`", subject=action.name)
    if name not in channels:
        raise InputError("no such channel; `poliflash feeds list` shows them", subject=name)
    return name
