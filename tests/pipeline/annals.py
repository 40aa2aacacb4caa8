"""A publisher of two short channels, whose stories soon leave them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson

from pipeline.accept import Placing, place
from pipeline.clock import StrictClock
from pipeline.publish import Publisher
from pipeline.settings import settings_from
from pipeline.store import cards
from pipeline.store.store import Store, opened
from schemas.card import StoryCard
from tests.builders import NOON, card, source
from tests.keeping import copy_folder

SOURCE = source(rights={"images": "hotlink"})
WEB = """
length = 5
window = "1d"
suffixes = []
title = { it = "Poche", en = "Few" }
description = { it = "Le ultime.", en = "The latest." }
"""
LETTER = WEB + 'profile = "newsletter"\nhold = "0m"\n'


class Newsroom:
    """A store, and a publisher of two short channels."""

    def __init__(self, folder: Path) -> None:
        """`few` is a web channel, `letter` a newsletter; both hold five cards."""
        self.folder = folder
        for name, text in (("few", WEB), ("letter", LETTER)):
            file = folder / "channels" / f"{name}.toml"
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, "utf-8")
        self.settings = settings_from(
            data=folder / "data", public=folder / "public", channels=(folder / "channels",)
        )
        self.now = NOON
        self.store: Store = opened(self.settings, clock=StrictClock(lambda: self.now))
        self.publisher = self.restart()
        self.publisher.publish()
        self.made: list[StoryCard] = []

    def copy(self, folder: Path) -> "Newsroom":
        """Another one below `folder` that goes on from here; this one's store is closed."""
        copy_folder(self.folder, folder)
        found = Newsroom(folder)
        found.now, found.made = self.now, [*self.made]
        return found

    def restart(self) -> Publisher:
        """A publisher of these two channels alone, as after a start."""
        made = Publisher(self.settings, self.store, {"ateneo": SOURCE})
        wanted = ("few", "letter", "stories.it", "stories.en")
        made.variants = {key: made.variants[key] for key in wanted}
        made.placing = Placing(
            variants=(made.variants["few"], made.variants["letter"]), recent=timedelta(days=3)
        )
        self.publisher = made
        return made

    def add(self, count: int, **said: Any) -> list[StoryCard]:
        """Stories, a day after the other, all released together."""
        start = NOON - timedelta(days=2000 - len(self.made))
        days = [start + timedelta(days=n) for n in range(count)]
        added = [card(**{"published": day, "first_seen": day, **said}) for day in days]
        with self.store.writing() as c:
            cards.save_all(c, [cards.Accepted(x, "test", "[]", x.first_seen) for x in added])
            now = self.store.clock()
            place(c, {one.id: True for one in added}, self.publisher.placing, now)
        self.made += added
        self.publisher.publish()
        return added

    def change(self, one: StoryCard, after: StoryCard) -> None:
        """A card has another version."""
        with self.store.writing() as c:
            cards.save(c, after, cause="test", changed=("title",), at=self.store.clock())
            place(c, {one.id: False}, self.publisher.placing, self.store.clock())
        self.publisher.publish()

    def document(self, path: str) -> Any:
        """A JSON document."""
        return orjson.loads((self.settings.public / path).read_bytes())

    def walk(self, name: str) -> list[list[str]]:
        """The ids of a channel's documents, from its subscription document backwards."""
        found, path, seen = [], f"feeds/{name}.json", set[str]()
        while path:
            feed = self.document(path)
            assert path not in seen, "a page that leads back"
            seen.add(path)
            found.append([item["id"] for item in feed["items"]])
            path = feed.get("next_url", "").removeprefix(f"{self.settings.public_url}/")
        return found

    def files(self) -> dict[str, bytes]:
        """Path → content of every archive document."""
        root = self.settings.public
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted((root / "feeds/archive").rglob("*"))
            if path.is_file()
        }
