"""Refreshing sources by hand."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Body
from pydantic import ConfigDict, StrictBool, model_validator
from pydantic.config import JsonDict

from pipeline.catalogue import Catalogue
from pipeline.orders import order_for, source_of
from pipeline.schedule import enabled
from pipeline.store import sources as source_states
from schemas.addresses import NotAnAddress
from schemas.errors import InputError, UnknownError
from schemas.order import Order
from schemas.source import Source
from schemas.types import Record
from web.api.context import Context, Here
from web.api.orders import Queued, queued, tickets
from web.api.strict import Words

router = APIRouter(tags=["refresh"])


_BOTH: JsonDict = {
    "required": ["url", "sources"],
    "properties": {"url": {"type": "string"}, "sources": {"minItems": 1}},
}


class Refresh(Record):
    """What to run: named sources, the source of one story page, or (with neither) every source."""

    model_config = ConfigDict(json_schema_extra={"not": _BOTH})

    sources: tuple[Words, ...] = ()
    """Slugs."""
    url: Words | None = None
    """One story page, read besides its source's listing."""
    force: StrictBool = False
    """Ask newsrooms for everything anew, even what they say has not changed."""

    @model_validator(mode="after")
    def _one_wish(self) -> "Refresh":
        if self.url is not None and self.sources:
            raise ValueError("give either sources or url")
        return self


@router.post("/refresh", status_code=202)
async def refresh(here: Here, wish: Annotated[Refresh | None, Body()] = None) -> Queued:
    """Queue runs of sources; a second click folds into a run that is still queued."""
    wish = wish or Refresh()
    if wish.url is not None:
        orders = [_order_of_page(here, wish.url, force=wish.force)]
    else:
        asked = await _asked(here, wish.sources)
        orders = [order_for(source, "manual", force=wish.force) for source in asked]
    return tickets(here, await queued(here, orders))


async def _asked(here: Context, slugs: tuple[str, ...]) -> tuple[Source, ...]:
    if slugs:
        return Catalogue(sources=dict(here.sources)).named(dict.fromkeys(slugs))
    states = await to_thread.run_sync(_states, here)
    return tuple(s for s in here.sources.values() if enabled(s, states.get(s.slug)))


def _states(here: Context) -> dict[str, source_states.SourceState]:
    with here.store.reading() as c:
        return source_states.states(c)


def _order_of_page(here: Context, url: str, *, force: bool) -> Order:
    try:
        source = source_of(url, here.sources.values())
    except NotAnAddress as error:
        raise InputError(str(error), subject="url") from None
    if source is None:
        there = ", ".join(sorted(here.sources)) or "none"
        raise UnknownError(f"no source has pages at this host; there are: {there}", subject=url)
    return order_for(source, "manual", url=url, force=force)
