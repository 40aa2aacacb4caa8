"""Stored pages extracted once more: what would change, and the change itself."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection

from pipeline.accept import accept
from pipeline.archive import AllDue, StoredArchive
from pipeline.difference import field_changes
from pipeline.findings import Findings
from pipeline.intake import BATCH, decided
from pipeline.past import Notebook
from pipeline.pipe import Pipe
from pipeline.reading import Reading, reading_of
from pipeline.retag import Retag
from pipeline.sightings import Sightings
from pipeline.store import pages, proposals, runs
from pipeline.store.record import card_from
from schemas.crawl import Seen
from schemas.decision import Decision
from schemas.replay import CardChange, Replayed
from schemas.run import Item, Run
from schemas.source import Source
from schemas.vocabulary import VERSION
from spiders.replay import run_replay

CAUSE = "replay"


async def replayed(
    pipe: Pipe,
    source: Source,
    run: Run,
    *,
    apply: bool,
    since: datetime | None = None,
    retag: bool = False,
) -> Run:
    """Extract a source's stored pages again and tell, or make, the difference; the receipt.

    `since`: only those that were fetched from then on. `retag`: only what they are about.

    Nothing is asked of anybody. What is applied passes no gate: somebody has seen the difference.
    New cards are history, and no newsletter takes a card it did not have.
    """
    replay = Retag(pipe, source) if retag else Replay(pipe, source, run)
    with pipe.store.reading() as c:
        archive = StoredArchive(c, pipe.shelf, source.slug, since)
        await run_replay(source, AllDue(c, source.slug, since), archive, replay.take)
        replay.look()
    found = replay.found.result()
    said = _said(found, f" by vocabulary {VERSION}" if retag else "")
    run = run.model_copy(update={"outcome": "passed", "reason": said, "replayed": found})
    with pipe.store.writing() as c:
        if apply:
            run = replay.applied(c, run)
        runs.progress(c, run)
    return run


class Replay:
    """The stories of one replay, compared with the cards there are, batch by batch."""

    def __init__(self, pipe: Pipe, source: Source, run: Run) -> None:
        """Nothing is kept of a story that changes nothing."""
        self._pipe = pipe
        self._source = source
        self._run = run
        self._waiting: list[Reading] = []
        self._changed: list[Reading] = []
        self.found = Findings()

    def take(self, seen: Seen) -> None:
        """Take in what the replayed crawl tells."""
        reading = self.found.read(seen, lambda page: reading_of(page, self._source))
        if reading is None:
            return
        light = reading.seen.model_copy(update={"extracted": None})
        self._waiting.append(reading._replace(seen=light))
        if len(self._waiting) >= BATCH:
            self.look()

    def look(self) -> None:
        """Compare what waits."""
        batch, self._waiting = self._waiting, []
        with self._pipe.store.reading() as c:
            for book, reading, decision in self._decisions(c, batch):
                card = decision.card
                assert card is not None, "only decisions with a card come"
                known = book.state(card.id) is not None
                old = book.accepted(card.id) if known else None
                fields = field_changes(old, card, decision.changed)
                if old is not None:
                    self.found.fields.update(change.field for change in fields)
                self._changed.append(reading)
                self.found.changes.append(
                    CardChange(
                        action=decision.action,
                        card=card.id if known else None,
                        url=reading.seen.url,
                        title=card.title,
                        fields=fields,
                    )
                )

    def applied(self, c: Connection, run: Run) -> Run:
        """Make every change; all of it in the caller's transaction."""
        now = self._pipe.store.clock()
        for start in range(0, len(self._changed), BATCH):
            self._propose(c, self._changed[start : start + BATCH])
        rows = proposals.of_run(c, run.id)
        accept(c, rows, self._pipe.publisher.placing, now, cause=CAUSE, history=True, quiet=True)
        proposals.drop(c, [row.id for row in rows])
        made = [(row.action, _item(row.record)) for row in rows]
        assert run.replayed is not None
        return run.model_copy(
            update={
                "added": tuple(item for action, item in made if action == "new"),
                "updated": tuple(item for action, item in made if action != "new"),
                "replayed": run.replayed.model_copy(update={"applied": True}),
            }
        )

    def _propose(self, c: Connection, batch: Sequence[Reading]) -> None:
        cards: dict[str, str] = {}
        book = None
        for book, reading, decision in self._decisions(c, batch):  # noqa: B007  # the same one
            assert decision.card is not None, "only decisions with a card come"
            cards[reading.seen.url] = decision.card.id
        if book is not None:
            book.write(c)
        pages.lead(c, cards)

    def _decisions(
        self, c: Connection, batch: Sequence[Reading]
    ) -> Iterator[tuple[Notebook, Reading, Decision]]:
        """What changes something, each with the book that knows what was before."""
        alive = Sightings(self._source)
        book = Notebook(self._run.id, self._source.slug, self._pipe.authorities, alive)
        book.read(c, batch)
        elsewhere = proposals.of_others(c, self._run.id)
        for reading in batch:
            now = self._pipe.store.clock()
            decision, found = decided(book, reading, self._source, now)
            outcome = _outcome(book, decision, elsewhere)
            if outcome is not None:
                self.found.counts[outcome] += 1
                continue
            assert decision.card is not None and reading.page is not None
            book.learn(decision.card.id, reading, found, now)
            book.tell(decision.card, reading.page)
            book.propose(decision, now, "new" if decision.action == "new" else "updated")
            yield book, reading, decision


def _outcome(book: Notebook, decision: Decision, elsewhere: Collection[str]) -> str | None:
    """Why a story changes nothing, where it does not."""
    if decision.card is None:
        return "rejected"
    if decision.action == "unchanged":
        return "unchanged"
    if book.state(decision.card.id) == "withdrawn" or decision.card.id in elsewhere:
        return "passed_over"
    return None


def _item(record: str) -> Item:
    card = card_from(record)
    return Item(url=card.url, card=card.id, title=card.title, why=CAUSE)


def _said(found: Replayed, by: str) -> str:
    differ = len(found.changes) + found.more
    return f"{found.read} stories from stored pages, {differ} differ{by}"
