"""A house whose hub and cache are on loopback."""

from datetime import timedelta
from urllib.parse import parse_qs

import orjson

from feeds.position import subscribable
from pipeline.push.pusher import Pusher, Served, lying
from pipeline.push.ways import ways_of
from pipeline.settings import settings_from
from pipeline.store import incidents
from schemas.incident import Incident
from tests.press import Press
from tests.receivers import Hook

HERE = "http://127.0.0.1:8000/"


class Room(Press):
    """A public folder, and what tells of it."""

    def _open(self) -> None:
        super()._open()
        self.retell()

    def begin(self) -> None:
        """It tells of its documents too."""
        super().begin()
        while self.pusher.round():
            pass

    def behind(self, **ways: str) -> None:
        """From now on it has these ways to tell of its documents; all that was is known to them."""
        self.settings = settings_from(**{**self.settings.model_dump(), **ways})
        self.restart()
        self.retell()

    def retell(self, served: Served = lying) -> None:
        """What tells ends, and starts again."""
        self.pusher = Pusher(self.store, ways_of(self.settings), served)

    def later(self, **span: float) -> None:
        """Some time passes."""
        self.ahead += timedelta(**span)

    def wrong(self) -> list[Incident]:
        """What is wrong now."""
        with self.store.reading() as c:
            return incidents.current(c)

    def subscriptions(self) -> set[str]:
        """Every subscription document that the manifest lists."""
        listed = orjson.loads((self.settings.public / "manifest.json").read_bytes())
        return {path for path in listed["documents"] if subscribable(path)}


def pinged(hook: Hook) -> list[str]:
    """The paths that a hub was told of since it was last asked."""
    found = [parse_qs(one.body) for one in hook.asked]
    hook.asked.clear()
    assert all(one["hub.mode"] == ["publish"] for one in found)
    return sorted(one["hub.url"][0].removeprefix(HERE) for one in found)
