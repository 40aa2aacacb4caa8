"""Cards that may be one story in two languages."""

from typing import Annotated, Literal

from anyio import to_thread
from fastapi import APIRouter, Body, Depends

from pipeline.pairs import verdicts
from schemas.order import ActionName
from schemas.pair import Pair
from schemas.run import Run
from schemas.types import Record
from web.api.actions import LATER, Wish, done
from web.api.context import Context, Here
from web.api.editorial import token

router = APIRouter(prefix="/pairs", tags=["editors"])
verdict_router = APIRouter(prefix="/pairs", tags=["editors"])
_ACTIONS: dict[str, ActionName] = {
    "accept": "accept-pair",
    "reject": "reject-pair",
    "undo": "undo-pair",
}


class Pairs(Record):
    """Proposals, the latest first."""

    pairs: tuple[Pair, ...]


@router.get("", dependencies=[Depends(token)])
def proposed(here: Here, past: bool = False) -> Pairs:
    """What waits for an editor; with `past` also what was decided. Needs the operator's token."""
    with here.store.reading() as c:
        return Pairs(pairs=tuple(verdicts.listed(c, past=past)))


@verdict_router.post("/{number}/{verdict}", responses=LATER, response_model=Run)
async def on_pair(
    here: Here,
    number: str,
    verdict: Literal["accept", "reject", "undo"],
    wish: Annotated[Wish | None, Body()] = None,
) -> object:
    """Make two cards one story, keep them apart for good, or take either back."""
    name = _ACTIONS[verdict]
    await to_thread.run_sync(_checked, here, name, number)
    return await done(here, name, number, wish or Wish())


def _checked(here: Context, name: ActionName, number: str) -> None:
    with here.store.reading() as c:
        verdicts.checked(c, name, number)
