"""Runs of one source that end, without a network, on a clock that is set by hand."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline import quarantine
from pipeline.accept import Placing
from pipeline.actions import act
from pipeline.clock import StrictClock
from pipeline.intake import Intake
from pipeline.raw.keeping import Keeping
from pipeline.raw.shelf import Shelf
from pipeline.settings import Settings
from pipeline.settle import Crawled, settled, unsettled
from pipeline.store import cards, incidents, runs, sources
from pipeline.store.store import opened
from pipeline.tally import Tally
from schemas.card import StoryCard
from schemas.channel import Variant
from schemas.crawl import CrawlSummary, ListingSeen, PageSeen, Problem, ProblemCode
from schemas.order import Action, ActionName, Order
from schemas.quarantine import HeldCard
from schemas.run import Run
from tests.builders import NOON, channel, source
from tests.pipeline.pages import extracted

HOME = "http://ateneo.localhost:8001/it/notizie"


def story(name: str, **said: Any) -> dict[str, Any]:
    """What a story's page says."""
    return {"url": f"{HOME}/{name}", "title": f"La storia {name}", **said}


class Newsdesk:
    """A source, its store, and an editor."""

    def __init__(self, folder: Path) -> None:
        """Nothing was run yet; it is noon."""
        self.now = NOON
        self.store = opened(Settings(data=folder), clock=StrictClock(lambda: self.now))
        self.source = source()
        self.placing = Placing(variants=(Variant(channel=channel()),), recent=timedelta(days=3))
        self._shelf = Shelf(folder / "pages", "Poliflash")

    def later(self, **span: float) -> None:
        """Some time passes."""
        self.now += timedelta(**span)

    def run(
        self,
        *stories: dict[str, Any],
        links: int = 24,
        problem: ProblemCode | None = None,
        gone: Sequence[str] = (),
    ) -> Run:
        """A run that finds so many links and reads these stories; `gone`: pages that are away."""
        with self.store.writing() as c:
            asked, _ = runs.enqueue(c, Order(trigger="schedule", source="ateneo"), self.now)
            claimed = runs.claim(c, self.now)
        assert claimed is not None and claimed[0].id == asked.id
        tally = Tally()
        keeping = Keeping(self.store, self._shelf, "ateneo", asked.id)
        intake = Intake(self.store, self.source, {}, asked.id, tally, keeping)
        intake.take(_listing(links, problem))
        for said in stories:
            intake.take(PageSeen(url=said["url"], extracted=extracted(**said)))
        for url in gone:
            away = Problem(code="gone", detail="answers 404")
            intake.take(PageSeen(url=url, status=404, problem=away))
        intake.flush()
        crawled = Crawled(self.source, claimed[0], tally, CrawlSummary())
        with self.store.writing() as c:
            done = settled(c, crawled, self.placing, self.now)
            done = done.model_copy(update={"state": "done"})
            runs.finish(c, done)
        return done

    def crash(self) -> None:
        """A run that ends by a defect of ours."""
        run = Run(id="0" * 32, source="ateneo", trigger="schedule", requested=self.now)
        crashed = run.model_copy(update={"outcome": "crashed", "reason": "a defect"})
        with self.store.writing() as c:
            unsettled(c, self.source, crashed, self.now)

    def decide(self, name: ActionName, target: str) -> Run:
        """What an editor does."""
        run = Run(id="1" * 32, source="", trigger="edit", requested=self.now)
        with self.store.writing() as c:
            action = Action(name=name, target=target, by="Anna")
            return act(c, action, self.placing, run, self.now)

    def public(self) -> dict[str, StoryCard]:
        """The last part of its address → each card that was accepted."""
        with self.store.reading() as c:
            return {card.url.rsplit("/")[-1]: card for card in cards.page_of(c)}

    def held(self) -> list[HeldCard]:
        """What waits in quarantine."""
        with self.store.reading() as c:
            return [card for one in quarantine.waiting(c) for card in one.cards]

    def wrong(self) -> list[str]:
        """The kinds of what is wrong now."""
        with self.store.reading() as c:
            return [incident.kind for incident in incidents.current(c)]

    def health(self) -> str:
        """Of the source."""
        with self.store.reading() as c:
            return sources.state(c, "ateneo").health

    def due(self) -> datetime | None:
        """When the source is run next."""
        with self.store.reading() as c:
            return sources.state(c, "ateneo").due


def _listing(links: int, problem: ProblemCode | None) -> ListingSeen:
    values: dict[str, Any] = {
        "url": HOME,
        "status": 200,
        "links": [f"{HOME}/{number}" for number in range(links)],
    }
    if problem:
        said = Problem(code=problem, detail=f"the listing says {problem}")
        values |= {"links": (), "problem": said, "status": 503}
    return ListingSeen.model_validate(values)
