"""The health of this process."""

from anyio import to_thread
from fastapi import APIRouter, Response

from pipeline.settings import VERSION
from pipeline.store import runs
from schemas.errors import StoreError
from web.api.context import Context, Here
from web.status import Health, StoreHealth, health

router = APIRouter(tags=["health"])


@router.get("/healthz", responses={503: {"model": Health, "description": "Something is faulty."}})
async def healthz(here: Here, response: Response) -> Health:
    """200 while the store, the crawler process and the scheduler work; else 503."""
    verdict = health(
        await to_thread.run_sync(_store, here),
        here.status(),
        documents=here.documents(),
        version=VERSION,
        since=here.since,
        now=here.now(),
    )
    response.headers["Cache-Control"] = "no-store"
    response.status_code = 200 if verdict.status == "ok" else 503
    return verdict


def _store(here: Context) -> StoreHealth:
    try:
        with here.store.reading() as c:
            return StoreHealth(ok=True, waiting=runs.waiting(c))
    except StoreError as error:
        return StoreHealth(ok=False, reason=str(error))
