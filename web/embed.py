"""Fragments made to measure, of the cards documents in memory."""

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

from fastapi.responses import Response
from pydantic import Field, ValidationError

from feeds.embed.fragment import render_fragment
from feeds.embed.places import FOLDER
from feeds.embed.replacing import looked_over
from schemas.channel import NAME
from schemas.embed import CardsDocument, Look
from schemas.errors import InputError, PoliflashError, StoreError, UnknownError
from schemas.types import InterfaceLanguage
from web import problems
from web.document import Document, document
from web.public import Receive, Scope, Send, answered
from web.query import moved, refusal
from web.shelf import Shelf

NAMED = f"{FOLDER}/cards.html"
PATH = f"/{NAMED}"
LONGEST = 500
"""Characters of a query."""
KEPT = 128
"""Fragments kept in memory."""
_ORDER = ("channel", "lang", "limit", "heading-level", "layout", "theme")


class Wish(Look):
    """What the address asks for."""

    channel: str = Field(pattern=NAME)
    lang: InterfaceLanguage | None = None


class Asked(NamedTuple):
    """A wish, and the one address it has."""

    wish: Wish
    query: str
    canonical: bool
    """Whether it was asked in this very spelling."""


class Fragments:
    """Answers for `/embed/v1/cards.html`; the store is not asked, no card is rendered."""

    def __init__(self, shelf: Shelf, templates: Path | None) -> None:
        """`templates`: the folder of an operator's own; SettingsError where one cannot be used."""
        self._shelf = shelf
        looked_over(templates)
        self._templates = templates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call, for this one path."""
        try:
            its = asked(scope["query_string"].decode("ascii", "replace"))
            if its.canonical or scope["method"] == "OPTIONS":
                found = self._document(its.wish, its.query)
                if isinstance(found, Document):
                    await answered(found, scope, send)
                else:
                    await found(scope, receive, send)
            else:
                await moved(f"{self._shelf.address(NAMED)}?{its.query}")(scope, receive, send)
        except PoliflashError as error:
            await refusal(error)(scope, receive, send)

    def _document(self, wish: Wish, query: str) -> Document | Response:
        """A channel without versions in the language is shown as it is."""
        keys = ([f"{wish.channel}.{wish.lang}"] if wish.lang else []) + [wish.channel]
        paths = [f"{FOLDER}/{key}.json" for key in keys]
        for path in paths:
            if (found := self._shelf.at.get(f"/{path}")) is not None:
                return _made(found.plain.full.body, found.changed, wish, self._templates)
        if not self._shelf.filled:
            raise StoreError("Nothing has been published yet; ask again in a moment.")
        if (name := self._shelf.moved.get(wish.channel)) is not None:
            rest = query.partition("&")[2]
            return moved(f"{self._shelf.address(NAMED)}?channel={name}{rest and '&' + rest}")
        if self._shelf.gone.intersection(paths):
            return problems.response(410, "This channel has ended.")
        raise UnknownError("no such channel", subject=wish.channel)


@lru_cache(maxsize=KEPT)
def _made(content: bytes, changed: int, look: Look, templates: Path | None) -> Document:
    cards = CardsDocument.model_validate_json(content)
    return document(NAMED, render_fragment(cards, look, templates), changed, "")


def asked(query: str) -> Asked:
    """What the query of an address asks for; InputError names what is off.

    What is not said is as in the fragment that is published; said or not, it is one spelling.
    """
    if len(query) > LONGEST:
        raise InputError(f"a query may have {LONGEST} characters", subject="query")
    given = parse_qsl(query, keep_blank_values=True, max_num_fields=LONGEST)
    values = {name: value.strip().lower() for name, value in given if value.strip()}
    if unknown := next((name for name, _ in given if name not in _ORDER), None):
        raise InputError(f"no such parameter; known here: {', '.join(_ORDER)}", subject=unknown)
    if double := next((name for name in values if [n for n, _ in given].count(name) > 1), None):
        raise InputError("is given more than once", subject=double)
    if "channel" not in values:
        raise InputError("say which one, as in channel=stories", subject="channel")
    wish = _wish(values)
    spelt: dict[str, Any] = {name: getattr(wish, _field(name)) for name in _ORDER if name in values}
    pairs = [(name, str(value)) for name, value in spelt.items()]
    return Asked(wish, urlencode(pairs, safe="/", quote_via=quote), pairs == given)


def _wish(values: dict[str, str]) -> Wish:
    try:
        return Wish.model_validate({_field(name): value for name, value in values.items()})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).replace("_", "-")
        raise InputError(first["msg"], subject=name) from None


def _field(name: str) -> str:
    return name.replace("-", "_")
