"""The newsrooms of a simulated year, and what happens to them."""

from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from schemas.incident import Kind
from schemas.types import Moment
from tests.simulation.texts import Words

START = datetime(2030, 1, 7, tzinfo=UTC)
"""A Monday after the holidays."""
YEAR = timedelta(days=364)

Reading = Literal["listing", "feed", "items"]
"""A listing and its pages, a feed and its pages, or a feed alone."""
What = Literal[
    "5xx", "away", "blocked", "html", "redesign", "host", "cms", "listing", "gone", "quiet"
]


def day(number: float) -> datetime:
    """An instant of the year."""
    return START + timedelta(days=number)


class Turn(NamedTuple):
    """Something that happens to a newsroom, in days of the year, and what is to be told of it."""

    what: What
    start: float
    end: float
    """When the newsroom is as before, or its declaration was mended."""
    told: Kind | None = None


class Newsroom(NamedTuple):
    """One of the invented newsrooms, in one language."""

    slug: str
    host: str
    language: Literal["it", "en"]
    read: Reading
    weekly: float
    """Stories in a usual week."""
    every: str = "3d"
    authority: int = 0
    copies: tuple[tuple[str, float], ...] = ()
    """Which part of another newsroom's stories it republishes."""
    cuts: bool = False
    twin_of: str = ""
    """The source whose stories it translates a day later."""
    nodes: bool = False
    """Whether it numbers its stories, once for both languages; else pages name translations."""
    dates: Literal["minute", "day", "none"] = "minute"
    pictures: bool = True
    etags: bool = True
    """Without, every answer is whole, and never twice the same bytes."""
    silent: tuple[tuple[float, float], ...] = ()
    """When nothing comes, besides August and Christmas, when hardly anything does."""
    steady: bool = False
    """Whether its stories come on Mondays and Thursdays, not by chance."""
    series: bool = False
    """Whether it announces the same event again and again."""
    turns: tuple[Turn, ...] = ()


class Version(NamedTuple):
    """A story as it stands from an instant on."""

    at: datetime
    words: Words
    markup: int = 0
    """Counts changes that no reader sees."""
    slug: str = ""


class Story(NamedTuple):
    """A story of one newsroom, in its language."""

    key: str
    room: str
    number: int
    born: datetime
    published: Moment | None
    truth: str
    """What it tells: a copy and a translation have that of their original."""
    versions: tuple[Version, ...]
    twin: str | None = None
    """The key of its translation."""
    gone: tuple[datetime, datetime, int] | None = None
    """From when to when its page answers so, and the listing does not name it."""
    slip: bool = False
    """Whether its page is wrongly said to be gone, once."""

    def at(self, now: datetime) -> Version:
        """The version of an instant."""
        return [one for one in self.versions if one.at <= now or one.at == self.born][-1]

    def away(self, now: datetime) -> int:
        """The status that its page answers with, 0 while it is there."""
        return self.gone[2] if self.gone and self.gone[0] <= now < self.gone[1] else 0
