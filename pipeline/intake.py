"""What a crawl saw, taken through clean, identify and decide into pending proposals."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection

from pipeline.clean import alias, cleaned
from pipeline.decide import decide, withdrawal
from pipeline.identify import identity
from pipeline.past import past_of
from pipeline.store import cards, ledger, pages
from pipeline.store.store import Store
from pipeline.tally import Tally
from schemas.card import StoryCard
from schemas.crawl import HostSeen, ListingSeen, PageSeen, RobotsSeen, Seen
from schemas.decision import Alias, Decision, Learnt
from schemas.errors import CardError
from schemas.source import Source

BATCH = 50
"""Pages per transaction."""
PATIENCE = timedelta(seconds=1)
"""The longest a page that was read waits for its transaction."""


def mint() -> str:
    """A new card id: random, so that it depends on nothing that may change."""
    return uuid4().urn


class Intake:
    """One run's way from pages to pending proposals, in batches of one transaction each."""

    def __init__(
        self, store: Store, source: Source, authorities: Mapping[str, int], run: str, tally: Tally
    ) -> None:
        """`authorities`: source → which of two copies leads."""
        self._store = store
        self._source = source
        self._authorities = authorities
        self._run = run
        self._tally = tally
        self._waiting: list[Seen] = []
        self._since: datetime | None = None
        self._listing_ok = True

    def take(self, seen: Seen) -> None:
        """Note what the crawl saw; written with the next batch."""
        if isinstance(seen, ListingSeen):
            self._tally.listing(seen)
            self._listing_ok = self._listing_ok and seen.problem is None
            return
        self._waiting.append(seen)
        now = self._store.clock()
        self._since = self._since or now
        if len(self._waiting) >= BATCH or now - self._since >= PATIENCE:
            self.flush()

    def flush(self) -> None:
        """Write what waits, each page with its validators, in one transaction."""
        if not self._waiting:
            return
        batch, self._waiting, self._since = self._waiting, [], None
        with self._store.writing() as c:
            for seen in batch:
                self._one(c, seen)

    def _one(self, c: Connection, seen: Seen) -> None:
        if isinstance(seen, RobotsSeen):
            pages.note_robots(c, seen.copy_)
        elif isinstance(seen, HostSeen):
            pages.note_host(c, seen.state)
        elif isinstance(seen, PageSeen):
            self._page(c, seen)

    def _page(self, c: Connection, seen: PageSeen) -> None:
        now = self._store.clock()
        if seen.problem is not None:
            self._problem(c, seen, now)
        elif seen.not_modified:
            self._tally.not_modified += 1
            self._noted(c, seen, now, None)
        elif seen.extracted is not None:
            self._tally.fetched += 1
            self._noted(c, seen, now, self._story(c, seen, now))

    def _story(self, c: Connection, seen: PageSeen, now: datetime) -> str | None:
        """Clean, identify, decide, propose; the card's id, if the page is one."""
        assert seen.extracted is not None
        try:
            page = cleaned(seen.extracted, self._source)
        except CardError as error:
            self._tally.reject(seen.url, str(error))
            return None
        aliases = (*page.aliases, *_passed(seen, self._source))
        led = past_of(c, page, aliases, self._authorities)
        found = identity(aliases, led.ids)
        past = led.past(c, found.card)
        decision = decide(page, past, now=now, mint=mint, authority=self._source.authority)
        card = decision.card
        if card is None:
            self._tally.decided(decision, seen.url, page.title)
            return past.id
        ledger.learn(c, card.id, aliases, now)
        ledger.claim_translations(c, card.id, page.translations)
        self._propose(c, decision, card, seen.url, now)
        return card.id

    def _propose(
        self, c: Connection, decision: Decision, card: StoryCard, url: str, now: datetime
    ) -> None:
        gone = cards.state_of(c, card.id) == "withdrawn"
        self._tally.decided(decision, url, card.title, back=gone)
        if decision.action == "unchanged" and not gone:
            return
        action = decision.action if decision.action == "new" else "updated"
        cards.propose(c, decision, self._run, now, action=action)

    def _noted(self, c: Connection, seen: PageSeen, now: datetime, card: str | None) -> None:
        kept = seen.validators
        if seen.not_modified and kept is None:
            row = pages.page(c, seen.url)
            kept = pages.validators_in(row) if row else None
        pages.note_page(
            c,
            seen.url,
            self._source.slug,
            now,
            card=card,
            validators=kept,
            entry_hash=seen.entry_hash,
        )

    def _problem(self, c: Connection, seen: PageSeen, now: datetime) -> None:
        assert seen.problem is not None
        row = pages.page(c, seen.url)
        card = row["card"] if row else None
        if row is None or card is None or cards.state_of(c, card) != "live":
            self._tally.problem(seen)
            return
        verdict = withdrawal(seen.status, self._listing_ok, row["gone_since"], now)
        if verdict == "none":
            self._tally.problem(seen)
            return
        since = row["gone_since"] or now
        pages.note_page(
            c,
            seen.url,
            self._source.slug,
            now,
            card=card,
            validators=None,
            gone_since=since if verdict == "suspect" else None,
        )
        found = cards.live(c, [card])[card]
        if verdict == "suspect":
            self._tally.suspect(seen, found)
            return
        why = f"the page answers {seen.status}, also at a second look"
        gone = Decision(action="updated", card=found, reason=why)
        cards.propose(c, gone, self._run, now, action="withdrawn")
        self._tally.withdraw(seen.url, found, why)


def _passed(seen: PageSeen, source: Source) -> Iterator[Alias]:
    """The addresses that the crawl went through to reach the page."""
    urls: list[tuple[str, Learnt]] = [(seen.url, "listed")]
    urls += [(url, "redirect") for url in seen.redirects]
    for url, learnt in urls:
        if (found := alias(url, learnt, source)) is not None:
            yield found
