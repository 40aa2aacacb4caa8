"""Whether a page is a story we know."""

from collections.abc import Mapping, Sequence

from schemas.decision import Alias, Learnt
from schemas.types import CardId, Record

_PRECISE: tuple[Learnt, ...] = ("canonical", "node", "guid", "redirect", "host", "listed")
"""Which name is believed first, where names disagree."""


class Identity(Record):
    """The card a page's names lead to."""

    card: CardId | None = None
    """None for a story never seen."""
    by: Alias | None = None
    """The name that was believed."""
    conflict: tuple[CardId, ...] = ()
    """Other cards that less precise names of the page lead to, each once."""


def identity(aliases: Sequence[Alias], led_to: Mapping[str, CardId]) -> Identity:
    """The one card behind a page's names; of several the most precise name decides.

    `led_to` holds the known ones among the aliases' keys. Within one precision the page's own
    order counts.
    """
    known = sorted(
        (alias for alias in aliases if alias.key in led_to),
        key=lambda alias: _PRECISE.index(alias.learnt),
    )
    if not known:
        return Identity()
    card = led_to[known[0].key]
    others = dict.fromkeys(led_to[alias.key] for alias in known)
    return Identity(
        card=card, by=known[0], conflict=tuple(other for other in others if other != card)
    )
