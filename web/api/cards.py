"""Cards, newest first."""

import base64
import binascii
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, TypedDict
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response
from pydantic import create_model

from feeds.card_json import PRIVATE
from feeds.entry import within_rights
from pipeline.history import Revision, history
from pipeline.rights import as_public
from pipeline.store import cards
from schemas.card import StoryCard
from schemas.errors import InputError, UnknownError
from schemas.types import Language, Record
from web.api.context import Context, Here
from web.api.editorial import token

MOST = 100
Position = tuple[datetime, str]


class Asked(TypedDict):
    """Which cards are asked for."""

    source: str | None
    language: str | None


router = APIRouter(prefix="/cards", tags=["cards"])

_FIELDS: dict[str, Any] = {
    name: (field.annotation, field)
    for name, field in StoryCard.model_fields.items()
    if name not in PRIVATE
}
PublicCard = create_model("PublicCard", __base__=Record, key=(str, ...), **_FIELDS)
"""A story card without what stays in the newsroom."""


class Cards(Record):
    """A page of cards, newest first."""

    cards: tuple[PublicCard, ...]
    next: str | None
    """The cursor of the next page."""


@router.get("")
def newest(
    here: Here,
    response: Response,
    source: str | None = None,
    language: Language | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    cursor: str | None = None,
) -> Cards:
    """Public cards, newest first; `Link: rel=next` leads to the next page."""
    asked: Asked = {"source": source, "language": language}
    found, after = _page(here, position(cursor), limit, asked)
    if not found and source is not None and source not in here.sources:
        raise UnknownError("no such source; GET /api/v1/sources lists them", subject=source)
    if after is not None:
        named = {k: v for k, v in {**asked, "limit": limit, "cursor": after}.items() if v}
        response.headers["Link"] = f'<{here.href("/cards")}?{urlencode(named)}>; rel="next"'
    return Cards(cards=tuple(public(here, card) for card in found), next=after)


@router.get("/{key}", response_model=PublicCard)
def one(here: Here, key: str) -> Any:
    """One public card, by its key or its id."""
    with here.store.reading() as c:
        card = cards.find(c, key)
        if card is not None and cards.state_of(c, card.id) == "live" and _visible(here, card):
            return public(here, card)
    raise UnknownError("no such card", subject=key)


class History(Record):
    """Every revision of a card, the latest first."""

    revisions: tuple[Revision, ...]


@router.get("/{key}/history", dependencies=[Depends(token)])
def past(here: Here, key: str) -> History:
    """Who changed what of a card, and when; needs the operator's token."""
    with here.store.reading() as c:
        card = cards.find(c, key)
        if card is not None:
            return History(revisions=tuple(history(c, card.id)))
    raise UnknownError("no such card", subject=key)


def public(here: Context, card: StoryCard) -> Any:
    """A card as everybody may see it: overrides applied, never more than its rights allow."""
    values = within_rights(as_public(card, here.sources)).model_dump(exclude=set(PRIVATE))
    return PublicCard.model_validate(values)


def _visible(here: Context, card: StoryCard) -> bool:
    return card.public and (card.editor.embargo is None or card.editor.embargo <= here.now())


def _page(
    here: Context, after: Position | None, limit: int, asked: Asked
) -> tuple[list[StoryCard], str | None]:
    """Up to `limit` visible cards, and the cursor of the next page if there is one."""
    found: list[StoryCard] = []
    for card in _from(here, after, limit, asked):
        if len(found) == limit:
            return found, cursor_at(found[-1])
        found.append(card)
    return found, None


def _from(here: Context, after: Position | None, limit: int, asked: Asked) -> Iterator[StoryCard]:
    with here.store.reading() as c:
        while page := cards.page_of(c, after=after, limit=limit + 1, **asked):
            yield from (card for card in page if _visible(here, card))
            after = (page[-1].sort_at, page[-1].id)


def cursor_at(card: StoryCard) -> str:
    """The cursor of what follows a card."""
    text = f"{card.sort_at.isoformat()} {card.id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def position(cursor: str | None) -> Position | None:
    """Where a cursor points; InputError if it is none of ours."""
    if cursor is None:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        at, _, card = base64.urlsafe_b64decode(padded).decode().partition(" ")
        moment = datetime.fromisoformat(at)
    except (ValueError, binascii.Error):
        moment = None
    if moment is None or moment.tzinfo is None or not card:
        raise InputError("take it from `next` of the page before, unchanged", subject="cursor")
    return moment, card
