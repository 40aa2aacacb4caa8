"""Pages on their way through `clean`: some at a time, written in the order in which they came."""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Future
from itertools import takewhile

from pipeline.reading import Story, story_of
from schemas.crawl import Aside, PageSeen
from schemas.errors import CardError
from schemas.source import Source

TOGETHER = 10
"""Pages cleaned as one piece of work: handing one over costs as much as cleaning a short page."""
Pages = tuple[PageSeen, ...]
Outcome = Story | CardError
"""Without the page itself, which would go back to where it came from."""


class Cleaning:
    """The pages of one crawl."""

    def __init__(self, source: Source, aside: Aside) -> None:
        """`aside`: where the work is done."""
        self._source = source
        self._aside = aside
        self._open: list[PageSeen] = []
        self._begun: deque[tuple[Pages, Future[list[Outcome]]]] = deque()
        self._count = 0

    def __len__(self) -> int:
        """Pages that `taken` has not given back."""
        return self._count

    @property
    def done(self) -> int:
        """How many of the first of them are done."""
        finished = takewhile(lambda begun: begun[1].done(), self._begun)
        return sum(len(part) for part, _ in finished)

    def add(self, seen: PageSeen) -> None:
        """Take a page in."""
        self._open.append(seen)
        self._count += 1
        if len(self._open) >= TOGETHER:
            self._begin()

    def taken(self, most: int, *, wait: bool) -> list[tuple[PageSeen, Outcome]]:
        """The first of the pages, about `most`, with what came of them; the others stay.

        Without `wait` only those that are done.
        """
        if self._open and self._count - len(self._open) < most:
            self._begin()
        found: list[tuple[PageSeen, Outcome]] = []
        while self._begun and len(found) < most and (wait or self._begun[0][1].done()):
            part, work = self._begun.popleft()
            found += zip(part, self._outcomes(part, work), strict=True)
        self._count -= len(found)
        return found

    def _begin(self) -> None:
        part, self._open = tuple(self._open), []
        self._begun.append((part, self._aside(stories_of, part, self._source)))

    def _outcomes(self, part: Pages, work: Future[list[Outcome]]) -> list[Outcome]:
        try:
            return work.result()
        except BrokenExecutor:  # cleaning harms nobody: it was another page that did
            return stories_of(part, self._source)


def stories_of(part: Sequence[PageSeen], source: Source) -> list[Outcome]:
    """What each page says, or why it cannot become a card."""
    return [_outcome(seen, source) for seen in part]


def _outcome(seen: PageSeen, source: Source) -> Outcome:
    try:
        return story_of(seen, source)
    except CardError as error:
        return error
    except ValueError as error:  # what no record and no store can hold
        return CardError(f"cannot become a card: {str(error).splitlines()[0]}", subject=seen.url)
