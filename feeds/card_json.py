"""One card as a JSON document, with its provenance."""

from typing import Any

import orjson

from feeds.entry import within_rights
from feeds.xml import legal
from schemas.card import StoryCard

PRIVATE = frozenset({"editor"})
"""What stays in the newsroom: who decided what about the card, and why."""

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE


def path(card: StoryCard) -> str:
    """Where a card's own document lives: `cards/<first 2 digits of its key>/<key>.json`."""
    return f"cards/{card.key[:2]}/{card.key}.json"


def render(card: StoryCard) -> bytes:
    """The card's public fields, keys sorted; the schema is `story_schema.render`."""
    return orjson.dumps(_public(card), option=_OPTIONS | orjson.OPT_INDENT_2)


def line(card: StoryCard) -> bytes:
    """The same on one line."""
    return orjson.dumps(_public(card), option=_OPTIONS)


def _public(card: StoryCard) -> Any:
    return _legal(within_rights(card).model_dump(mode="json", exclude=set(PRIVATE)))


def _legal(value: Any) -> Any:
    if isinstance(value, str):
        return legal(value)
    if isinstance(value, list):
        return [_legal(part) for part in value]
    return {key: _legal(part) for key, part in value.items()} if isinstance(value, dict) else value
