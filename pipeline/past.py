"""What the store knows that bears on a batch of pages, and what the batch adds to it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from pipeline.dating import rome_day
from pipeline.nodes import other_languages
from pipeline.reading import Reading
from pipeline.store import cards, ledger, pages, passages, proposals
from pipeline.store.ledger import url_key
from pipeline.store.record import Version
from pipeline.text import title_key
from schemas.card import StoryCard
from schemas.crawl import Validators
from schemas.decision import Alias, Cleaned, Decision, Likeness, Past


class Notebook:
    """The past of a batch: read in a few statements, written in a few.

    Between `read` and `write` the batch's own pages see what the ones before them added.
    """

    def __init__(self, run: str, source: str) -> None:
        """Nothing is known before `read`."""
        self._run = run
        self._source = source
        self._led: dict[str, str] = {}
        self._claimants: dict[str, set[str]] = {}
        self._accepted: dict[str, Version] = {}
        self._pending: dict[str, Version] = {}
        self._minted: dict[str, datetime] = {}
        self._pages: dict[str, Mapping[str, Any]] = {}
        self._aliases: list[dict[str, Any]] = []
        self._claims: dict[tuple[str, str], dict[str, Any]] = {}
        self._proposals: dict[str, dict[str, Any]] = {}
        self._noted: dict[str, Mapping[str, Any]] = {}
        self._near = passages.Found()
        self._sketches: dict[str, passages.Sketch] = {}
        self._told: dict[str, passages.Sketch] = {}

    def read(self, c: Connection, batch: Sequence[Reading]) -> None:
        """Look up everything that the batch's pages may ask for."""
        stories = [reading.page for reading in batch if reading.page is not None]
        keys = {alias.key for reading in batch for alias in reading.aliases}
        named = {url_key(url) for page in stories for url in page.translations.values()}
        named |= {node for key in keys for node in other_languages(key)}
        titles = {title_key(page.title) for page in stories}
        self._pages = pages.rows(c, {reading.seen.url for reading in batch})
        self._led = ledger.led_to(c, keys | named)
        self._claimants = ledger.claimants(c, keys)
        self._near = passages.near(c, self._asked(batch))
        ids = set(self._led.values()).union(
            *self._claimants.values(),
            *self._near.cards.values(),
            cards.titled(c, titles),
            proposals.titled(c, titles),
            (row["card"] for row in self._pages.values() if row["card"]),
        )
        self._accepted = cards.versions(c, ids)
        self._pending = proposals.pending(c, ids)
        self._minted = ledger.minted(c, ids)
        self._sketches = passages.of(c, ids)

    def _asked(self, batch: Sequence[Reading]) -> list[passages.Asked]:
        """The stories that have no name of their own yet: they may be copies."""
        found = []
        for reading in batch:
            own = (alias for alias in reading.aliases if alias.learnt != "node")  # twins share it
            if reading.page and not any(alias.key in self._led for alias in own):
                found.append(passages.asked(reading.page))
        return [asked for asked in found if asked is not None]

    def led_to(self, page: Cleaned, aliases: Iterable[Alias]) -> dict[str, str]:
        """Alias key → card id, for the page's own ones.

        A node address that leads to a card in another language is a twin's, not the page's own:
        content systems share it between translations.
        """
        led = {a.key: self._led[a.key] for a in aliases if a.key in self._led}
        known = self._latest(led.values())
        return {
            key: card
            for key, card in led.items()
            if card not in known or known[card].card.language == page.language
        }

    def past(
        self,
        page: Cleaned,
        aliases: Iterable[Alias],
        card: str | None,
        authorities: Mapping[str, int],
    ) -> Past:
        """Everything about the page, given the id it goes by."""
        similar = tuple(
            Likeness(
                card=like.card,
                authority=authorities.get(like.card.source, 0),
                shingles=like.shingles,
                marks=passages.marks_in(self._sketches.get(like.card.id)),
            )
            for like in self._alike(page)
            if like.card.id != card
        )
        twins = self._twins(page, aliases, card)
        if card is None:
            return Past(twins=twins, similar=similar)
        latest = self._latest([card]).get(card)
        return Past(
            id=card,
            first_seen=self._minted.get(card),
            card=latest.card if latest else None,
            text_hash=latest.text_hash if latest else "",
            twins=twins,
            similar=similar,
        )

    def state(self, card: str) -> str | None:
        """`live`, `withdrawn`, or `None` where no such card was ever public."""
        return self._accepted[card].word if card in self._accepted else None

    def accepted(self, card: str) -> StoryCard:
        """The accepted version; KeyError where there is none."""
        return self._accepted[card].card

    def page(self, url: str) -> Mapping[str, Any] | None:
        """The row of an address that was asked for before."""
        return self._pages.get(url_key(url))

    def _latest(self, ids: Iterable[str]) -> dict[str, Version]:
        """The accepted or pending version of each card."""
        found: dict[str, Version] = {}
        for card in ids:
            waiting = self._pending.get(card)
            if waiting is not None and waiting.word != "withdrawn":
                found[card] = waiting
            elif card in self._accepted:
                found[card] = self._accepted[card]
        return found

    def _twins(
        self, page: Cleaned, aliases: Iterable[Alias], card: str | None
    ) -> tuple[StoryCard, ...]:
        """The cards that the page names as translations, or that name it as theirs.

        Or that share its node: a content system numbers a story once for all its languages.
        """
        named = [url_key(url) for url in page.translations.values()]
        nodes = [alias.key for alias in aliases if other_languages(alias.key)]
        named += [*nodes, *(node for key in nodes for node in other_languages(key))]
        ids = {self._led[key] for key in named if key in self._led}
        ids = ids.union(*(self._claimants.get(alias.key, ()) for alias in aliases))
        return tuple(
            twin.card
            for twin in self._latest(ids).values()
            if twin.card.id != card and twin.card.language != page.language
        )

    def _alike(self, page: Cleaned) -> list[Version]:
        """Live and pending cards of this folded title, or with the same passages."""
        key, near = title_key(page.title), self._near.cards.get(page.url, ())
        live = (version for version in self._accepted.values() if version.word == "live")
        return [
            version
            for version in (*live, *self._pending.values())
            if (version.title_key == key or version.card.id in near)
            and version.card.language == page.language
        ]

    # What the batch adds

    def learn(
        self, card: str, aliases: Iterable[Alias], translations: Mapping[str, str], at: datetime
    ) -> None:
        """Add aliases; one that already leads somewhere keeps leading there."""
        for alias in aliases:
            if alias.key not in self._led:
                self._led[alias.key] = card
                self._minted.setdefault(card, at)
                row = {"key": alias.key, "card": card, "learnt": alias.learnt, "first_seen": at}
                self._aliases.append(row)
        for language, url in translations.items():
            key = url_key(url)
            self._claims[card, key] = {"card": card, "key": key, "language": language}
            self._claimants.setdefault(key, set()).add(card)

    def tell(self, card: StoryCard, page: Cleaned) -> None:
        """Find the card by what the page says, if the card shows this source's text."""
        day = rome_day(card.published)
        if card.source == page.source and isinstance(day, date):
            self._told[card.id] = passages.sketch_of(card.id, day, page)

    def propose(self, decision: Decision, now: datetime, action: str) -> None:
        """Put a decided card among the pending ones."""
        row = proposals.proposal(decision, self._run, now, action=action)
        card = decision.card
        assert card is not None
        for known in (self._proposals, self._pending):
            known.pop(card.id, None)  # the latest word stands last
        self._proposals[card.id] = row
        self._pending[card.id] = Version(
            card, action, row["title_key"], row["text_hash"], decision.shingles
        )

    def join(self, story: str, twins: Iterable[str], now: datetime) -> None:
        """Put language versions into a story although their own pages do not say so."""
        for version in self._latest(twins).values():
            card = version.card
            if card.story == story or version.word == "withdrawn":
                continue
            waiting = self._pending.get(card.id)
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
    ) -> None:
        """Remember an answer."""
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
        self._pages[row["key"]] = self._noted[row["key"]] = row

    def write(self, c: Connection) -> None:
        """Store what the batch added."""
        ledger.learn(c, self._aliases)
        ledger.claim_translations(c, list(self._claims.values()))
        proposals.propose(c, list(self._proposals.values()))
        pages.note(c, list(self._noted.values()))
        passages.note(c, list(self._told.values()), self._sketches, self._near.crowded)
