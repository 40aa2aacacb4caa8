"""Cards, by what is asked for."""

from copy import copy
from itertools import islice
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Response
from pydantic import create_model

from feeds.card_json import PRIVATE
from feeds.entry import within_rights
from pipeline.asking import opened
from pipeline.history import Revision, history
from pipeline.store import cards
from pipeline.store.asking import Found
from pipeline.store.patience import limited
from schemas.card import StoryCard
from schemas.errors import UnknownError
from schemas.meanings import meanings
from schemas.types import Record
from web.api.asked import FIELDS, Page, cursor_at
from web.api.context import PATIENCE, Context, Here
from web.api.editorial import token

router = APIRouter(prefix="/cards", tags=["cards"])


def _said(name: str, field: Any) -> Any:
    """The field with what it means to a card."""
    said = copy(field)
    said.description = meanings(StoryCard).get(name)
    return said


_FIELDS: dict[str, Any] = {
    name: (field.annotation, _said(name, field))
    for name, field in StoryCard.model_fields.items()
    if name not in PRIVATE
}
PublicCard = create_model("PublicCard", __base__=Record, key=(str, ...), **_FIELDS)
"""A story card without what stays in the newsroom."""


def _left_out(field: Any) -> Any:
    left = copy(field)
    left.default = None
    return left


_SOME: dict[str, Any] = {name: (of, _left_out(field)) for name, (of, field) in _FIELDS.items()}
SomeFields = create_model("SomeFields", __base__=Record, key=(str, ""), **_SOME)
"""The fields of a card that were asked for."""


class Cards(Record):
    """A page of cards."""

    cards: tuple[PublicCard | SomeFields, ...]
    next: str | None
    """The cursor of the next page."""


@router.get("", response_model=Cards)
async def found(here: Here, page: Annotated[Page, Query()]) -> Response:
    """Public cards, the newest first; `Link: rel=next` leads to the next page."""
    rows = await here.asking(_rows, here, page)
    known = not page.source or any(slug in here.sources for slug in page.source)
    if not rows and not known:
        raise UnknownError(
            "no such source; GET /api/v1/sources lists them", subject=", ".join(page.source)
        )
    after = cursor_at(rows[page.limit - 1].position) if len(rows) > page.limit else None
    told = [_told(row.card, page.fields or FIELDS) for row in rows[: page.limit]]
    headers = {} if after is None else {"Link": _next(here, page, after)}
    body = orjson.dumps({"cards": told, "next": after})
    return Response(body, headers=headers, media_type="application/json")


def _rows(here: Context, page: Page) -> list[Found]:
    """The cards of a page, and one more where there is one."""
    with here.store.reading() as c, limited(c, PATIENCE):
        found = here.archive.answers(
            c, page, here.now(), sort=page.sort, after=page.after, part=page.limit + 1
        )
        return list(islice(found, page.limit + 1))


def _next(here: Context, page: Page, after: str) -> str:
    return f'<{here.href("/cards")}?{page.query(cursor=after)}>; rel="next"'


def _told(card: StoryCard, fields: tuple[str, ...]) -> dict[str, Any]:
    return within_rights(card).model_dump(mode="json", include=set(fields))


@router.get("/{key}", response_model=PublicCard)
def one(here: Here, key: str) -> Any:
    """One public card, by its key or its id."""
    with here.store.reading() as c:
        card = cards.find(c, key)
        if card is not None and cards.state_of(c, card.id) == "live" and _visible(here, card):
            values = _told(here.archive.public(card), FIELDS)
            return PublicCard.model_validate(values)
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


def _visible(here: Context, card: StoryCard) -> bool:
    return card.public and opened(card, here.now())
