"""What the store knows that bears on a batch of pages, and what the batch adds to it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from pipeline.dating import rome_day
from pipeline.identify import Identity, Lead, identity
from pipeline.kin import Kin
from pipeline.reading import Reading
from pipeline.sightings import Sightings
from pipeline.store import ledger, pages, passages, proposals, shunned
from pipeline.store.ledger import url_key
from pipeline.store.record import Version
from pipeline.text import title_key
from schemas.card import StoryCard
from schemas.crawl import Validators
from schemas.decision import Cleaned, Decision, Learnt, Past

_BEFORE: tuple[Learnt, ...] = ("former", "host")
"""Names that a story is looked up by and that lead nowhere new."""


class Notebook:
    """The past of a batch: read in a few statements, written in a few.

    Between `read` and `write` the batch's own pages see what the ones before them added.
    """

    def __init__(
        self, run: str, source: str, authorities: Mapping[str, int], sightings: Sightings
    ) -> None:
        """Nothing is known before `read`.

        `authorities`: declared source → which of two copies leads.
        """
        self._run = run
        self._source = source
        self._kin = Kin(authorities, sightings)
        self._sightings = sightings
        self._pages: dict[str, Mapping[str, Any]] = {}
        self._addresses: dict[str, list[Mapping[str, Any]]] = {}
        self._erased: set[str] = set()
        self._shunned: dict[str, datetime] = {}
        self._aliases: list[dict[str, Any]] = []
        self._given: dict[str, dict[str, Any]] = {}
        self._claims: dict[tuple[str, str], dict[str, Any]] = {}
        self._proposals: dict[str, dict[str, Any]] = {}
        self._noted: dict[str, Mapping[str, Any]] = {}
        self._told: dict[str, passages.Sketch] = {}

    def read(self, c: Connection, batch: Sequence[Reading]) -> None:
        """Look up everything that the batch's pages may ask for.

        Of a card whose page was not modified nothing is asked.
        """
        self._pages = pages.rows(c, {reading.seen.url for reading in batch})
        told = [self.page(x.seen.url) for x in batch if not x.seen.not_modified]
        self._kin.read(c, batch, {row["card"] for row in told if row and row["card"]})
        lost = [self.page(reading.seen.url) for reading in batch if reading.seen.problem]
        self._addresses = pages.of_cards(c, {row["card"] for row in lost if row and row["card"]})
        if shunned.any_kept(c):
            wanted = set[str]().union(*(_marks(reading) for reading in batch if reading.page))
            self._erased = shunned.known(c, wanted)

    def identified(self, reading: Reading) -> Identity:
        """The card that a story belongs to.

        A node address that leads to a card in another language is a twin's, not the page's own:
        content systems share it between translations.
        """
        page = reading.page
        assert page is not None, "only a story has an identity"
        known = self._kin.leads
        leads = {a.key: known[a.key] for a in reading.aliases if a.key in known}
        faces = self._kin.faces(page, reading.seen.url, leads.values())
        own = {
            key: lead
            for key, lead in leads.items()
            if lead.card not in faces or faces[lead.card].card.language == page.language
        }
        return identity(page, reading.aliases, own, faces)

    def past(self, reading: Reading, found: Identity) -> Past:
        """Everything about the page, given the identity it was found to have."""
        page, card = reading.page, found.card
        assert page is not None, "only a story has a past"
        about: dict[str, Any] = {
            "twins": self._kin.twins(page, [alias.key for alias in reading.aliases], card),
            "similar": self._kin.alike(page, card),
            "erased": bool(self._erased) and not self._erased.isdisjoint(_marks(reading)),
        }
        if card is None:
            return Past(**about)
        latest = self._kin.latest([card]).get(card)
        return Past(
            id=card,
            first_seen=self._kin.minted.get(card),
            card=latest.card if latest else None,
            text_hash=latest.text_hash if latest else "",
            merged=found.merged is not None,
            heir=latest is not None and self._kin.inherited(latest.card, page),
            apart=found.by is not None and self._kin.leads[found.by.key].learnt == "editor",
            **about,
        )

    def state(self, card: str) -> str | None:
        """`live`, `withdrawn` (or about to be), `merged`; `None` where no such card ever was."""
        if card in self._kin.pending and self._kin.pending[card].word == "withdrawn":
            return "withdrawn"
        return self._kin.accepted[card].word if card in self._kin.accepted else None

    def accepted(self, card: str) -> StoryCard:
        """The accepted version; KeyError where there is none."""
        return self._kin.accepted[card].card

    def page(self, url: str) -> Mapping[str, Any] | None:
        """The row of an address that was asked for before."""
        return self._pages.get(url_key(url))

    def others(self, card: str, row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """The rows of a card's other addresses at its own source; `row` could not be read."""
        source = self.accepted(card).source
        known = [self._noted.get(other["key"], other) for other in self._addresses.get(card, ())]
        return [x for x in known if x["key"] != row["key"] and x["source"] == source]

    # What the batch adds

    def learn(self, card: str, reading: Reading, found: Identity, at: datetime) -> None:
        """Add the page's names; one that leads somewhere keeps leading there, unless it was
        given away."""
        assert reading.page is not None, "only a story has names"
        self._sightings.meet(card, reading.seen.url)
        for alias in reading.aliases:
            taken = alias.key in found.given_away and self._kin.leads[alias.key].card != card
            if alias.learnt in _BEFORE or (alias.key in self._kin.leads and not taken):
                continue
            self._kin.leads[alias.key] = Lead(card, alias.learnt, found.merged)
            self._kin.names.setdefault(found.merged or card, {})[alias.key] = alias.learnt
            self._kin.minted.setdefault(card, at)
            row = {"key": alias.key, "card": card, "learnt": alias.learnt, "first_seen": at}
            row |= {"merged": found.merged}
            if taken:
                self._given[alias.key] = row
            else:
                self._aliases.append(row)
        for language, url in reading.page.translations.items():
            key = url_key(url)
            self._claims[card, key] = {"card": card, "key": key, "language": language}
            self._kin.claimants.setdefault(key, set()).add(card)

    def tell(self, card: StoryCard, page: Cleaned) -> None:
        """Find the card by what the page says, if the card shows this source's text."""
        day = rome_day(card.published)
        if card.source == page.source and isinstance(day, date):
            self._told[card.id] = passages.sketch_of(card.id, day, page)

    def shun(self, reading: Reading, at: datetime) -> None:
        """Know an erased story by its new names, too."""
        names = {alias.key for alias in reading.aliases} | {url_key(reading.seen.url)}
        self._shunned |= {shunned.mark(name): at for name in names}

    def propose(self, decision: Decision, now: datetime, action: str) -> None:
        """Put a decided card among the pending ones."""
        row = proposals.proposal(decision, self._run, now, action=action)
        card = decision.card
        assert card is not None
        for known in (self._proposals, self._kin.pending):
            known.pop(card.id, None)  # the latest word stands last
        self._proposals[card.id] = row
        self._kin.pending[card.id] = Version(
            card, action, row["title_key"], row["text_hash"], decision.shingles
        )
        self._kin.tell(card.id, self._kin.pending[card.id])

    def join(self, story: str, twins: Iterable[str], now: datetime) -> None:
        """Put language versions into a story although their own pages do not say so."""
        for version in self._kin.latest(twins).values():
            card = version.card
            if card.story == story or version.word == "withdrawn":
                continue
            waiting = self._kin.pending.get(card.id)
            changes = {"story": story, "revision": card.revision + 1}
            decision = Decision(
                action="touched",
                card=card.model_copy(update=changes),
                changed=("story",),
                text_hash=version.text_hash,
                shingles=version.shingles,
            )
            self.propose(decision, now, waiting.word if waiting else "updated")

    def note(
        self,
        url: str,
        now: datetime,
        *,
        card: str | None,
        validators: Validators | None,
        entry_hash: str | None = None,
        gone_since: datetime | None = None,
        left: bool = False,
        gone: bool = False,
    ) -> None:
        """Remember an answer; `left`: the story lives at another address now.

        `gone`: it is withdrawn; should its listing name it again, that is news.
        """
        row = pages.noted(
            self.page(url),
            url,
            self._source,
            now,
            card=card,
            validators=validators,
            entry_hash=entry_hash,
            gone_since=gone_since,
        )
        if left:
            row["next_look"] = None
        if gone:
            row["entry_hash"] = ""
        self._pages[row["key"]] = self._noted[row["key"]] = row

    def look_again(self, row: Mapping[str, Any], at: datetime) -> None:
        """Have an address asked for at a given time."""
        self._pages[row["key"]] = self._noted[row["key"]] = {**row, "next_look": at}

    def write(self, c: Connection) -> None:
        """Store what the batch added."""
        ledger.learn(c, self._aliases)
        ledger.give(c, list(self._given.values()))
        ledger.claim_translations(c, list(self._claims.values()))
        proposals.propose(c, list(self._proposals.values()))
        pages.note(c, list(self._noted.values()))
        shunned.keep(c, self._shunned)
        passages.note(c, list(self._told.values()), self._kin.sketches, self._kin.near.crowded)


def _marks(reading: Reading) -> set[str]:
    """What the story would have been erased by."""
    page = reading.page
    assert page is not None, "only a story is ever erased"
    return shunned.marks_of(
        (alias.key for alias in reading.aliases),
        title=title_key(page.title),
        day=page.published.day if page.published else None,
        text_hash=page.text_hash,
        shingles=len(page.shingles),
    )
