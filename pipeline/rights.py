"""A source's rights, as declared today, over cards that were taken in under other ones."""

from collections.abc import Mapping
from typing import Any

from feeds.entry import within_rights
from pipeline.editing import shown
from schemas.card import StoryCard
from schemas.source import Source
from schemas.types import Rights

_TEXT = ("title", "teaser", "full")
_IMAGES = ("none", "hotlink", "copy")


def as_public(card: StoryCard, sources: Mapping[str, Source]) -> StoryCard:
    """The card as every output may show it: editors' words, and no more than rights allow now.

    Where a source is no longer declared, the rights its card was taken in under bind.
    """
    source = sources.get(card.source)
    return shown(bound(card, source.rights) if source else card)


def bound(card: StoryCard, declared: Rights) -> StoryCard:
    """The card under these rights; narrower ones take away, wider ones give nothing back."""
    if declared == card.rights:  # as nearly always
        return card
    rights = declared.model_copy(
        update={
            "text": min(declared.text, card.rights.text, key=_TEXT.index),
            "images": min(declared.images, card.rights.images, key=_IMAGES.index),
        }
    )
    if rights == card.rights:
        return card
    changes: dict[str, Any] = {"rights": rights}
    if rights.text != "full":
        changes["body"] = None
    if rights.images == "none":
        changes["image"] = None
    return within_rights(card.model_copy(update=changes))
