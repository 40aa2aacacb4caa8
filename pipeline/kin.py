"""The cards that the pages of a batch may belong to, resemble or translate."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from sqlalchemy import Connection

from pipeline.identify import Face, Lead
from pipeline.nodes import other_languages
from pipeline.reading import Reading
from pipeline.sightings import Sightings
from pipeline.store import cards, ledger, passages, proposals, regroups
from pipeline.store.ledger import url_key
from pipeline.store.record import Version
from pipeline.text import title_key
from schemas.card import StoryCard
from schemas.decision import Cleaned, Learnt, Likeness


class Kin:
    """What is known of these cards, their names among it; the batch adds to it as it goes."""

    def __init__(self, authorities: Mapping[str, int], sightings: Sightings) -> None:
        """`authorities`: declared source → which of two copies leads."""
        self._authorities = authorities
        self._sightings = sightings
        self.leads: dict[str, Lead] = {}
        self.claimants: dict[str, set[str]] = {}
        """Key → the cards that name it as one of their translations."""
        self.accepted: dict[str, Version] = {}
        self.pending: dict[str, Version] = {}
        self.minted: dict[str, datetime] = {}
        self.names: dict[str, dict[str, Learnt]] = {}
        self.sketches: dict[str, passages.Sketch] = {}
        self.near = passages.Found()
        self._survivors: dict[str, str] = {}
        self._told: dict[str, set[str]] = defaultdict(set)

    def read(self, c: Connection, batch: Sequence[Reading], ids: set[str]) -> None:
        """Look up what the names, translations, titles and texts of a batch lead to.

        `ids`: further cards.
        """
        stories = [reading.page for reading in batch if reading.page is not None]
        keys = {alias.key for reading in batch for alias in reading.aliases}
        named = {url_key(url) for page in stories for url in page.translations.values()}
        named |= {node for key in keys for node in other_languages(key)}
        titles = {title_key(page.title) for page in stories}
        self.leads = ledger.leads(c, keys | named)
        self.claimants = ledger.claimants(c, keys)
        self.near = passages.near(c, self._asked(batch))
        ids = ids.union(
            (lead.card for lead in self.leads.values()),
            *self.claimants.values(),
            *self.near.cards.values(),
            *self.near.own.values(),
            cards.alike(c, titles, {page.text_hash for page in stories}),
            proposals.titled(c, titles),
        )
        self._read_cards(c, ids)

    def _asked(self, batch: Sequence[Reading]) -> list[passages.Asked]:
        """The stories that have no name of their own yet: they may be copies."""
        found = []
        for reading in batch:
            own = (alias for alias in reading.aliases if alias.learnt != "node")  # twins share it
            if reading.page and not any(alias.key in self.leads for alias in own):
                found.append(passages.asked(reading.page))
        return [asked for asked in found if asked is not None]

    def _read_cards(self, c: Connection, ids: set[str]) -> None:
        self.accepted = cards.versions(c, ids)
        ended = {card for card, version in self.accepted.items() if version.word == "merged"}
        self._survivors = regroups.survivors(c, ended) if ended else {}
        more = set(self._survivors.values()) - ids
        self.accepted |= cards.versions(c, more)
        self.pending = proposals.pending(c, ids | more)
        self.minted = ledger.minted(c, ids | more)
        self.names = ledger.names(c, ids | more)
        self.sketches = passages.of(c, ids | more)
        for known in (self.accepted, self.pending):
            for card, version in known.items():
                self.tell(card, version)

    def tell(self, card: str, version: Version) -> None:
        """Let a card be found by what it tells."""
        for told in (version.title_key, version.text_hash):
            if told:
                self._told[told].add(card)

    def faces(self, page: Cleaned, asked: str, leads: Iterable[Lead]) -> dict[str, Face]:
        """The cards that names lead to or that tell the page's title or text, as told last.

        `asked`: the address at which the page was asked for.
        """
        ids = {lead.card for lead in leads}
        ids |= self._told.get(title_key(page.title), set()) | self._told.get(page.text_hash, set())
        ids.update(self.near.own.get(page.url, ()))
        faces: dict[str, Face] = {}
        for card in ids:
            version = self.latest([card]).get(card) or self.accepted.get(card)
            if version is not None:
                faces[card] = self._face(card, version, page, asked)
        return faces

    def _face(self, card: str, version: Version, page: Cleaned, asked: str) -> Face:
        names = self.names.get(card, {})
        return Face(
            card=version.card,
            title_key=version.title_key,
            text_hash=version.text_hash,
            shingles=version.shingles,
            names=names,
            met=self._sightings.met(card, asked),
            listed=self._sightings.listed(names),
            own=version.card.source == page.source or self.inherited(version.card, page),
            survivor=self._survivors.get(card),
            marks=partial(passages.marks_in, self.sketches.get(card)),
        )

    def inherited(self, card: StoryCard, page: Cleaned) -> bool:
        """Whether a card's source is gone and the page's source reads the same site."""
        return card.source not in self._authorities and _site(card.url) == _site(page.url)

    def latest(self, ids: Iterable[str]) -> dict[str, Version]:
        """The accepted or pending version of each card that was not merged."""
        found: dict[str, Version] = {}
        for card in ids:
            waiting = self.pending.get(card)
            if waiting is not None and waiting.word != "withdrawn":
                found[card] = waiting
            elif card in self.accepted and self.accepted[card].word != "merged":
                found[card] = self.accepted[card]
        return found

    def twins(self, page: Cleaned, names: Sequence[str], card: str | None) -> tuple[StoryCard, ...]:
        """The cards that the page names as translations, or that name it as theirs.

        Or that share its node: a content system numbers a story once for all its languages.
        """
        named = [url_key(url) for url in page.translations.values()]
        nodes = [name for name in names if other_languages(name)]
        named += [*nodes, *(node for key in nodes for node in other_languages(key))]
        ids = {self.leads[key].card for key in named if key in self.leads}
        ids = ids.union(*(self.claimants.get(name, ()) for name in names))
        ids = {self._survivors.get(found, found) for found in ids}
        return tuple(
            twin.card
            for twin in self.latest(ids).values()
            if twin.card.id != card and twin.card.language != page.language
        )

    def alike(self, page: Cleaned, card: str | None) -> tuple[Likeness, ...]:
        """Live and pending cards, other than `card`, of this title or with the same passages."""
        key, near = title_key(page.title), self.near.cards.get(page.url, ())
        live = (version for version in self.accepted.values() if version.word == "live")
        return tuple(
            Likeness(
                card=version.card,
                authority=self._authorities.get(version.card.source, 0),
                shingles=version.shingles,
                marks=passages.marks_in(self.sketches.get(version.card.id)),
            )
            for version in (*live, *self.pending.values())
            if (version.title_key == key or version.card.id in near)
            and version.card.language == page.language
            and version.card.id != card
        )


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
