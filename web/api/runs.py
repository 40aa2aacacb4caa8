"""Receipts, and the progress of runs."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from pipeline.store import runs
from schemas.errors import UnknownError
from schemas.run import Run
from schemas.types import Record
from web.api.context import Context, Here

LOOK = 0.2
"""Seconds between two looks at a run somebody waits for."""
QUIET = 15.0
"""Seconds after which a stream with no news says that it is alive."""

_EVENT = {
    "type": "object",
    "properties": {
        "event": {"type": "string", "description": "The run's state."},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
}
router = APIRouter(prefix="/runs", tags=["runs"])


class Runs(Record):
    """Receipts, newest first."""

    runs: tuple[Run, ...]


@router.get("")
def latest(
    here: Here, source: str | None = None, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> Runs:
    """The latest runs, of every source or of one."""
    with here.store.reading() as c:
        return Runs(runs=tuple(runs.recent(c, source=source, limit=limit)))


@router.get("/{run_id}")
def receipt(here: Here, run_id: str) -> Run:
    """The receipt of a run, whatever its state."""
    return found(here, run_id)


@router.get(
    "/{run_id}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": _EVENT}}}},
)
async def events(here: Here, run_id: str) -> StreamingResponse:
    """Server-sent events: the receipt at each change, named by the run's state, until done."""
    first = await to_thread.run_sync(found, here, run_id)
    return StreamingResponse(
        _told(here, first),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def found(here: Context, run_id: str) -> Run:
    """A run; UnknownError where there is none. Whoever is told that it is done can see it."""
    with here.store.reading() as c:
        run = runs.run_of(c, run_id)
    if run is None:
        raise UnknownError("no such run; GET /api/v1/runs lists the latest", subject=run_id)
    if run.state == "done":
        here.look()
    return run


async def finished(here: Context, run: Run, seconds: float) -> Run | None:
    """The run once it is done; `None` if it still is not after so many seconds, or at our end."""
    clock = asyncio.get_running_loop().time
    until = clock() + seconds
    while run.state != "done":
        if clock() >= until or await here.pause(min(0.05, seconds)):
            return None
        run = await to_thread.run_sync(found, here, run.id)
    return run


async def _told(here: Context, run: Run) -> AsyncIterator[str]:
    yield _event(run)
    silent = 0.0
    while run.state != "done" and not await here.pause(LOOK):
        now = await to_thread.run_sync(found, here, run.id)
        silent += LOOK
        if now != run:
            run, silent = now, 0.0
            yield _event(run)
        elif silent >= QUIET:
            silent = 0.0
            yield ": nothing new\n\n"


def _event(run: Run) -> str:
    return f"event: {run.state}\ndata: {run.model_dump_json()}\n\n"
