"""Erasing a story over HTTP: first what would go, then, by naming it, its going."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Body, Depends, Security
from fastapi.security import HTTPBearer
from pydantic import Field

from pipeline.store import cards
from schemas.erasure import Erasure
from schemas.errors import InputError, UnknownError
from schemas.run import Run
from schemas.types import Record
from web.api.actions import LATER, Wish, done
from web.api.context import Context, Here
from web.api.editorial import token

router = APIRouter(tags=["editors"])


class Confirmed(Record):
    """Who wants it, and what exactly."""

    confirm: str = Field(min_length=1, max_length=100)
    """The card's id, as `GET …/erasure` tells it: nothing is erased by a slip of the address."""
    story: bool = False
    """All its language versions."""
    by: str = Field(default="api", min_length=1, max_length=100)


@router.get("/cards/{key}/erasure", dependencies=[Depends(token)])
async def foreseen(here: Here, key: str, story: bool = False) -> Erasure:
    """What an erasure would take, and which backups hold it on; needs the operator's token.

    With `story`: of all its language versions. Nothing is changed.
    """
    return await here.asking(_foreseen, here, key, story)


@router.post(
    "/cards/{key}/erasure",
    responses=LATER,
    response_model=Run,
    dependencies=[Security(HTTPBearer(auto_error=False, description="The operator's token."))],
)
async def erase(here: Here, key: str, wish: Annotated[Confirmed, Body()]) -> object:
    """Delete all that a card said, everywhere and for good, and never collect it again.

    The receipt, once it is gone from the public documents. It cannot be undone.
    """
    card = await to_thread.run_sync(_named, here, key)
    if wish.confirm != card:
        raise InputError(
            "is not the id of this card; see what would go, and its id: GET the same address",
            subject="body.confirm",
        )
    fields = {"story": "yes"} if wish.story else {}
    return await done(here, "erase", card, Wish(by=wish.by, fields=fields))


def _named(here: Context, key: str) -> str:
    with here.store.reading() as c:
        card = cards.find(c, key)
    if card is None:
        raise UnknownError("no such card", subject=key)
    return card.id


def _foreseen(here: Context, key: str, story: bool) -> Erasure:
    from pipeline.erase import foreseen as told  # publishing comes with it
    from pipeline.raw.shelf import Shelf

    shelf = Shelf(here.settings.data / "pages", "")
    return told(here.store, shelf, here.settings, key, story=story)
