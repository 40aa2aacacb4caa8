"""What is wrong, and what waits, for editors."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException

from pipeline import quarantine
from pipeline.catalogue import Catalogue
from pipeline.store import incidents
from schemas.incident import Incident
from schemas.quarantine import Quarantine
from schemas.types import Record
from web import auth
from web.api.context import Here

router = APIRouter(tags=["editors"])


async def token(here: Here, request: Request) -> None:
    """What no editor has let out is nobody else's to read."""
    why = auth.refusal(here.settings.api_token, request.headers.get("authorization", "").encode())
    if why is not None:
        raise HTTPException(401, why, {"WWW-Authenticate": "Bearer"})


class Held(Record):
    """Everything that waits in quarantine, by source."""

    sources: tuple[Quarantine, ...]


class Incidents(Record):
    """What is wrong, or was."""

    incidents: tuple[Incident, ...]


@router.get("/held", dependencies=[Depends(token)])
def held(here: Here, source: str | None = None) -> Held:
    """The last good values beside those that wait; needs the operator's token."""
    if source is not None:
        Catalogue(sources=dict(here.sources)).named([source])
    with here.store.reading() as c:
        return Held(sources=tuple(quarantine.waiting(c, source)))


@router.get("/incidents")
def latest(
    here: Here, past: bool = False, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> Incidents:
    """What is wrong now; with `past` also what was, newest first."""
    with here.store.reading() as c:
        found = incidents.latest(c, limit) if past else incidents.current(c)[:limit]
    return Incidents(incidents=tuple(found))
