"""What a look through stored pages comes to, for its receipt."""

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from schemas.crawl import PageSeen, Seen
from schemas.errors import CardError
from schemas.replay import CardChange, Replayed

SHOWN = 200
"""Changed cards that a receipt names."""
T = TypeVar("T")


class Findings:
    """The figures and changes of one look, as it goes on."""

    def __init__(self) -> None:
        """Nothing is found yet."""
        self.changes: list[CardChange] = []
        self.fields: Counter[str] = Counter()
        """Field → cards in which it differs; `words` where only what gave the topics does."""
        self.counts: Counter[str] = Counter()

    def read(self, seen: Seen, reading: Callable[[PageSeen], T]) -> T | None:
        """What `reading` makes of a story's page; None where there is none or it is no card."""
        if not isinstance(seen, PageSeen):
            return None
        if seen.extracted is None:
            self.counts["missing"] += 1
            return None
        self.counts["read"] += 1
        try:
            return reading(seen)
        except CardError:
            self.counts["rejected"] += 1
            return None

    def result(self) -> Replayed:
        """All of it, with the first of the changes."""
        return Replayed(
            read=self.counts["read"],
            unchanged=self.counts["unchanged"],
            rejected=self.counts["rejected"],
            passed_over=self.counts["passed_over"],
            missing=self.counts["missing"],
            fields=dict(sorted(self.fields.items())),
            changes=tuple(self.changes[:SHOWN]),
            more=max(0, len(self.changes) - SHOWN),
        )
