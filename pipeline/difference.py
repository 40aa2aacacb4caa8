"""What differs between two versions of a card, for a person."""

import json
from collections.abc import Iterable
from typing import Any

from schemas.card import StoryCard
from schemas.replay import FieldChange

WIDTH = 120
"""Characters of a value that are shown."""
_LEAD = 30
_NOT_SHOWN = ("id", "key", "revision", "updated", "first_seen", "history", "story")


def field_changes(
    old: StoryCard | None, new: StoryCard, fields: Iterable[str]
) -> tuple[FieldChange, ...]:
    """Old and new text of each of these fields; of a new card title and teaser."""
    if old is None:
        fields = ("title", "teaser")
    before = old.model_dump(mode="json") if old else {}
    after = new.model_dump(mode="json")
    return tuple(
        _change(name, _text(before.get(name)), _text(after[name]))
        for name in fields
        if name in after and name not in _NOT_SHOWN
    )


def _change(name: str, old: str, new: str) -> FieldChange:
    """Both texts from shortly before their first difference."""
    same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    start = min(len(old), len(new)) if same is None else same
    start = max(0, start - _LEAD) if max(len(old), len(new)) > WIDTH else 0
    return FieldChange(field=name, old=_cut(old, start), new=_cut(new, start))


def _cut(text: str, start: int) -> str:
    end = start + WIDTH
    return ("…" if start else "") + text[start:end] + ("…" if len(text) > end else "")


def _text(value: Any) -> str:
    if value is None or value == [] or value == {}:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
