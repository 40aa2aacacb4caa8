"""What the store holds at the end of the year, beside what it must hold."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Row, select

from pipeline.store import proposals, sources
from pipeline.store import tables as t
from pipeline.store.record import card_from
from schemas.card import StoryCard
from schemas.incident import Incident
from tests.simulation.life import Life
from tests.simulation.truth import Expected

Name = tuple[str, str]
"""What a story tells, and its language."""
_MAILED_AFTER = timedelta(days=4)
"""What is younger may still wait for its translation."""
NEWSLETTERS = ("newsletter", "newsletter.it", "newsletter.en")


class Found(NamedTuple):
    """The store, read once."""

    expected: Mapping[Name, Expected]
    ids: Mapping[Name, set[str]]
    cards: Mapping[str, StoryCard]
    states: Mapping[str, str]
    releases: Mapping[str, list[Row[Any]]]
    until: datetime
    """The end of the year."""
    held: tuple[str, ...]
    health: Mapping[str, str]

    def card(self, name: Name) -> StoryCard | None:
        """The card of a story, if there is one and no more."""
        ids = self.ids.get(name, set())
        return self.cards.get(next(iter(ids))) if len(ids) == 1 else None

    def pairs(self) -> Iterator[tuple[Expected, StoryCard]]:
        """Each story with its card."""
        for name, expected in self.expected.items():
            if (card := self.card(name)) is not None:
                yield expected, card

    def lost(self) -> list[str]:
        """Stories that were seen and have no card that readers see."""
        return [
            _said(expected)
            for name, expected in self.expected.items()
            if not expected.withdrawn and not self._live(name)
        ]

    def doubled(self) -> list[str]:
        """Cards beyond one per story and language."""
        wanted = {id_ for ids in self.ids.values() for id_ in sorted(ids)[:1]}
        return [
            f"{card.source}: {card.title} ({self.states[card.id]}, {card.first_seen:%m-%d})"
            for card in self.cards.values()
            if card.id not in wanted and self.states[card.id] != "merged"
        ]

    def moved(self) -> list[str]:
        """Stories whose addresses ever led to more than one id."""
        return [_said(self.expected[name]) for name, ids in self.ids.items() if len(ids) > 1]

    def shared(self) -> list[str]:
        """Ids that stand for several stories."""
        names = defaultdict(list)
        for name, ids in self.ids.items():
            for id_ in ids:
                names[id_].append(name)
        return [
            " | ".join(_said(self.expected[name]) for name in several)
            for several in names.values()
            if len(several) > 1
        ]

    def misdated(self) -> list[str]:
        """Stories whose `updated` is not the moment of their last material change."""
        return [
            f"{_said(expected)}: {card.updated:%m-%d %H:%M} not {expected.updated:%m-%d %H:%M}"
            for expected, card in self.pairs()
            if abs(card.updated - expected.updated).total_seconds() > 60
        ]

    def stale(self) -> list[str]:
        """Stories whose card does not say what was told last."""
        return [
            f"{card.title} not {_said(expected)}"
            for expected, card in self.pairs()
            if card.title != expected.title
        ]

    def unfolded(self) -> list[str]:
        """Copies that their original's card does not name."""
        return [
            _said(expected)
            for expected, card in self.pairs()
            if len(expected.rooms) > 1 and not card.also_at
        ]

    def standing(self) -> list[str]:
        """Retracted stories that readers still see."""
        return [
            _said(expected)
            for name, expected in self.expected.items()
            if expected.withdrawn and self._live(name)
        ]

    def apart(self) -> list[str]:
        """Language versions of one story that are not linked, though its newsroom told of both."""
        stories = defaultdict(set)
        for (truth, _), expected in self.expected.items():
            if expected.proper and (card := self.card((truth, expected.language))):
                stories[truth].add(card.story)
        return [truth for truth, found in stories.items() if len(found) > 1]

    def mailed_twice(self) -> list[str]:
        """Stories that a newsletter carried more than once."""
        truths = {id_: name[0] for name, ids in self.ids.items() for id_ in ids}
        return [
            f"{variant}: {truth}, {count} times"
            for variant in NEWSLETTERS
            for truth, count in Counter(
                truths.get(row.card, row.card) for row in self.releases.get(variant, ())
            ).items()
            if count > 1 and not self._linked_late(truth)
        ]

    def _linked_late(self, truth: str) -> bool:
        """Whether a copy and a translation were there before the original, which links them."""
        versions = [card for (told, _), card in self.expected.items() if told == truth]
        second = sorted(card.first for card in versions)[1:2]
        return any(card.proper is None or second < [card.proper] for card in versions)

    def unmailed(self) -> list[str]:
        """News that a newsletter never carried."""
        truths = {id_: name[0] for name, ids in self.ids.items() for id_ in ids}
        mailed = {
            variant: {truths.get(row.card) for row in self.releases.get(variant, ())}
            for variant in NEWSLETTERS
        }
        return [
            f"{variant}: {_said(expected)}"
            for variant in NEWSLETTERS
            for (truth, _), expected in self.expected.items()
            if expected.news and not expected.withdrawn and truth not in mailed[variant]
            if expected.first < self.until - _MAILED_AFTER
        ]

    def silent(self, incident: Incident) -> bool:
        """Whether a channel had nothing new for longer than ever, seasons apart."""
        rows = self.releases.get(incident.subject.removeprefix("feeds/"), ())
        news = [row.at for row in rows if not self.cards[row.card].history]
        days = sorted({at.date() for at in news if at < incident.opened})
        usual = [
            (after - before).days for before, after in pairwise(days) if _lively(before, after)
        ]
        return incident.kind == "quiet" and (incident.opened.date() - days[-1]).days > max(usual)

    def happened(self) -> dict[str, int]:
        """How many stories lived through what."""
        told = self.expected.values()
        return {
            "moved": sum(len(card.urls) > 1 for card in told),
            "republished": sum(len(card.rooms) > 1 for card in told),
            "corrected": sum(card.updated > card.first for card in told),
            "retracted": sum(card.withdrawn is not None for card in told),
            "came back": sum(card.back for card in told),
            "translated": len(told) - len({truth for truth, _ in self.expected}),
        }

    def _live(self, name: Name) -> bool:
        return any(self.states.get(id_) == "live" for id_ in self.ids.get(name, ()))


def found_in(life: Life) -> Found:
    """What the year left in the store."""
    with life.pipe.store.reading() as c:
        rows = c.execute(select(t.card.c.id, t.card.c.state, t.card.c.record)).all()
        releases = defaultdict(list)
        for row in c.execute(select(t.release)):
            releases[row.variant].append(row)
        return Found(
            expected=life.truth.cards,
            ids=life.ids,
            cards={row.id: card_from(row.record) for row in rows},
            states={row.id: row.state for row in rows},
            releases=releases,
            until=life.now,
            held=tuple(card_from(row.record).title for row in proposals.held(c)),
            health={slug: state.health for slug, state in sources.states(c).items()},
        )


def _lively(*days: date) -> bool:
    return not any(day.month in (8, 12) for day in days)


def _said(expected: Expected) -> str:
    return f"{expected.story.key} [{expected.language}] {expected.title}"
