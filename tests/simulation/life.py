"""The pipeline living through a simulated year."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from time import process_time

from sqlalchemy import Engine, event

from pipeline.alerts.courier import Courier
from pipeline.alerts.message import Message
from pipeline.catalogue import Catalogue
from pipeline.clock import StrictClock
from pipeline.pipe import Pipe
from pipeline.publish import Published, Publisher
from pipeline.run import carry_out
from pipeline.schedule import enqueue_due
from pipeline.settings import Settings
from pipeline.store import ledger, publication, runs, sources
from pipeline.store.store import opened
from schemas.order import Action, Order
from schemas.run import Run
from tests.simulation.crawl import World
from tests.simulation.newsrooms import NEWSROOMS
from tests.simulation.records import START, YEAR, day
from tests.simulation.truth import Truth

_DAY, _MONTH = timedelta(days=1), timedelta(days=28)
_TICK = timedelta(hours=1)
"""The scheduler of the simulation sleeps so long: thousands of ticks, not millions."""


class Stamping(Publisher):
    """Releases as in real life, and renders nothing: that is proved elsewhere."""

    def publish(self, *, full: bool = False) -> Published:
        """Release what is ready, if anything is, or if nobody looked since the declarations."""
        if full or self._next_cut is None or self.due():
            with self._store.writing() as c:
                upcoming = self.release(c, full=full)
            self._next_cut = upcoming
        return Published()

    def due(self) -> bool:
        """Whether entries became ready, or an edition's time has come."""
        with self._store.reading() as c:
            upcoming = publication.next_ready(c)
        now = self._store.clock()
        return any(at is not None and at <= now for at in (upcoming, self._next_cut))


class Remembering:
    """A way of telling that keeps what it was told."""

    name = "memory"

    def __init__(self) -> None:
        self.messages: list[Message] = []

    def send(self, message: Message) -> None:
        """Keep it."""
        self.messages.append(message)


class Life:
    """A pipe over the world, and a clock that goes from one thing to do to the next."""

    def __init__(self, settings: Settings, seed: int) -> None:
        """Opens the store at the first day of the year."""
        self.now = START
        self.world = World(seed, lambda: self.now)
        rooms = {room.slug: room for room in NEWSROOMS}
        self.truth = Truth(
            {slug: room.language for slug, room in rooms.items()},
            {slug: room.authority for slug, room in rooms.items()},
        )
        self.editors, self.operator = Remembering(), Remembering()
        self.ids: dict[tuple[str, str], set[str]] = {}
        """Every id that a story's addresses led to at the end of some month."""
        self.outcomes: Counter[str] = Counter()
        self.receipts: list[Run] = []
        """Of the runs that did not simply pass."""
        self._decided = 0
        """Of the messages about vanished stories, those that were acted upon."""
        self._settings = settings
        self._store = opened(settings, clock=StrictClock(lambda: self.now))
        _hurry(self._store.engine)
        self._courier = Courier(
            self._store, {"editors": (self.editors,), "operator": (self.operator,)}
        )
        self.pipe = self._declared()

    def _declared(self) -> Pipe:
        """The pipe over the declarations in force: what a restart does."""
        declared = {slug: site.source(self.now) for slug, site in self.world.sites.items()}
        pipe = Pipe(self._settings, self._store, Catalogue(sources=declared))
        pipe.publisher = Stamping(self._settings, self._store, declared)
        return pipe

    def live(self) -> float:
        """The whole year; how many seconds of processor time it took."""
        began = process_time()
        asyncio.run(self._live())
        return process_time() - began

    async def _live(self) -> None:
        turns = sorted(self._turns())
        month = START + _MONTH
        while self.now < START + YEAR:
            while turns and turns[0] <= self.now:
                turns.pop(0)
                self.pipe = self._declared()
            self._edit()
            enqueue_due(self._store, self.pipe.declared.sources, self.now)
            worked = await self._work()  # which publishes, too
            if not worked and self.pipe.publisher.due():
                self.pipe.publisher.publish()
            self.pipe.watch.daily()
            self._courier.round()
            if self.now >= month:
                self._look()
                month += _MONTH
            self.now = self._next(turns[0] if turns else None)
        self._look()

    def _turns(self) -> Iterator[datetime]:
        """When somebody mends a declaration."""
        for room in NEWSROOMS:
            for turn in room.turns:
                if turn.what in ("host", "listing"):
                    yield day(turn.end)

    def _edit(self) -> None:
        """An editor accepts what vanished, a day after he was told."""
        told = [m for m in self.editors.messages if m.incident.kind == "gone"]
        for message in told[self._decided :]:
            if message.event == "opened" and self.now < message.at + _DAY:
                return
            self._decided += 1
            if message.event == "opened":
                action = Action(name="accept", target=message.incident.subject, by="an editor")
                with self._store.writing() as c:
                    runs.enqueue(c, Order(trigger="edit", action=action), self.now)

    async def _work(self) -> bool:
        """Carry out what is queued; whether anything was."""
        before = self.outcomes.total()
        while (claimed := self.pipe.claim()) is not None:
            run = await carry_out(self.pipe, *claimed, crawl=self.world.crawl)
            self.outcomes[run.outcome or ""] += 1
            if run.outcome in ("passed", "quiet") and run.source:
                self.truth.passed(run.source, self.world.told, self.world.listed, self.now)
            if run.outcome != "passed" or run.rejected or run.withdrawn:
                self.receipts.append(run)
        return self.outcomes.total() > before

    def _next(self, turn: datetime | None) -> datetime:
        """When there is something to do again."""
        with self._store.reading() as c:
            due = [state.due for state in sources.turns(c).values() if state.due]
            upcoming = [*due, publication.next_ready(c), turn]
        passed = min(at for at in upcoming if at is not None) - self.now
        ticks = max(1, -(-passed // _TICK))
        return self.now + ticks * _TICK

    def _look(self) -> None:
        """Note which ids the stories' addresses lead to."""
        keys = {
            ledger.url_key(url): name
            for name, card in self.truth.cards.items()
            for url in card.urls
        }
        with self._store.reading() as c:
            for key, card in ledger.led_to(c, keys).items():
                self.ids.setdefault(keys[key], set()).add(card)

    def close(self) -> None:
        """Let the store go."""
        self._store.close()


def _hurry(engine: Engine) -> None:
    """Let SQLite wait for no disk: this store need not survive a power cut."""
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    engine.dispose()
