"""A card on its way into documents."""

import re
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator

from schemas.card import StoryCard
from schemas.channel import Channel
from schemas.source import Source
from schemas.types import CardId, Instant, Record, Url

_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)


def within_rights(card: StoryCard) -> StoryCard:
    """The card without what its source's rights keep back; itself where they keep back nothing."""
    changes: dict[str, str | None] = {}
    if card.rights.text == "title" and card.teaser:
        changes["teaser"] = ""
    if card.body and card.rights.images == "none" and _PICTURE.search(card.body):
        changes["body"] = _PICTURE.sub("", card.body)
    return card.model_copy(update=changes) if changes else card


class Origin(Record):
    """The source of a card as readers are told of it."""

    name: str
    home: Url


class Twin(Record):
    """The other language version of a story."""

    id: CardId
    language: str
    url: Url


class Entry(Record):
    """A card as it is to be shown, with what its documents say besides."""

    card: Annotated[StoryCard, AfterValidator(within_rights)]
    """With the editors' overrides applied; never more than its rights allow."""
    origin: Origin
    released: Instant | None = None
    """When the channel released it; only newsletters know."""
    twins: tuple[Twin, ...] = ()

    @cached_property
    def at(self) -> Instant:
        """The instant it sorts by, newest first."""
        return self.released or self.card.sort_at

    @property
    def published(self) -> Instant | None:
        """The publication date it carries: the release's, else the card's, else none."""
        return self.released or self.card.published

    @property
    def changed(self) -> Instant:
        """When it last changed in this channel: materially, or by being released."""
        return max(self.card.updated, self.released or self.card.updated)

    @cached_property
    def identity(self) -> tuple[CardId, Instant | None, bool]:
        """What tells entries of a card apart: a newsletter, an archive and a web channel differ."""
        return self.card.id, self.released, bool(self.twins)

    @cached_property
    def place(self) -> tuple[float, float, str]:
        """See `order`; every document that it may stand in asks."""
        return -self.at.timestamp(), -self.card.first_seen.timestamp(), self.card.id

    @cached_property
    def rank(self) -> tuple[bool, bool, tuple[float, float, str]]:
        """Its place on pages: pinned ones first, then the newest, undated history last."""
        card = self.card
        return not card.editor.pinned, card.history and card.published is None, self.place


def origin_of(source: Source) -> Origin:
    """What readers are told of a declared source."""
    return Origin(name=source.name, home=source.home)


def order(entry: Entry) -> tuple[float, float, str]:
    """Sorts entries newest first; of one instant, the one seen last comes first, then by id.

    Many newsrooms date by the day alone: without the second key, today's latest story would
    stand anywhere among today's.
    """
    return entry.place


def dated(channel: Channel, entry: Entry) -> bool:
    """Whether the entry may stand in a document of this channel: newsletters need a release."""
    return channel.profile != "newsletter" or entry.released is not None
