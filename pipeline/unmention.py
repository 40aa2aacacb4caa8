"""The mention that somebody else tells a story, too, taken back."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from pipeline.store import cards, erasure
from schemas.card import Pickup, StoryCard


def unmention(
    c: Connection,
    card: StoryCard,
    meant: Callable[[Pickup], bool],
    now: datetime,
    *,
    cause: str,
    stays: Callable[[StoryCard], bool] = lambda _: True,
) -> None:
    """Take what is meant out of a card, and out of its past.

    It is no change that readers are told of: `updated` stays. `stays`: whether a past version may.
    """

    def without(version: StoryCard) -> StoryCard:
        others = tuple(pickup for pickup in version.also_at if not meant(pickup))
        return version.model_copy(update={"also_at": others})

    after = without(card)
    if after != card:
        after = after.model_copy(update={"revision": card.revision + 1})
        cards.save(c, after, cause=cause, changed=("also_at",), at=now)
    erasure.wipe_revisions(c, card.id, lambda past: without(past) if stays(past) else None)
