"""The JSON Schema of a published card."""

from functools import lru_cache

import orjson

from feeds.card_json import PRIVATE
from feeds.site import Site
from schemas.card import StoryCard

PATH = "schemas/story-card.json"


@lru_cache(maxsize=4)
def render(site: Site) -> bytes:
    """JSON Schema 2020-12 of what `card_json.render` gives."""
    schema = StoryCard.model_json_schema(mode="serialization")
    for name in PRIVATE:
        del schema["properties"][name]
    schema["required"] = sorted(schema["properties"])  # a published card has every field
    for name in ("Editorial", "EditorMark"):
        del schema["$defs"][name]
    dialect = "https://json-schema.org/draft/2020-12/schema"
    named = {"$schema": dialect, "$id": site.address(PATH), **schema}
    options = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(named, option=options)
