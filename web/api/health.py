"""The health of this process."""

from anyio import to_thread
from fastapi import APIRouter, Response

from pipeline.settings import VERSION
from web.api.context import Here
from web.status import Health, health, looked_into

router = APIRouter(tags=["health"])


@router.get("/healthz", responses={503: {"model": Health, "description": "Something is faulty."}})
async def healthz(here: Here, response: Response) -> Health:
    """200 while serving, the store, the crawler process and the scheduler work; else 503."""
    verdict = health(
        await to_thread.run_sync(looked_into, here.store, here.trouble()),
        here.status(),
        documents=here.documents(),
        version=VERSION,
        since=here.since,
        now=here.now(),
    )
    response.headers["Cache-Control"] = "no-store"
    response.status_code = 200 if verdict.status == "ok" else 503
    return verdict
