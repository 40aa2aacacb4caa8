"""A store, its newsletters, and the public folder, on a clock that is set by hand."""

from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from pipeline.catalogue import Catalogue
from pipeline.clock import StrictClock
from pipeline.publish import Published, Publisher
from pipeline.settings import settings_from
from pipeline.store import cards
from pipeline.store.store import opened
from schemas.card import StoryCard
from schemas.order import ActionName
from tests.builders import source
from tests.keeping import copy_folder
from tests.pipeline.desk import Desk

TELLING = """
profile = "newsletter"
{more}
[title]
it = "Lettera"
en = "Letter"
[description]
it = "Le storie."
en = "The stories."
"""


class Press:
    """A desk whose stories are published, by newsletters and nothing else."""

    def __init__(self, folder: Path, start: datetime, **letters: str) -> None:
        """`letters`: newsletter → what its file says besides; no other channel holds a card."""
        own = folder / "channels"
        own.mkdir(parents=True, exist_ok=True)
        for name, more in letters.items():
            (own / name).parent.mkdir(exist_ok=True)
            (own / f"{name}.toml").write_text(TELLING.format(more=more), "utf-8")
        self.now = start
        self.folder, self.said = folder, letters
        self.public = folder / "public"
        self.settings = settings_from(
            data=folder / "data",
            public=self.public,
            channels=(own,),
            public_url="https://www.example.org/poliflash",
        )
        self.store = opened(self.settings, clock=StrictClock(lambda: self.now))
        self.sources = Catalogue(sources={"ateneo": source(rights={"images": "hotlink"})}).sources
        self.desk = Desk(self.store, folder / "pages")
        self.letters = set(letters)
        self.reopen()

    def reopen(self) -> None:
        """The program ends and starts again."""
        self.publisher = Publisher(self.settings, self.store, self.sources)
        every = self.publisher.variants.items()
        kept = {k: v for k, v in every if v.channel.name in self.letters}
        self.desk.placing = self.publisher.placing.model_copy(
            update={"variants": tuple(kept.values())}
        )
        self.publisher.placing = self.desk.placing
        pages = {k: v for k, v in every if v.channel.name == "stories"}  # what the page is made of
        self.publisher.variants = kept | pages

    def copy(self, folder: Path) -> "Press":
        """Another one below `folder` that goes on from here; this one's store is closed."""
        copy_folder(self.folder, folder)
        made = Press(folder, self.now, **self.said)
        made.desk.runs = self.desk.runs
        made.publisher.publish()
        return made

    def rename(self, name: str, to: str) -> None:
        """A newsletter's file gets another name, and says which one it had."""
        (own,) = self.settings.channels
        old, new = own / f"{name}.toml", own / f"{to}.toml"
        new.parent.mkdir(exist_ok=True)
        new.write_text(f'formerly = ["{name}"]\n{old.read_text("utf-8")}', "utf-8")
        old.unlink()
        self.letters = self.letters - {name} | {to}
        self.reopen()

    def at(self, now: datetime) -> Published:
        """It is a certain time, and everything that waits for it is published."""
        self.now = now
        return self.publisher.publish()

    def read(self, name: str, *, history: bool = False, **said: Any) -> str:
        """A story's page is read; its id."""
        url = f"http://ateneo.localhost:8001/it/notizie/{name}"
        told = {"title": f"La storia {name}", "teaser": f"Che cosa racconta {name}, per intero."}
        told["body"] = f"<p>{name} {told['teaser']}</p>"
        self.desk.read(url, history=history, **{**told, **said})
        return self.card(url).id

    def order(self, name: ActionName, card: str, **fields: str) -> None:
        """An editor orders something, and it is published."""
        self.desk.order(name, self.card(card), **fields)
        self.publisher.publish()

    def card(self, card: str) -> StoryCard:
        """A card as it is now, by its id or address."""
        with self.store.reading() as c:
            found = cards.find(c, card)
        assert found is not None, card
        return found

    def bytes_of(self, name: str) -> bytes:
        """A document's."""
        return (self.public / "feeds" / name).read_bytes()

    def titles(self, name: str) -> list[str]:
        """Of the items of a JSON document, in their order."""
        items: list[dict[str, Any]] = orjson.loads(self.bytes_of(f"{name}.json"))["items"]
        return [item["title"] for item in items]

    def editions(self, letter: str) -> list[str]:
        """The days of a newsletter's editions, the latest first."""
        index = orjson.loads(self.bytes_of(f"editions/{letter}/index.json"))
        return [item["url"].rpartition("/")[2].removesuffix(".html") for item in index["items"]]
