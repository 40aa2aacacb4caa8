"""What a crawl saw, taken through clean, identify and decide into pending proposals."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection

from pipeline.cleaning import Cleaning, Outcome
from pipeline.decide import ERASED, SECOND_LOOK, Look, decide, withdrawal
from pipeline.identify import Identity
from pipeline.past import Notebook
from pipeline.raw.keeping import Keeping
from pipeline.readers import done
from pipeline.reading import Reading, Story
from pipeline.sightings import Sightings
from pipeline.store import pages
from pipeline.store.store import Store
from pipeline.tally import Tally
from schemas.crawl import Aside, HostSeen, ListingSeen, PageSeen, RawSeen, RobotsSeen, Seen
from schemas.decision import Decision
from schemas.source import Source

BATCH = 50
"""Pages per transaction."""
PATIENCE = timedelta(seconds=1)
"""The longest a page that was read waits for its transaction."""
GONE = frozenset({403, 404, 410})
"""What the page of a withdrawn story is expected to answer."""


def mint() -> str:
    """A new card id: random, so that it depends on nothing that may change."""
    return uuid4().urn


class Intake:
    """One run's way from pages to pending proposals, in batches of one transaction each."""

    def __init__(
        self,
        store: Store,
        source: Source,
        authorities: Mapping[str, int],
        run: str,
        tally: Tally,
        keeping: Keeping,
        aside: Aside = done,
    ) -> None:
        """`authorities`: source → which of two copies leads; `keeping`: where answers are kept.

        `aside`: where pages are cleaned.
        """
        self._store = store
        self._source = source
        self._authorities = authorities
        self._run = run
        self._tally = tally
        self._keeping = keeping
        self._cleaning = Cleaning(source, aside)
        self._sightings = Sightings(source)
        self._manners: list[RobotsSeen | HostSeen] = []
        self._since: datetime | None = None
        self._listing_ok = True

    def take(self, seen: Seen) -> None:
        """Note what the crawl saw; written with the next batch."""
        if isinstance(seen, ListingSeen):
            self._tally.listing(seen)
            self._sightings.listing(seen)
            self._listing_ok = self._listing_ok and seen.problem is None
        elif isinstance(seen, RawSeen):
            if self._keeping.add(seen):
                self._write()
        elif isinstance(seen, PageSeen):
            self._cleaning.add(seen)
            self._in_time()
        else:
            self._manners.append(seen)

    def _in_time(self) -> None:
        now = self._store.clock()
        self._since = self._since or now
        if self._cleaning.done >= BATCH or now - self._since >= PATIENCE:
            self._write()

    def flush(self) -> None:
        """Write everything that waits."""
        self._write(wait=True)
        while self._cleaning:
            self._write(wait=True)

    def _write(self, *, wait: bool = False) -> None:
        """Write a batch of pages, each with its validators, in one transaction."""
        self._keeping.write()
        batch = self._cleaning.taken(BATCH, wait=wait)
        manners, self._manners, self._since = self._manners, [], None
        if not (batch or manners or self._keeping.written):
            return
        readings = [self._read(seen, outcome) for seen, outcome in batch]
        book = Notebook(self._run, self._source.slug, self._authorities, self._sightings)
        with self._store.writing() as c:
            self._keeping.note(c)
            _note_manners(c, manners)
            book.read(c, readings)
            for reading in readings:
                self._page(book, reading)
            book.write(c)

    def _read(self, seen: PageSeen, outcome: Outcome) -> Reading:
        if isinstance(outcome, Story):
            return Reading(seen, *outcome)
        self._tally.reject(seen.url, str(outcome.args[0]))
        return Reading(seen)

    def _page(self, book: Notebook, reading: Reading) -> None:
        seen, now = reading.seen, self._store.clock()
        if seen.problem is not None:
            self._problem(book, seen, now)
        elif seen.not_modified:
            self._tally.not_modified += 1
            row = book.page(seen.url)
            if row and row["card"]:
                self._sightings.meet(row["card"], seen.url)
            kept = seen.validators or (pages.validators_in(row) if row else None)
            book.note(seen.url, now, card=None, validators=kept, entry_hash=seen.entry_hash)
        elif seen.extracted is not None:
            self._tally.fetched += 1
            card = self._story(book, reading, now)
            if card != ERASED:
                kept, entry = seen.validators, seen.entry_hash
                book.note(seen.url, now, card=card, validators=kept, entry_hash=entry)

    def _story(self, book: Notebook, reading: Reading, now: datetime) -> str | None:
        """Identify, decide, propose; the card's id, if the page is one.

        ERASED for a story of which nothing may be kept, not even its address.
        """
        page, url = reading.page, reading.seen.url
        if page is None:
            return None
        decision, found = decided(book, reading, self._source, now)
        card = decision.card
        if decision.reason == ERASED:
            book.shun(reading, now)
            return ERASED
        if card is None:
            self._tally.decided(decision, url, page.title)
            return found.card
        book.learn(card.id, reading, found, now)
        book.tell(card, page)
        back = book.state(card.id) == "withdrawn"
        self._tally.decided(decision, url, card.title, back=back)
        if decision.action != "unchanged" or back:
            book.propose(decision, now, "new" if decision.action == "new" else "updated")
        book.join(card.story, decision.joins, now)
        return card.id

    def _problem(self, book: Notebook, seen: PageSeen, now: datetime) -> None:
        row = book.page(seen.url)
        card = row["card"] if row else None
        if row is not None and card and book.state(card) == "withdrawn" and seen.status in GONE:
            book.note(seen.url, now, card=card, validators=None, gone=True)
            return
        if row is None or card is None or book.state(card) != "live":
            self._tally.problem(seen)
            return
        found, since, others = book.accepted(card), row["gone_since"], book.others(card, row)
        looks = [Look(other["fetched"], other["gone_since"]) for other in others]
        verdict = withdrawal(seen.status, self._listing_ok, since, now, looks)
        if verdict == "none":
            self._tally.problem(seen)
            return
        if verdict == "moved" or row["source"] != found.source:
            self._tally.problem(seen)
            book.note(seen.url, now, card=card, validators=None, left=True)
            return
        since = (since or now) if verdict == "suspect" else None
        gone = verdict == "withdrawn"
        book.note(seen.url, now, card=card, validators=None, gone_since=since, gone=gone)
        if verdict == "suspect":
            for other in others:
                book.look_again(other, now + SECOND_LOOK)
            self._tally.suspect(seen, found)
            return
        why = f"the page answers {seen.status}, also at a second look"
        book.propose(Decision(action="updated", card=found, reason=why), now, "withdrawn")
        self._tally.withdraw(seen.url, found, why)


def decided(
    book: Notebook, reading: Reading, source: Source, now: datetime
) -> tuple[Decision, Identity]:
    """What is to become of a story, by what the book knows of it, and the card it belongs to."""
    assert reading.page is not None, "only a story is decided on"
    found = book.identified(reading)
    past = book.past(reading, found)
    return decide(reading.page, past, now=now, mint=mint, authority=source.authority), found


def _note_manners(c: Connection, manners: Iterable[RobotsSeen | HostSeen]) -> None:
    for seen in manners:
        if isinstance(seen, RobotsSeen):
            pages.note_robots(c, seen.copy_)
        else:
            pages.note_host(c, seen.state)
