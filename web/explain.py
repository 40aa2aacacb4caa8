"""The page that shows what a newsletter tool or a site takes of a channel."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection

from feeds.explanation import page_of
from pipeline.explaining import Visible, asked, explained, missing
from pipeline.publish import Publisher
from pipeline.store import cards
from schemas.card import StoryCard
from web.api.context import Context, Here
from web.headers import PAGE_POLICY

router = APIRouter(include_in_schema=False)


@router.get("/feeds/explain/{channel:path}")
def explain(
    request: Request,
    here: Here,
    channel: str,
    profile: Annotated[str | None, Query(max_length=80)] = None,
    card: Annotated[str | None, Query(max_length=2000)] = None,
) -> HTMLResponse:
    """What a tool takes of each item, and why public cards are not in the channel."""
    publisher, now = _publisher(request, here), here.now()
    with here.store.reading() as c:
        found = explained(publisher, channel, profile, now)
        visible = _public(c, here)
        absent = (
            missing(c, publisher, channel, now, visible)
            if card is None
            else (asked(c, publisher, channel, card, now, visible),)
        )
    name, policy = PAGE_POLICY
    text = page_of(found.model_copy(update={"absent": absent}), publisher.site)
    return HTMLResponse(text, headers={name.decode(): policy.decode(), "Cache-Control": "no-cache"})


def _publisher(request: Request, here: Context) -> Publisher:
    """The channels as they were declared at the start; made when somebody asks first."""
    state = request.app.state
    if not hasattr(state, "publisher"):
        state.publisher = Publisher(here.settings, here.store, here.sources)
    made: Publisher = state.publisher
    return made


def _public(c: Connection, here: Context) -> Visible:
    """Which cards everybody may see."""

    def visible(card: StoryCard) -> bool:
        embargo = card.editor.embargo
        open_ = card.public and (embargo is None or embargo <= here.now())
        return open_ and cards.state_of(c, card.id) == "live"

    return visible
