"""The people a story is signed by."""

import re
from collections.abc import Collection, Sequence

from pipeline.text import plain, title_key
from schemas.card import Author
from schemas.extracted import AuthorFound

_BY = re.compile(
    r"^(?:(?:[Aa] cura di|[Tt]est[oi] di|[Ss]critto da|[Aa]rticolo di|[Ww]ritten by|[Tt]ext by"
    r"|[Bb]y|BY)\b|(?:di|da)\b)[\s:]*"
)
_MAIL = re.compile(r"^\S+@\S+\s*\((.+)\)$")
_BETWEEN = re.compile(r"\s*[;|/·]\s*|\s*,\s+(?:e|ed|and|&)\s+|\s+(?:e|ed|and|&)\s+|,\s*")
_PARTICLE = r"(?:d[aeiou]|del|dell[aoe]?|dal|dalla|van|von|der|den|la|le|lo|bin|al|el|y)"
_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w'’.-]*|d['’][A-ZÀ-ÖØ-Þ][\w-]*)"
_PERSON = re.compile(rf"{_WORD}(?:\s+(?:{_PARTICLE}\s+)*{_WORD}){{1,4}}")
_NOBODY = frozenset(
    (
        *("redazione", "la redazione", "staff", "admin", "administrator", "webmaster", "editor"),
        *("ufficio stampa", "press office", "news", "author", "autore", "anonymous", "anonimo"),
        *("redazione web", "web", "utente anonimo", "root", "wordpress", "comunicazione", "guest"),
    )
)
_LONGEST = 200


def authors_from(found: Sequence[AuthorFound], sites: Collection[str] = ()) -> tuple[Author, ...]:
    """The signatures as single names, each once, without editorial offices and site names."""
    nobody = _NOBODY | {title_key(site) for site in sites}
    authors: dict[str, Author] = {}
    for signature in found:
        names = _names(signature.name)
        for name in names:
            key = title_key(name)
            if key and key not in nobody and "@" not in name and len(name) <= _LONGEST:
                url = signature.url if len(names) == 1 else None
                authors.setdefault(key, Author(name=name, url=url))
    return tuple(authors.values())


def _names(signature: str) -> list[str]:
    text = plain(signature)
    if match := _MAIL.match(text):  # RSS 2.0 writes `address (name)`
        text = match[1].strip()
    text = _BY.sub("", text).strip(" ,;:-–")
    parts = [part for part in _BETWEEN.split(text) if part]
    # `Dipartimento di Automatica e Informatica` and `Rossi, Maria` are one name each.
    return parts if len(parts) > 1 and all(map(_PERSON.fullmatch, parts)) else [text]
