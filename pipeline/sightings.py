"""What one run has found to be alive."""

from collections.abc import Iterable

from pipeline.clean import alias
from schemas.crawl import ListingSeen
from schemas.source import Source


class Sightings:
    """The stories that a run's listings still name, and those that its pages led to.

    A story page under new names is an old story that moved only if that one is not among them.
    """

    def __init__(self, source: Source) -> None:
        """Nothing is seen yet."""
        self._source = source
        self._listed: set[str] = set()
        self._met: dict[str, set[str]] = {}

    def listing(self, seen: ListingSeen) -> None:
        """A listing links to these stories."""
        for url in seen.links:
            if (name := alias(url, "listed", self._source)) is not None:
                self._listed.add(name.key)

    def meet(self, card: str, url: str) -> None:
        """The page at an address led to this card, or was not modified since."""
        self._met.setdefault(card, set()).add(url)

    def met(self, card: str, url: str) -> bool:
        """Whether a page at another address than `url` led to a card."""
        return bool(self._met.get(card, set()) - {url})

    def listed(self, names: Iterable[str]) -> bool:
        """Whether a listing links to one of these names."""
        return not self._listed.isdisjoint(names)
