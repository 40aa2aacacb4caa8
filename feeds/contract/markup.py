"""Rules that all formats share: addresses, dates, HTML and plain words."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from lxml.html import fragment_fromstring

from feeds.taking import instant
from feeds.xml import legal

AHEAD = timedelta(minutes=5)
"""How far two clocks may be apart."""
_RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" \d\d:\d\d:\d\d [+-]\d{4}"
)
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_ACTIVE = frozenset({"script", "style", "iframe", "form", "object", "embed", "link", "meta"})
_WHOLE = ("http://", "https://", "mailto:")
_TAGS = re.compile(r"</?(?:p|br|em|a|strong|div|span|ul|ol|li|img|h[1-6])\b[^>]*>", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Defect(NamedTuple):
    """A promise that a document breaks."""

    requirement: int
    where: str
    """`item 3 (urn:uuid:…)`, or the part of the document."""
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} [{self.requirement}]"


def address(requirement: int, where: str, url: str | None) -> Iterator[Defect]:
    """An address must be absolute, http or https."""
    if not url or not _ADDRESS.fullmatch(url):
        yield Defect(requirement, where, f"{url!r} is no absolute http(s) address")


def date(
    requirement: int, where: str, text: str, *, rfc822: bool, now: datetime
) -> Iterator[Defect]:
    """A date must be of its format, and not in the future."""
    found = instant(text)
    if found is None or not (_RFC822 if rfc822 else _RFC3339).fullmatch(text):
        yield Defect(requirement, where, f"{text!r} is no date in RFC {822 if rfc822 else 3339}")
    elif found > now + AHEAD:
        yield Defect(requirement, where, f"{text} is in the future")


def html(where: str, text: str) -> Iterator[Defect]:
    """HTML must be quiet, and its addresses whole."""
    for element in fragment_fromstring(text, create_parent=True).iterdescendants("*"):
        handlers = [str(name) for name, _ in element.items() if str(name).startswith("on")]
        if element.tag in _ACTIVE or handlers:
            what = " ".join((str(element.tag), *handlers))
            yield Defect(13, where, f"{what!r} runs in a reader's window")
        for name in ("src", "href"):
            if not (found := element.get(name, _WHOLE[0])).lower().startswith(_WHOLE):
                yield Defect(13, where, f"{found[:80]!r} is a relative address")


def plain(requirement: int, where: str, text: str) -> Iterator[Defect]:
    """Plain words hold no markup."""
    if found := _TAGS.search(text):
        yield Defect(requirement, where, f"{found[0][:40]!r} is markup in plain words")


def clean(where: str, text: str) -> Iterator[Defect]:
    """No character that XML forbids."""
    if legal(text) != text:
        yield Defect(18, where, "holds characters that no document may hold")


def newest_first(dates: Iterable[datetime | None]) -> Iterator[Defect]:
    """Dated items come in descending order."""
    known = [found for found in dates if found is not None]
    for number, (one, two) in enumerate(pairwise(known), 1):
        if one < two:
            yield Defect(9, f"dated item {number + 1}", f"{two} stands below {one}")
