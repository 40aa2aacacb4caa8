"""Languages and pictures that a channel loses."""

from collections.abc import Collection, Iterator, Sequence
from math import comb

from schemas.card import StoryCard
from schemas.incident import Kind

_RECENT = 40
_FEWEST = 60
"""Earlier cards without which nothing can be said."""
MARKS = 160
_WORTH_WATCHING = 0.2
_CHANCE = 1 / 5000
"""A share that chance explains less often than this has collapsed."""


def mark(card: StoryCard) -> str:
    """What is remembered of a card: language, `+` or `-` for a picture of its own, source."""
    picture = card.image is not None and not card.image.fallback
    return f"{card.language}{'+' if picture else '-'}{card.source}"


def explained(marks: Sequence[str], troubled: Collection[str]) -> bool:
    """Whether most of these cards came from sources of which it is known that they are in trouble.

    What their channels lack then is no news.
    """
    return sum(one[3:] in troubled for one in marks) * 2 > len(marks)


def collapsed(marks: Sequence[str], troubled: Collection[str] = ()) -> Iterator[tuple[Kind, str]]:
    """What the latest cards lost against the ones before, with a reason that names the figures.

    `troubled`: sources whose own incidents explain what is missing.
    """
    before, recent = marks[:-_RECENT], marks[-_RECENT:]
    if len(before) < _FEWEST:
        return
    for language in sorted({one[:2] for one in before}):
        had = [one for one in before if one[:2] == language]
        have = sum(one[:2] == language for one in recent)
        if _lost(had, len(before), have) and not explained(had, troubled):
            yield "language", _said(f"in {language}", len(had) / len(before), have)
            break
    had = [one for one in before if one[2] == "+"]
    have = sum(one[2] == "+" for one in recent)
    if _lost(had, len(before), have) and not explained(had, troubled):
        yield "picture", _said("with a picture", len(had) / len(before), have)


def _said(what: str, was: float, now: int) -> str:
    return f"{now / _RECENT:.0%} of the latest {_RECENT} cards are {what} (was {was:.0%})"


def _lost(had: Sequence[str], of: int, now: int) -> bool:
    was = len(had) / of
    if was < _WORTH_WATCHING or now / _RECENT > was / 2:
        return False
    p = min(was, 0.99)  # a share of all leaves no room for chance
    chance = sum(comb(_RECENT, k) * p**k * (1 - p) ** (_RECENT - k) for k in range(now + 1))
    return chance < _CHANCE
