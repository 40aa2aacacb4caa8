"""A store and a public folder that a test fills with cards."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from pipeline.accept import place
from pipeline.clock import StrictClock, system_now
from pipeline.publish import Published, Publisher
from pipeline.settings import settings_from
from pipeline.store import cards
from pipeline.store.store import opened
from schemas.card import StoryCard
from tests.builders import source
from tests.keeping import brought

FULL = {"text": "full", "images": "hotlink", "attribution": "Ateneo"}


FOLDERS = ("channels", "pages")


def _mark(maker: type, changes: dict[str, Any]) -> str:
    """A name for who begins a house, with which settings and declarations."""
    found = (folder for name in FOLDERS for folder in changes.get(name, ()))
    files = [file.read_text("utf-8") for one in found for file in sorted(one.rglob("*.toml"))]
    told = sorted((name, repr(value)) for name, value in changes.items() if name not in FOLDERS)
    return sha256(repr((maker, told, files)).encode()).hexdigest()


class Press:
    """Puts cards of a source that allows everything where they belong, and publishes."""

    def __init__(self, folder: Path, kept: Path | None = None, **changes: Any) -> None:
        """`changes` go to the settings; `kept`: where houses lie that have begun like this one."""
        where = {"data": folder / "data", "public": folder / "public"}
        self.settings = settings_from(**where, own_sources=False, **changes)
        self.ahead = timedelta()
        self.clock = StrictClock(lambda: system_now() + self.ahead)
        if kept is not None:
            brought(self.settings, kept / _mark(type(self), changes), self._begun)
        self._open()

    def _open(self) -> None:
        self.store = opened(self.settings, clock=self.clock)
        self.publisher = self.restart()

    def restart(self) -> Publisher:
        """The program ends and starts again."""
        sources = {"ateneo": source(rights=FULL)}
        self.publisher = Publisher(self.settings, self.store, sources)
        return self.publisher

    def begin(self) -> None:
        """What a house does that is kept for others: it publishes what there is without cards."""
        self.publish()

    def _begun(self) -> None:
        self._open()
        self.begin()
        self.close()

    def put(self, *wanted: StoryCard, state: str = "live") -> None:
        """Make these the accepted versions."""
        with self.store.writing() as c:
            now = self.clock()
            for card in wanted:
                cards.save(c, card, cause="test", changed=(), at=now, state=state)
            place(c, {card.id: False for card in wanted}, self.publisher.placing, now)

    def publish(self, **wish: bool) -> Published:
        """Render what is dirty."""
        return self.publisher.publish(**wish)

    def ids(self, channel: str) -> list[str]:
        """The ids in a channel's JSON document."""
        content = (self.settings.public / f"feeds/{channel}.json").read_bytes()
        return [item["id"] for item in orjson.loads(content)["items"]]

    def close(self) -> None:
        """Let the store go."""
        self.store.close()
