"""A store into which pages are read one after the other."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from pipeline.accept import Placing, accept, place
from pipeline.actions import act
from pipeline.intake import Intake
from pipeline.raw.keeping import Keeping
from pipeline.raw.shelf import Shelf
from pipeline.releases import release_ready
from pipeline.store import cards, newest, proposals
from pipeline.store.store import Store
from pipeline.tally import Tally
from schemas.card import StoryCard
from schemas.channel import Variant
from schemas.crawl import PageSeen
from schemas.order import Action, ActionName
from schemas.run import Run
from tests.builders import channel, source
from tests.pipeline.pages import extracted

HOST = "http://ateneo.localhost:8001"
ITALIAN, ENGLISH = f"{HOST}/it/notizie/ponte", f"{HOST}/en/news/bridge"
LETTER = Variant(channel=channel(name="letter", profile="newsletter", hold="0m"))


class Desk:
    """A store into which pages are read one after the other."""

    def __init__(self, store: Store, folder: Path) -> None:
        """Every page is a run of its own."""
        self.store = store
        self._shelf = Shelf(folder, "Poliflash")
        self.runs = 0
        """How many there were."""
        self.placing = Placing(variants=(LETTER,), recent=timedelta(days=3))

    def read(self, url: str, *, history: bool = False, **said: Any) -> None:
        """A page is read, and what it gives accepted."""
        self.runs += 1
        run, origin = f"{self.runs:032x}", source(rights={"images": "hotlink"})
        keeping = Keeping(self.store, self._shelf, origin.slug, run)
        intake = Intake(self.store, origin, {}, run, Tally(), keeping)
        intake.take(PageSeen(url=url, extracted=extracted(url=url, **said)))
        intake.flush()
        with self.store.writing() as c:
            waiting, now = proposals.of_run(c, run), self.store.clock()
            accept(c, waiting, self.placing, now, cause=f"run:{run}", history=history)
            proposals.drop(c, [row.id for row in waiting])

    def italian(self, **said: Any) -> None:
        """The Italian version is read."""
        self.read(ITALIAN, **said)

    def english(self, **said: Any) -> None:
        """The English version is read."""
        own = {"title": "The bridge that speaks", "teaser": "It tells who looks after it."}
        self.read(ENGLISH, **{"language": "en", "body": None, **own, **said})

    def cards(self) -> list[StoryCard]:
        """Every card."""
        with self.store.reading() as c:
            return cards.page_of(c)

    def stories(self) -> int:
        """Into how many stories they fall."""
        return len({card.story for card in self.cards()})

    def edit(self, how: Callable[..., StoryCard], card: StoryCard) -> None:
        """An editor does something to a card."""
        with self.store.writing() as c:
            now = self.store.clock()
            after = how(cards.live(c, [card.id])[card.id], by="Anna", at=now)
            cards.save(c, after, cause="editor:Anna", changed=(), at=now)
            place(c, {card.id: False}, self.placing, now)

    def order(self, name: ActionName, card: StoryCard, **fields: str) -> None:
        """An editor orders something."""
        run = Run(id="1" * 32, source="", trigger="edit", requested=self.store.clock())
        action = Action(name=name, target=card.id, by="Anna", fields=fields)
        with self.store.writing() as c:
            act(c, action, self.placing, run, self.store.clock())

    def release(self) -> set[str]:
        """The languages of the cards that the newsletter has sent."""
        now = self.store.clock() + timedelta(minutes=1)
        with self.store.writing() as c:
            release_ready(c, {LETTER.key: LETTER}, now, now.replace(microsecond=0))
            sent = newest.released(c, LETTER.key, 100)
            found = cards.live(c, [card for card, _ in sent])
        return {card.language for card in found.values()}
