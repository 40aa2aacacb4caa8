"""What one voice of a page says about the story."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from schemas.addresses import NotAnAddress, absolute
from schemas.extracted import AuthorFound, ImageFound
from schemas.types import Kind, Moment

_UNSET = re.compile(r"\[[a-z_]+(?::[a-z_-]+)+\]|\{\{.*?\}\}|%%[a-z_]+%%")
"""Placeholders that a CMS failed to fill: Drupal's `[node:summary]`, Yoast's `%%excerpt%%`."""
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
"""With its semicolon: `&copy=1` in an address is a parameter."""
_NO_PERSON = re.compile(
    r"(?:la |the )?(?:redazione|editorial (?:team|staff)|newsroom|news desk|staff|web ?team|admin"
    r"|administrator|webmaster|ufficio stampa|press office|comunicazione|communications?|user"
    r"|utente|anonym(?:ous|ous author)|anonimo|super ?user|root)(?: (?:web|online|editoriale))?"
    r"|.*(?:https?://|www\.|@).*",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:(?:a cura |testo )?di|(?:written )?by|autore|author)\s*:?\s+", re.IGNORECASE)


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


def _character(match: re.Match[str]) -> str:
    return html.unescape(match[0])


def address(base: str, text: object) -> str | None:
    """The absolute address a page names; None where it is none."""
    line = said(text)
    if line is None:
        return None
    try:
        return absolute(base, line)
    except NotAnAddress:
        return None


def people(names: Iterable[tuple[str | None, str | None]]) -> tuple[AuthorFound, ...]:
    """The authors among (name, address) pairs, each once; newsrooms and profiles are nobody."""
    found: dict[str, AuthorFound] = {}
    for name, url in names:
        name = _BY.sub("", name or "", count=1) if _BY.match(name or "") else name
        usable = name and 3 <= len(name) <= 80 and not re.search(r"[0-9]", name)
        if name and usable and not _NO_PERSON.fullmatch(name):
            found.setdefault(name.casefold(), AuthorFound(name=name, url=url))
    return tuple(found.values())


def labels(texts: Iterable[object]) -> tuple[str, ...]:
    """Tags, each once; `a, b; c` counts as three."""
    found: dict[str, str] = {}
    for text in texts:
        for part in re.split(r"[,;|]", text) if isinstance(text, str) else ():
            if (label := unescaped(part)) and len(label) <= 80:
                found.setdefault(label.casefold(), label)
    return tuple(found.values())[:30]
