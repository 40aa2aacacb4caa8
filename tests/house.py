"""The whole pipe in one process, for tests that walk it."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from pipeline.catalogue import catalogue
from pipeline.clock import StrictClock, system_now
from pipeline.media.orders import next_order
from pipeline.orders import order_for
from pipeline.pipe import Pipe
from pipeline.run import carry_out
from pipeline.settings import Settings
from pipeline.store import runs
from pipeline.store.store import opened
from schemas.order import Action, ActionName, Order
from schemas.run import Run
from tests.keeping import brought

DEMO_SOURCES = Path(__file__).parent.parent / "demo" / "sources"


def demo_sources(folder: Path, port: int) -> Path:
    """The demo's source files, reading a newsroom at another port."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in DEMO_SOURCES.glob("*.toml"):
        text = file.read_text("utf-8").replace(":8001", f":{port}")
        (folder / file.name).write_text(text, "utf-8")
    return folder


def _mark(settings: Settings, *read: object) -> str:
    """A name for what is read, and for the declarations it is read by."""
    folders = (*settings.sources, *settings.channels, *settings.pages)
    texts = [file.read_text("utf-8") for one in folders for file in sorted(one.glob("*.toml"))]
    return sha256(repr((read, texts)).encode()).hexdigest()


class House:
    """A pipe, and a clock that can be put forward."""

    def __init__(
        self, settings: Settings, kept: Path | None = None, state: Callable[[], str] = str
    ) -> None:
        """Opens the store and reads the declarations.

        `kept`: where houses lie that have begun like this one, without a story, and those that
        have read the newsroom as it stands, for `read`; `state`: how it stands.
        """
        self.settings = settings
        self.ahead = timedelta()
        self._kept = kept
        self._state = state
        if kept is not None:
            brought(settings, kept / _mark(settings), self._begin)
        self.pipe = self._opened()

    def _begin(self) -> None:
        self.pipe = self._opened()
        self.pipe.publisher.publish()
        self.close()

    def _opened(self) -> Pipe:
        store = opened(self.settings, clock=StrictClock(self._now))
        return Pipe(self.settings, store, catalogue(self.settings))

    def _now(self) -> datetime:
        return system_now() + self.ahead

    def later(self, **span: float) -> None:
        """Put the clock forward."""
        self.ahead += timedelta(**span)

    def refresh(self, *slugs: str, url: str | None = None) -> list[Run]:
        """Run sources (all without names) by hand; their receipts, in the same order."""
        declared = self.pipe.declared.sources
        orders = [order_for(declared[slug], "manual", url=url) for slug in slugs or declared]
        return self.carry_out(*orders)

    def read(self, *slugs: str, looked: bool = False) -> None:
        """As the first `refresh` (and `look`), which passes.

        It is done once, and copied for each house that reads the same.
        """
        self.live(lambda: self._read(*slugs, looked=looked), slugs, looked)

    def _read(self, *slugs: str, looked: bool) -> None:
        assert {run.outcome for run in self.refresh(*slugs)} == {"passed"}
        if looked:
            self.look()

    def live(self, through: Callable[[], None], *told: object) -> None:
        """As `through` leaves it; done once, and copied for each house that is `told` the same."""
        assert self._kept is not None
        self.close()
        copy = self._kept / _mark(self.settings, self._state(), *told)
        brought(self.settings, copy, lambda: self._live(through))
        self.pipe = self._opened()

    def _live(self, through: Callable[[], None]) -> None:
        self.pipe = self._opened()
        through()
        self.close()

    def act(self, name: ActionName, card: str, **fields: str) -> Run:
        """Do what an editor does."""
        action = Action(name=name, target=card, by="an editor", fields=fields)
        return self.carry_out(Order(trigger="edit", action=action))[0]

    def carry_out(self, *orders: Order) -> list[Run]:
        """Queue orders and carry them out one after the other."""
        store = self.pipe.store
        with store.writing() as c:
            ids = [runs.enqueue(c, order, store.clock())[0].id for order in orders]
        while (claimed := self.pipe.claim()) is not None:
            asyncio.run(carry_out(self.pipe, *claimed))
        with store.reading() as c:
            found = [runs.run_of(c, run_id) for run_id in ids]
        return [run for run in found if run is not None]

    def look(self) -> list[Run]:
        """Look at every picture that is due; the receipts."""
        done: list[Run] = []
        while (order := next_order(self.pipe)) is not None:
            done += self.carry_out(order)
        return done

    def feed(self, name: str = "stories") -> list[dict[str, Any]]:
        """The items of a public JSON feed."""
        content = (self.settings.public / "feeds" / f"{name}.json").read_bytes()
        items: list[dict[str, Any]] = orjson.loads(content)["items"]
        return items

    def titles(self, name: str = "stories") -> list[str]:
        """The titles in a public JSON feed."""
        return [item["title"] for item in self.feed(name)]

    def public(self) -> dict[str, tuple[bytes, int]]:
        """Every public file's bytes and modification time in nanoseconds."""
        root = self.settings.public
        return {
            path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }

    def reopen(self) -> None:
        """The program ends, and starts again with the declarations as they are now."""
        self.close()
        self.pipe = self._opened()

    def close(self) -> None:
        """Let the store go."""
        self.pipe.store.close()


def only(house: House, slug: str) -> Path:
    """The folder of one of its sources, read once and never due by itself; the house is closed."""
    house.read(slug)
    house.close()
    (folder,) = house.settings.sources
    for file in folder.glob("*.toml"):
        text = file.read_text("utf-8").replace('every = "5m"', 'every = "30d"')
        file.unlink()
        if file.stem == slug:
            file.write_text(text, "utf-8")
    return folder
