"""The JSON Schemas of the records that people write and programs read, with their index."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal

import orjson
from pydantic import BaseModel

from feeds import story_schema
from feeds.site import Site
from schemas.channel import Channel
from schemas.embed import CardsDocument
from schemas.erasure import Erasure
from schemas.incident import Incident
from schemas.page import Page
from schemas.page_document import FiguresDocument, PageDocument
from schemas.pair import Pair
from schemas.quarantine import Quarantine
from schemas.question import Question
from schemas.run import Run
from schemas.source import Source

INDEX = "schemas/index.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_Mode = Literal["validation", "serialization"]
_WRITTEN: _Mode = "validation"
_READ: _Mode = "serialization"
_RECORDS: Mapping[str, tuple[type[BaseModel], _Mode, str]] = {
    "cards": (CardsDocument, _READ, "The newest stories of a channel, for pages that embed them"),
    "channel": (Channel, _WRITTEN, "A channel's file; its name is the file's"),
    "erasure": (Erasure, _READ, "What goes with a story that is erased"),
    "incident": (Incident, _READ, "What is wrong, or was"),
    "figures": (FiguresDocument, _READ, "The numbers of a page, in one language"),
    "page": (Page, _WRITTEN, "The file of a page that editors keep; its name is the file's"),
    "page-document": (PageDocument, _READ, "That page as it is published, in one language"),
    "pair": (Pair, _READ, "Two cards that may be one story in two languages"),
    "quarantine": (Quarantine, _READ, "What of a source waits for an editor"),
    "question": (Question, _WRITTEN, "The filters of cards"),
    "run": (Run, _READ, "The receipt of a run"),
    "source": (Source, _WRITTEN, "A source's file; its slug is the file's name"),
}
_NAMED_BY_FILE = {"channel": "name", "page": "name", "source": "slug"}


@lru_cache(maxsize=4)
def render(site: Site) -> tuple[tuple[str, bytes], ...]:
    """Path and bytes of each schema but the card's own (`story_schema`), and of the index, last."""
    found = [(f"schemas/{name}.json", _schema(site, name)) for name in _RECORDS]
    return (*found, (INDEX, _dumped({"schemas": list(_listed(site))})))


def _schema(site: Site, name: str) -> bytes:
    record, mode, _ = _RECORDS[name]
    schema = record.model_json_schema(mode=mode)
    if (by_file := _NAMED_BY_FILE.get(name)) is not None:
        del schema["properties"][by_file]
        schema["required"] = [field for field in schema.get("required", ()) if field != by_file]
    address = site.address(f"schemas/{name}.json")
    return _dumped({"$schema": DIALECT, "$id": address, **schema})


def _listed(site: Site) -> Iterator[dict[str, str]]:
    card = {"name": "story-card", "about": "A card as it is published"}
    yield {**card, "href": site.address(story_schema.PATH)}
    for name, (_, _, about) in _RECORDS.items():
        yield {"name": name, "about": about, "href": site.address(f"schemas/{name}.json")}


def _dumped(value: Any) -> bytes:
    options = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(value, option=options)
