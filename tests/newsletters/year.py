"""A year of stories, to each of which something happens, and what each feed owes its readers."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any, NamedTuple

from tests.newsletters.press import Press

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERY = ("letter", "letter.it", "letter.en")
ENERGY = "energy"
HOLD = HOUR
"""Of every newsletter here."""
ONCE, NEVER, AT_MOST_ONCE = frozenset({1}), frozenset({0}), frozenset({0, 1})


class Owed(NamedTuple):
    """How often tools mail a story of a feed: those that go by guid, and the others."""

    by_guid: frozenset[int]
    otherwise: frozenset[int]


EXACTLY = Owed(ONCE, ONCE)
NOT = Owed(NEVER, NEVER)


class Year:
    """Plans what happens; `owed`: story → feed → how often each tool must have mailed it."""

    def __init__(self, press: Press, seed: int) -> None:
        """The same seed gives the same year."""
        self.press = press
        self.owed: dict[str, dict[str, Owed]] = {}
        self.cards: dict[str, set[str]] = {}
        """Story → its cards."""
        self.titles: dict[str, str] = {}
        """Story → the title that every mail must have."""
        self._random = Random(seed)
        self._order = count()
        self._plan: list[tuple[datetime, int, Callable[[], None]]] = []

    def fill(self, start: datetime, days: int, each: int) -> None:
        """Plan `each` stories of every kind, and one new newsroom."""
        for kind in KINDS * each:
            at = start + self._random.random() * days * DAY
            name = f"{kind.__name__.strip('_')}-{next(self._order)}"
            self.owed[name], self.cards[name] = {}, set()
            kind(self, name, at)
        newsroom(self, start + days * DAY / 3)

    def then(self, at: datetime, what: Callable[[], None]) -> None:
        """Have something happen."""
        quiet = at.replace(second=0, microsecond=0)  # no tool polls in that second
        heappush(self._plan, (quiet, next(self._order), what))

    def happenings(self) -> Iterator[tuple[datetime, Callable[[], None]]]:
        """What happens, in order; more may be planned meanwhile."""
        while self._plan:
            at, _, what = heappop(self._plan)
            yield at, what

    def told(self, name: str, at: datetime, suffix: str = "", **said: Any) -> None:
        """A story's page is read for the first time."""

        def read() -> None:
            day = {"published": {"day": (at - DAY / 2).date().isoformat()}}
            self.cards[name].add(self.press.read(name + suffix, **{**day, **said}))

        self.then(at, read)

    def order(self, action: Any, name: str, at: datetime, **fields: str) -> None:
        """An editor does something to a story."""

        def act() -> None:
            for card in self.cards[name]:
                self.press.order(action, card, **fields)

        self.then(at, act)

    def owes(self, name: str, **feeds: Owed) -> None:
        """What each feed owes; of those that are not named, nothing."""
        self.owed[name] = {feed.replace("_", "."): owed for feed, owed in feeds.items()}


def address(name: str) -> str:
    """Where a story lives."""
    return f"http://ateneo.localhost:8001/it/notizie/{name}"


def everywhere(year: Year, name: str, owed: Owed = EXACTLY) -> None:
    """The same is owed by every newsletter that is not on a topic."""
    year.owes(name, letter=owed, letter_it=owed, letter_en=owed)


def plain(year: Year, name: str, at: datetime) -> None:
    """An Italian story; the English letter has it after 48 hours."""
    year.told(name, at)
    everywhere(year, name)


def late(year: Year, name: str, at: datetime) -> None:
    """A story that is found days after its publication."""
    year.told(name, at, published={"day": (at - 5 * DAY).date().isoformat()})
    everywhere(year, name)


def undated(year: Year, name: str, at: datetime) -> None:
    """A story without a date."""
    year.told(name, at, published=None)
    everywhere(year, name)


def corrected(year: Year, name: str, at: datetime) -> None:
    """An editor mends the title while the story waits; nobody gets the old one."""
    year.told(name, at)
    year.order("edit", name, at + HOLD / 2, title=f"{name} corretto")
    year.titles[name] = f"{name} corretto"
    everywhere(year, name)


