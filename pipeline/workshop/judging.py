"""What speaks for a way of reading a site."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from pipeline.workshop.visit import Given
from schemas.decision import Cleaned
from schemas.source import Source
from schemas.types import Record

KINDS: Mapping[str, tuple[int, str]] = {
    "wordpress": (28, "says what changed and leads back to the first story"),
    "feed": (22, "made to be read by programs"),
    "jsonapi": (20, "structured, with every story"),
    "wagtail": (20, "structured, with every story"),
    "listing": (10, "depends on the page's design"),
    "digest": (8, "stories without a page of their own; depends on the page's design"),
    "sitemap": (6, "names addresses, mostly also of pages that are no stories"),
}
"""Kind → points for how well it lasts, and why."""
FIELDS: Mapping[str, tuple[int, Callable[[Cleaned], object]]] = {
    "title": (15, lambda card: card.title),
    "date": (20, lambda card: card.published),
    "teaser": (10, lambda card: card.teaser),
    "image": (10, lambda card: card.image),
    "time": (4, lambda card: card.published and card.published.instant),
    "authors": (2, lambda card: card.authors),
}
"""Field → points where every card has it."""
_ENOUGH = 5
"""Stories that a listing should name; one point and a half for each."""
_STALE = timedelta(days=180)
_PENALTY = 20


class Way(Record):
    """A way of reading a site, and what it gave."""

    source: Source
    given: Given
    why: str
    """How it was found."""
    score: int = 0
    """Of 100."""
    because: str = ""
    """What speaks for it and against it."""

    @property
    def coverage(self) -> dict[str, float]:
        """Field → share of the cards that have it."""
        cards = self.given.cards
        return {
            name: sum(bool(has(card)) for card in cards) / len(cards) if cards else 0.0
            for name, (_, has) in FIELDS.items()
        }


def judged(ways: Sequence[Way]) -> tuple[Way, ...]:
    """The ways with their scores, the best first; those that gave nothing have none."""
    newest = max((day for way in ways if (day := _newest(way))), default=None)
    scored = [_scored(way, newest) for way in ways]
    return tuple(sorted(scored, key=lambda way: -way.score))


def _scored(way: Way, newest: date | None) -> Way:
    if not way.given.cards:
        said = way.given.problems[0] if way.given.problems else "no story was recognised"
        return way.model_copy(update={"because": said})
    points, lasting = KINDS[way.source.kind]
    coverage = way.coverage
    score = points + sum(worth * coverage[name] for name, (worth, _) in FIELDS.items())
    links = len(way.given.links)
    score += 1.5 * min(links, _ENOUGH)
    because = [lasting]
    if missing := [name for name in ("date", "teaser", "image") if coverage[name] < 1]:
        because.append(f"without {', '.join(missing)} on some or all cards")
    if links < _ENOUGH:
        because.append(f"only {links} stories")
    latest = _newest(way)
    if newest and latest and newest - latest > _STALE:
        score -= _PENALTY
        because.append(f"its newest story is of {latest:%Y-%m-%d}")
    return way.model_copy(update={"score": round(max(score, 1)), "because": "; ".join(because)})


def _newest(way: Way) -> date | None:
    days = [card.published.day for card in way.given.cards if card.published]
    return max(days, default=None)
