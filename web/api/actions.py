"""What editors do over HTTP."""

from typing import Annotated, Any, Literal

from anyio import to_thread
from fastapi import APIRouter, Body, Response
from pydantic import Field

from feeds.channels import names
from pipeline import quarantine
from pipeline.catalogue import Catalogue
from pipeline.edits import after
from pipeline.regrouping import REGROUPING, refused
from pipeline.store import cards
from schemas.errors import InputError, UnknownError
from schemas.order import Action, ActionName, Order
from schemas.run import Run
from schemas.types import Record
from web.api.context import Context, Here
from web.api.orders import Queued, queued, tickets
from web.api.runs import finished
from web.api.strict import Words

router = APIRouter(tags=["editors"])


class Wish(Record):
    """Who wants it, why, and for `edit` the new texts."""

    fields: dict[Words, Words] = {}
    """For `edit`: field → new text; for `merge`: `into`, a card; for `split`: `names`, the
    addresses or guids to split off, with spaces between; for `include`, `exclude` and `follow`:
    `channel`, a channel's name, and so for `release` to one newsletter only."""
    why: Words = Field(default="", max_length=500)
    by: Words = Field(default="api", min_length=1, max_length=100)


LATER: dict[int | str, dict[str, Any]] = {
    202: {"model": Queued, "description": "Under way; its receipt will be at `href`."}
}


_FIELDS = {
    "edit": "name the fields to change",
    "merge": "name the card that stays: `into`",
    "split": "name what is to be split off: `names`",
    **dict.fromkeys(("include", "exclude", "follow"), "name the channel: `channel`"),
}


OnCard = Literal[
    "edit", "hide", "restore", "pin", "unpin", "release", "retract", "merge", "split", "undo",
    "include", "exclude", "follow",
]  # fmt: skip


@router.post("/cards/{key}/{action}", responses=LATER, response_model=Run)
async def on_card(
    here: Here,
    key: str,
    action: OnCard,
    wish: Annotated[Wish | None, Body()] = None,
) -> object:
    """Do something to a card; the receipt, once the public documents show it.

    `include` and `exclude` decide against a channel's filter; `follow` lets it decide again.
    """
    wish = wish or Wish()
    if (action in _FIELDS) != bool(wish.fields) and action != "release":
        only = _FIELDS.get(action, "this action takes no fields")
        raise InputError(only, subject="body.fields")
    if action in REGROUPING:
        await to_thread.run_sync(_refused, here, _action(action, key, wish))
        return await done(here, action, key, wish)
    card = await to_thread.run_sync(_allowed, here, _action(action, key, wish))
    return await done(here, action, card, wish)


@router.post("/sources/{slug}/{verdict}", responses=LATER, response_model=Run)
async def on_quarantine(
    here: Here,
    slug: str,
    verdict: Literal["accept", "reject"],
    wish: Annotated[Wish | None, Body()] = None,
) -> object:
    """Accept or reject everything of a source that waits in quarantine.

    A source accepted as a whole is measured by its held run from then on.
    """
    Catalogue(sources=dict(here.sources)).named([slug])
    return await done(here, verdict, slug, wish or Wish())


@router.post("/held/{key}/{verdict}", responses=LATER, response_model=Run)
async def on_held(
    here: Here,
    key: str,
    verdict: Literal["accept", "reject"],
    wish: Annotated[Wish | None, Body()] = None,
) -> object:
    """Accept or reject one card that waits in quarantine."""
    card = await to_thread.run_sync(_held, here, key)
    return await done(here, verdict, card, wish or Wish())


def _held(here: Context, key: str) -> str:
    with here.store.reading() as c:
        card = quarantine.find(c, key)
    if card is None:
        raise UnknownError("nothing of it is in quarantine; see GET /api/v1/held", subject=key)
    return card


def _action(name: ActionName, target: str, wish: Wish) -> Action:
    return Action(name=name, target=target, by=wish.by, why=wish.why, fields=wish.fields)


def _refused(here: Context, action: Action) -> None:
    with here.store.reading() as c:
        refused(c, action)


def _allowed(here: Context, action: Action) -> str:
    """The id of the card that an action is for; refused here where it cannot be done."""
    with here.store.reading() as c:
        card = cards.find(c, action.target)
    if card is None:
        raise UnknownError("no such card", subject=action.target)
    after(card, action, here.now(), names(here.settings.channels, here.sources))
    return card.id


async def done(here: Context, name: ActionName, target: str, wish: Wish) -> Run | Response:
    """Have an action carried out; its receipt, or after a while where that will be."""
    action = _action(name, target, wish)
    (run,) = await queued(here, [Order(trigger="edit", action=action)])
    done = await finished(here, run, here.patience)
    if done is not None:
        return done
    later = tickets(here, [run])
    return Response(
        later.model_dump_json(),
        202,
        {"Location": later.runs[0].href},
        media_type="application/json",
    )