def edited(year: Year, name: str, at: datetime) -> None:
    """The newsroom rewrites a story that was sent, and an editor its title."""
    year.told(name, at)
    year.told(name, at + 3 * DAY, title=f"{name} riscritta", teaser=f"Tutto nuovo per {name}.")
    year.order("edit", name, at + 4 * DAY, title=f"{name} corretto")
    everywhere(year, name)


def withdrawn(year: Year, name: str, at: datetime) -> None:
    """An editor takes a story back while it waits."""
    year.told(name, at)
    year.order("retract", name, at + HOLD / 3)
    everywhere(year, name, NOT)


def retracted(year: Year, name: str, at: datetime) -> None:
    """An editor takes a story back after some had it."""
    year.told(name, at)
    year.order("retract", name, at + 3 * DAY)
    everywhere(year, name, Owed(AT_MOST_ONCE, AT_MOST_ONCE))


def unhidden(year: Year, name: str, at: datetime) -> None:
    """A story is hidden while it waits, and shown two days later."""
    year.told(name, at)
    year.order("hide", name, at + HOLD / 3)
    year.order("restore", name, at + 2 * DAY)
    everywhere(year, name)


def hidden_for_a_while(year: Year, name: str, at: datetime) -> None:
    """A story is hidden after some had it: dates cannot tell the others that it is back."""
    year.told(name, at)
    year.order("hide", name, at + 3 * DAY)
    year.order("restore", name, at + 5 * DAY)
    everywhere(year, name, Owed(ONCE, AT_MOST_ONCE))


def retagged(year: Year, name: str, at: datetime) -> None:
    """An editor gives a story a topic days later: its letter sends it, the others do not again."""
    year.told(name, at)
    year.order("edit", name, at + 4 * DAY, topics="energy")
    year.owes(name, letter=EXACTLY, letter_it=EXACTLY, letter_en=EXACTLY, energy=EXACTLY)


def excluded(year: Year, name: str, at: datetime) -> None:
    """An editor keeps a story out of one letter; a later crawl does not bring it back."""
    year.told(name, at)
    year.order("edit", name, at + HOLD / 4, topics="energy")
    year.order("exclude", name, at + HOLD / 3, channel="letter")
    year.told(name, at + 2 * DAY, title=f"{name} riscritta", teaser=f"Tutto nuovo per {name}.")
    year.owes(name, letter=NOT, letter_it=NOT, letter_en=NOT, energy=EXACTLY)


def moved(year: Year, name: str, at: datetime) -> None:
    """A story gets another address."""
    year.told(name, at)
    year.told(name, at + 3 * DAY, "-spostata", title=f"La storia {name}", aliases=[address(name)])
    everywhere(year, name)


def translated(year: Year, name: str, at: datetime) -> None:
    """The English version comes a day later: the English letter waits for it, nobody has both."""
    year.told(name, at)
    english(year, name, at + DAY)
    everywhere(year, name)


def translated_late(year: Year, name: str, at: datetime) -> None:
    """The English version comes after the English letter has sent the Italian one."""
    year.told(name, at)
    english(year, name, at + 3 * DAY)
    everywhere(year, name)


def english(year: Year, name: str, at: datetime) -> None:
    """The English version of an Italian story."""
    said = {"title": f"The story {name}", "teaser": f"It is about {name}, and says it all."}
    twin = {"language": "en", "translations": {"it": address(name)}}
    year.told(name, at, "-en", body=f"<p>{said['teaser']}</p>", **said, **twin)


def newsroom(year: Year, at: datetime) -> None:
    """A new source's first run: thirty old stories, which are no news, and two that are."""
    for number in range(32):
        name, age = f"archivio-{number}", DAY / 2 if number < 2 else (5 + 9 * number) * DAY
        year.cards[name] = set()
        day = {"day": (at - age).date().isoformat()}
        year.told(name, at, history=True, published=day)
        everywhere(year, name, EXACTLY if number < 2 else NOT)


KINDS: tuple[Callable[[Year, str, datetime], None], ...] = (
    plain, late, undated, corrected, edited, withdrawn, retracted, unhidden, hidden_for_a_while,
    retagged, excluded, moved, translated, translated_late,
)  # fmt: skip
