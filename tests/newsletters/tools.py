"""Tools that poll a feed and mail what they take for new."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from lxml import etree

_TICK = timedelta(microseconds=1)


class Item(NamedTuple):
    """What a tool reads of an item."""

    guid: str
    title: str
    at: datetime


class Feed:
    """A document as it is served: read again only where its bytes differ.

    `version`: how often they did; a tool that meets the one it read last is answered 304.
    """

    def __init__(self, name: str) -> None:
        """Nothing is there yet."""
        self.name = self.address = name
        self.items: tuple[Item, ...] = ()
        self.version = 0
        self._content = b""

    def serve(self, content: bytes) -> None:
        """From now on these are its bytes."""
        if content != self._content:
            self._content, self.items = content, tuple(items_in(content))
            self.version += 1


def items_in(content: bytes) -> Iterable[Item]:
    """The items of an RSS document."""
    for item in etree.fromstring(content).iterfind("channel/item"):
        found = {name: item.findtext(name) or "" for name in ("guid", "title", "pubDate")}
        yield Item(found["guid"], found["title"], parsedate_to_datetime(found["pubDate"]))


class Tool:
    """A newsletter tool, set up at an instant; `sent`: guid → how often it mailed it."""

    def __init__(self, feed: Feed, start: datetime, every: timedelta, how: str) -> None:
        """`how`: by guid (MailerLite, HubSpot), by date (Mailchimp) or by window."""
        self.name = f"{feed.name} every {every}, by {how}"
        self.how = how
        self.feed = feed
        self.due = start + every
        self.sent: Counter[str] = Counter()
        self.titles: dict[str, str] = {}
        self._every = every
        self._last = start
        self._read = feed.version
        self._known = {item.guid for item in feed.items}
        self._new: Callable[[Item], bool] = {
            "guid": self._by_guid,
            "date": self._by_date,
            "window": self._by_window,
        }[how]

    def poll(self, until: datetime) -> None:
        """Poll whenever it is due before an instant, up to which the document stays as it is."""
        if self.due < until and self._read != self.feed.version:
            self._mail()
        if self.due < until:  # every poll from here on is answered 304
            self._last = self.due + (until - self.due - _TICK) // self._every * self._every
            self.due = self._last + self._every

    def _mail(self) -> None:
        for item in filter(self._new, self.feed.items):
            self.sent[item.guid] += 1
            self.titles.setdefault(item.guid, item.title)
        self._known.update(item.guid for item in self.feed.items)
        self._read = self.feed.version

    def _by_guid(self, item: Item) -> bool:
        return item.guid not in self._known

    def _by_date(self, item: Item) -> bool:
        return item.at > self._last

    def _by_window(self, item: Item) -> bool:
        return self.due - self._every < item.at <= self.due


RHYTHMS = (timedelta(minutes=10), timedelta(days=1), timedelta(days=7), timedelta(days=30))


def tools_for(feed: Feed, start: datetime, longest: timedelta = RHYTHMS[-1]) -> list[Tool]:
    """One of every kind; windows are as long as the time between two polls."""
    return [
        Tool(feed, start, every, how)
        for every in RHYTHMS
        if every <= longest
        for how in ("guid", "date", "window")
    ]
