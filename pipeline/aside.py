"""Cards that cannot be read or published, taken out of everybody's way."""

from datetime import datetime

from sqlalchemy import Connection

from pipeline.store import cards, publication
from schemas.errors import CardError
from schemas.run import Item


def set_aside(c: Connection, error: CardError, now: datetime) -> Item:
    """Take the card that an error is about out of every channel; what a receipt says of it.

    Its page, when it is read again, gives a good card under the same id.
    """
    card = error.subject
    left = publication.variants_with(c, [card]).get(card, set())
    publication.leave(c, [(card, variant) for variant in left])
    publication.mark_dirty(c, "variant", dict.fromkeys(left, now))
    publication.mark_dirty(c, "card", {card: now})
    cards.set_aside(c, card)
    why = f"{error.args[0]}; it is in no document until its page is read again"
    return Item(url="", card=card, why=why)
