"""The page that shows what a newsletter tool or a site takes of a channel."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from feeds.explanation import page_of
from web.api.context import Context, Here
from web.headers import PAGE_POLICY

if TYPE_CHECKING:
    from pipeline.publish import Publisher

router = APIRouter(include_in_schema=False)


@router.get("/feeds/explain/{channel:path}")
async def explain(
    request: Request,
    here: Here,
    channel: str,
    profile: Annotated[str | None, Query(max_length=80)] = None,
    card: Annotated[str | None, Query(max_length=2000)] = None,
) -> HTMLResponse:
    """What a tool takes of each item, and why public cards are not in the channel."""
    text = await here.asking(_page, request, here, channel, profile, card)
    name, policy = PAGE_POLICY
    return HTMLResponse(text, headers={name.decode(): policy.decode(), "Cache-Control": "no-cache"})


def _page(
    request: Request, here: Context, channel: str, profile: str | None, card: str | None
) -> str:
    from pipeline.explaining import asked, explained, missing, open_to_all  # feedgen comes with it

    publisher, now = _publisher(request, here), here.now()
    with here.store.reading() as c:
        found = explained(publisher, channel, profile, now)
        visible = open_to_all(c, now)
        absent = (
            missing(c, publisher, channel, now, visible)
            if card is None
            else (asked(c, publisher, channel, card, now, visible),)
        )
    return page_of(found.model_copy(update={"absent": absent}), publisher.site)


def _publisher(request: Request, here: Context) -> "Publisher":
    """The channels as they were declared at the start; made when somebody asks first."""
    from pipeline.publish import Publisher  # likewise

    state = request.app.state
    if not hasattr(state, "publisher"):
        state.publisher = Publisher(here.settings, here.store, here.sources)
    made: Publisher = state.publisher
    return made
