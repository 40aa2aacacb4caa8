"""What the store knows that bears on one page."""

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from pipeline.store import cards, ledger
from pipeline.store.record import card_from
from pipeline.text import title_key
from schemas.card import StoryCard
from schemas.decision import Alias, Cleaned, Likeness, Past


class Led:
    """The cards that a page's aliases, translations and title lead to."""

    def __init__(
        self,
        page: Cleaned,
        keys: Sequence[str],
        ids: Mapping[str, str],
        similar: Sequence[Likeness],
    ) -> None:
        """Use `past_of`."""
        self.ids = ids
        self._page = page
        self._keys = keys
        self._similar = similar

    def past(self, c: Connection, card: str | None) -> Past:
        """Everything about the page, given the id it goes by."""
        twins = [
            twin
            for twin in latest(
                c, ledger.twins_of(c, self._keys, self._page.translations.values())
            ).values()
            if twin.id != card and twin.language != self._page.language
        ]
        similar = tuple(like for like in self._similar if like.card.id != card)
        if card is None:
            return Past(twins=tuple(twins), similar=similar)
        text_hash, _ = _sketch(c, card)
        return Past(
            id=card,
            first_seen=ledger.minted_at(c, card),
            card=latest(c, [card]).get(card),
            text_hash=text_hash,
            twins=tuple(twins),
            similar=similar,
        )


def past_of(
    c: Connection, page: Cleaned, aliases: Iterable[Alias], authorities: Mapping[str, int]
) -> Led:
    """Ask the ledger and the index of titles about a page.

    A node address that leads to a card in another language is a twin's, not the page's own:
    content systems share it between translations.
    """
    keys = [alias.key for alias in aliases]
    ids = ledger.led_to(c, keys)
    known = latest(c, set(ids.values()))
    own = {
        key: card
        for key, card in ids.items()
        if card not in known or known[card].language == page.language
    }
    found = cards.alike(c, title_key(page.title), page.language)
    similar = [
        Likeness(card=card, authority=authorities.get(card.source, 0), shingles=sketch)
        for card, sketch in found
    ]
    return Led(page, keys, own, similar)


def latest(c: Connection, ids: Iterable[str]) -> dict[str, StoryCard]:
    """The latest accepted or pending version of each card."""
    wanted = set(ids)
    found = cards.live(c, wanted)
    for card in wanted:
        if (row := cards.proposed(c, card)) is not None and row.action != "withdrawn":
            found[card] = card_from(row.record)
    return found


def _sketch(c: Connection, card: str) -> tuple[str, tuple[int, ...]]:
    row = cards.proposed(c, card)
    if row is not None and row.action != "withdrawn":
        return row.text_hash, tuple(json.loads(row.shingles))
    return cards.sketch_of(c, card)
