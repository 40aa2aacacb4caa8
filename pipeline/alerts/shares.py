"""Languages and pictures that a channel loses."""

from collections.abc import Iterator, Sequence
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
    """What is remembered of a card: its language, and `+` where it has a picture of its own."""
    picture = card.image is not None and not card.image.fallback
    return card.language + ("+" if picture else "")


def collapsed(marks: Sequence[str]) -> Iterator[tuple[Kind, str]]:
    """What the latest cards lost against the ones before, with a reason that names the figures."""
    before, recent = marks[:-_RECENT], marks[-_RECENT:]
    if len(before) < _FEWEST:
        return
    for language in sorted({one[:2] for one in before}):
        was = sum(one[:2] == language for one in before) / len(before)
        now = sum(one[:2] == language for one in recent)
        if _lost(was, now):
            yield "language", _said(f"in {language}", was, now)
            break
    was = sum(one.endswith("+") for one in before) / len(before)
    now = sum(one.endswith("+") for one in recent)
    if _lost(was, now):
        yield "picture", _said("with a picture", was, now)


def _said(what: str, was: float, now: int) -> str:
    return f"{now / _RECENT:.0%} of the latest {_RECENT} cards are {what} (was {was:.0%})"


def _lost(was: float, now: int) -> bool:
    if was < _WORTH_WATCHING or now / _RECENT > was / 2:
        return False
    p = min(was, 0.99)  # a share of all leaves no room for chance
    chance = sum(comb(_RECENT, k) * p**k * (1 - p) ** (_RECENT - k) for k in range(now + 1))
    return chance < _CHANCE
