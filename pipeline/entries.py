"""Cards on their way from the store into documents."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Connection

from feeds.entry import Entry, Origin, Twin, order, origin_of
from feeds.selection import MOST, cut
from pipeline.media.faces import Faces
from pipeline.rights import as_public
from pipeline.store import cards, publication
from schemas.card import StoryCard
from schemas.channel import Variant
from schemas.source import Source


class Entries:
    """The entries of documents, with what they say besides the card."""

    def __init__(self, sources: Mapping[str, Source], faces: Faces) -> None:
        """`sources`: the declared ones; `faces`: what is known of pictures."""
        self._sources = sources
        self._faces = faces
        self._origins = {slug: origin_of(source) for slug, source in sources.items()}

    def of(self, c: Connection, variant: Variant) -> tuple[Entry, ...]:
        """The entries of a variant's subscription document, newest first."""
        mailed = variant.channel.profile == "newsletter"
        found = publication.entries(c, variant.key, MOST, by_release=mailed)
        twins = _twins(c, [card for card, _ in found])
        self._faces.learn(c, [card for card, _ in found])
        made = (
            Entry(
                card=self.public(card),
                origin=self._origin(card),
                released=at if mailed else None,
                twins=twins.get(card.id, ()),
            )
            for card, at in found
        )
        return cut(made, variant.channel)

    def asked(self, c: Connection, found: Sequence[StoryCard]) -> tuple[Entry, ...]:
        """The entries of public cards that were asked for, in this order."""
        twins = _twins(c, found)
        return tuple(
            Entry(card=card, origin=self._origin(card), twins=twins.get(card.id, ()))
            for card in found
        )

    def archived(
        self, variant: Variant, found: Iterable[tuple[StoryCard, datetime]]
    ) -> tuple[Entry, ...]:
        """The entries of an archive, newest first: (card, its release).

        They name no other language version, which may go while the archive stays.
        """
        mailed = variant.channel.profile == "newsletter"
        made = (
            Entry(
                card=self.public(card),
                origin=self._origin(card),
                released=at if mailed else None,
            )
            for card, at in found
        )
        return tuple(sorted(made, key=order))

    def frozen(self, held: Iterable[StoryCard], at: datetime) -> tuple[Entry, ...]:
        """Cards of an edition that was frozen at an instant, in this order.

        What other newsrooms and languages tell of them belongs to today, and is left out.
        """
        alone = (card.model_copy(update={"also_at": ()}) for card in held)
        return tuple(
            Entry(card=self.public(card), origin=self._origin(card), released=at) for card in alone
        )

    def public(self, card: StoryCard) -> StoryCard:
        """The card as every document shows it."""
        return self._faces.faced(as_public(card, self._sources))

    def _origin(self, card: StoryCard) -> Origin:
        """The newsroom a card came from, also where it is no longer declared."""
        if card.source in self._origins:
            return self._origins[card.source]
        parts = urlsplit(card.url)
        return Origin(name=card.source, home=f"{parts.scheme}://{parts.netloc}/")


def _twins(c: Connection, found: Iterable[StoryCard]) -> dict[str, tuple[Twin, ...]]:
    """Card → the other public language versions of its story."""
    families: dict[str, list[StoryCard]] = {}
    for card in cards.public_in(c, {card.story for card in found}):
        families.setdefault(card.story, []).append(card)
    return {
        card.id: tuple(
            Twin(id=other.id, language=other.language, url=other.url)
            for other in sorted(family, key=lambda other: other.id)
            if other.id != card.id
        )
        for family in families.values()
        for card in family
    }
