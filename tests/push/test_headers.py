"""What the headers of documents say of themselves and of the hub."""

from itertools import product

from tests.builders import source
from tests.push.room import HERE, Room
from tests.receivers import Hook
from tests.web.driver import ask
from web.app import create_app
from web.status import CrawlerStatus

CASES = [("feeds/stories.it.rss", True), ("feeds/query.json?q=storia", False)]


async def test_headers_name_the_hub(room: Room, hook: Hook) -> None:
    """Requirement 38: One `self`, and the hub where it is told of changes."""
    status = CrawlerStatus(alive=True, pid=1, last_tick=room.clock())
    known = {"ateneo": source()}
    app = create_app(room.settings, room.store, known, nudge=print, status=lambda: status)
    for (path, hub), method in product(CASES, ("GET", "HEAD")):
        answer = await ask(app, f"/{path}", method=method)
        links = [link.split("; ") for link in answer.headers["link"].split(", ")]
        more = [[f"<{hook.url}>", 'rel="hub"']] if hub else []
        own = [f"<{HERE}{path}>", 'rel="self"']
        assert (answer.status, links) == (200, [own, *more]), (method, path)
        assert hub or hook.url.encode() not in answer.body, path
