"""What editors are told of pictures: what became of them, and which have no words."""

from collections.abc import Iterator

from sqlalchemy import Connection

from pipeline.editing import shown
from pipeline.store import cards, images
from schemas.card import StoryCard
from schemas.types import Record

_PART = 500


class Account(Record):
    """The pictures of a source's live cards."""

    cards: int
    pictured: int
    """Cards whose page has a picture."""
    wordless: int
    """Pictured cards without an alternative text, which nobody but an editor can give."""
    copied: int
    states: dict[str, int]
    """What was found at the pictures' addresses → how many."""

    @property
    def told(self) -> str:
        """The account on one line."""
        found = "".join(f", {state} {many}" for state, many in self.states.items())
        words = f"{self.pictured}, without an alternative text {self.wordless}"
        return f"{words}{found}, copied {self.copied}"


def account(c: Connection, source: str) -> Account:
    """The account of a source."""
    live = list(_live(c, source, None))
    found = images.found(c, {card.image.url for card in live if card.image})
    states = [its.state for its in found.values()]
    return Account(
        cards=len(live),
        pictured=sum(card.image is not None for card in live),
        wordless=sum(map(wordless, live)),
        copied=sum(its.digest is not None for its in found.values()),
        states={state: states.count(state) for state in sorted(set(states))},
    )


def wordless(card: StoryCard) -> bool:
    """Whether the card has a picture whose alternative text nobody wrote; '' is meant so."""
    image = shown(card).image
    return image is not None and image.alt is None


def without_words(
    c: Connection, source: str | None, language: str | None, most: int
) -> list[StoryCard]:
    """The newest live cards whose pictures have no alternative text."""
    found: list[StoryCard] = []
    for card in _live(c, source, language):
        if len(found) == most:
            break
        if wordless(card):
            found.append(card)
    return found


def _live(c: Connection, source: str | None, language: str | None) -> Iterator[StoryCard]:
    after = None
    while part := cards.page_of(c, after=after, limit=_PART, source=source, language=language):
        yield from part
        after = (part[-1].sort_at, part[-1].id)


def told(c: Connection, card: StoryCard) -> str:
    """One line on a card's picture; '' where it has none."""
    if card.image is None:
        return ""
    its, why = images.found(c, [card.image.url]).get(card.image.url), images.why(c, card.image.url)
    size = f", {its.width} x {its.height}" if its and its.width else ""
    copy = ", copied" if its and its.digest else ""
    state = its.state if its else "new"
    words = ", without an alternative text (edit image_alt)" if wordless(card) else ""
    return f"{state}{size}{copy}{words}{': ' if why else ''}{why}"
