"""What one voice of a page says about the story."""

import html
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Protocol

from schemas.addresses import NotAnAddress, absolute
from schemas.extracted import AuthorFound, ImageFound
from schemas.types import Kind, Moment

_UNSET = re.compile(r"\[[a-z_]+(?::[a-z_-]+)+\]|\{\{.*?\}\}|%%[a-z_]+%%")
"""Placeholders that a CMS failed to fill: Drupal's `[node:summary]`, Yoast's `%%excerpt%%`."""
_MARKUP = re.compile(
    r"</?(?:p|br|a|b|i|em|strong|span|div|li|ul|img|h[1-6])\b[^<>]*>", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
"""With its semicolon: `&copy=1` in an address is a parameter."""

_UNIX = re.compile(r"([0-9]{9,10})(?:[0-9]{3})?(?:\.[0-9]+)?")
"""From 1973 to 2286; fewer digits may be a day, more an id."""


class Clock(Protocol):
    """Reads the dates of one page, in its language and its newsroom's zone."""

    def __call__(self, text: str, *, reference: date | None = None) -> Moment | None:
        """The first date in a text."""


@dataclass(frozen=True, slots=True)
class Says:
    """Fields as one voice gives them; what it does not say is None or empty."""

    canonical: str | None = None
    title: str | None = None
    teaser: str | None = None
    body: str | None = None
    published: Moment | None = None
    updated: datetime | None = None
    image: ImageFound | None = None
    authors: tuple[AuthorFound, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    kind: Kind | None = None
    translations: dict[str, str] = field(default_factory=dict)
    site_name: str | None = None


def said(text: object) -> str | None:
    """A text on one line; None for anything else, nothing, or a placeholder left unfilled."""
    if not isinstance(text, str):
        return None
    line = " ".join(text.split())
    return None if not line or _UNSET.search(line) else line


def unescaped(text: object) -> str | None:
    """As `said`, for places where entities should not be but often are."""
    line = said(text)
    return said(_ENTITY.sub(_character, line)) if line and "&" in line else line


def prose(text: object) -> str | None:
    """As `unescaped`, without the tags that a text should not have but some have."""
    line = unescaped(text)
    if line is None or not _MARKUP.search(line):
        return line
    # Half a second, which a process that reads pages beside a crawl seldom needs.
    from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return said(BeautifulSoup(line, "lxml").get_text(" "))


def _character(match: re.Match[str]) -> str:
    return html.unescape(match[0])


def machine(value: object) -> str | None:
    """A stamp as ISO 8601 where it counts seconds or milliseconds since 1970; else as `said`."""
    text = str(value) if isinstance(value, int | float) else said(value)
    if text is None or not (count := _UNIX.fullmatch(text)):
        return text
    return datetime.fromtimestamp(int(count[1]), UTC).isoformat()


def address(base: str, text: object) -> str | None:
    """The absolute address a page names; None where it is none."""
    line = said(text)
    if line is None:
        return None
    try:
        return absolute(base, line)
    except NotAnAddress:
        return None


def labels(texts: Iterable[object]) -> tuple[str, ...]:
    """Tags, each once; `a, b; c` counts as three."""
    found: dict[str, str] = {}
    for text in texts:
        for part in re.split(r"[,;|]", text) if isinstance(text, str) else ():
            if (label := unescaped(part)) and len(label) <= 80:
                found.setdefault(label.casefold(), label)
    return tuple(found.values())[:30]
