"""What the headers of documents say of themselves and of the hub."""

import asyncio

import pytest

from tests.builders import source
from tests.push.room import HERE, Room
from tests.receivers import Hook
from tests.web.driver import ask
from web.app import create_app
from web.status import CrawlerStatus


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("path", "hub"), [("feeds/stories.it.rss", True), ("feeds/query.json?q=storia", False)]
)
def test_headers_name_the_hub(room: Room, hook: Hook, method: str, path: str, hub: bool) -> None:
    """Requirement 38: One `self`, and the hub where it is told of changes."""
    status = CrawlerStatus(alive=True, pid=1, last_tick=room.clock())
    known = {"ateneo": source()}
    app = create_app(room.settings, room.store, known, nudge=print, status=lambda: status)
    answer = asyncio.run(ask(app, f"/{path}", method=method))
    links = [link.split("; ") for link in answer.headers["link"].split(", ")]
    more = [[f"<{hook.url}>", 'rel="hub"']] if hub else []
    assert (answer.status, links) == (200, [[f"<{HERE}{path}>", 'rel="self"'], *more])
    assert hub or hook.url.encode() not in answer.body
