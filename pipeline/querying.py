"""Feeds of one's own: a question in an address, answered as a document."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

from sqlalchemy import Connection

from feeds.selection import MOST
from feeds.site import Site
from pipeline.asking import Archive
from pipeline.entries import Entries
from pipeline.media.faces import Faces
from pipeline.store import asking
from schemas.card import StoryCard
from schemas.channel import Channel, Format, Variant
from schemas.errors import InputError, UnknownError
from schemas.question import Question, question_from
from schemas.types import Bilingual
from schemas.vocabulary import SECTIONS, topics, words_of

LONGEST = 1_000
"""Characters of a query."""
NEVER = datetime.fromisoformat("2026-01-01T00:00:00Z")
"""`updated` of a document that holds nothing."""
_FEWEST, _WINDOW = 50, timedelta(days=31)
_LANGUAGE = "lang"
_FIELDS = ("topic", "section", "department", "project", "person", "source", "kind", "image", "q")
_KNOWN = (*_FIELDS, _LANGUAGE)


class Asked(NamedTuple):
    """A question, and the one address it has."""

    question: Question
    query: str
    """In its one order and spelling."""
    canonical: bool
    """Whether it was asked in this very spelling."""


def asked(query: str) -> Asked:
    """What the query of an address asks for; InputError names what is off."""
    if len(query) > LONGEST:
        raise InputError(f"a query may have {LONGEST} characters", subject="query")
    given = parse_qsl(query, keep_blank_values=True, max_num_fields=LONGEST)
    if unknown := next((name for name, _ in given if name not in _KNOWN), None):
        known = ", ".join(sorted(_KNOWN))
        raise InputError(f"no such parameter; known here: {known}", subject=unknown)
    pairs = sorted({(name, _spelt(name, value)) for name, value in given if value.strip()})
    if not pairs:
        raise InputError("ask for something; every story is in feeds/stories", subject="query")
    named = (("language" if name == _LANGUAGE else name, value) for name, value in pairs)
    try:
        question = question_from(named)
    except InputError as error:
        subject = _LANGUAGE if error.subject == "language" else error.subject
        raise InputError(str(error.args[0]), subject=subject) from None
    return Asked(question, urlencode(pairs, quote_via=quote), pairs == given)


def _spelt(name: str, value: str) -> str:
    """A value as every other spelling of it is written."""
    if name == "department":
        return value.strip().upper()
    if name in ("project", "person"):
        return " ".join(words_of(value))
    return _terms(value) if name == "q" else value.strip().lower()


def _terms(q: str) -> str:
    found = asking.terms(q)
    if found is None:
        raise InputError("holds no word to look for", subject="q")
    return " ".join(sorted({"-".join(term.words) + "*" * term.begins for term in found}))


class Queries:
    """The documents that answer questions."""

    def __init__(self, archive: Archive, site: Site) -> None:
        """`site`: the face of all other documents."""
        self._archive = archive
        self._site = site
        self._entries = Entries(archive.sources, Faces(archive.store, archive.address))

    def address(self, asked: Asked, format_: Format) -> str:
        """The one address of a document."""
        return self._site.self_link(_variant(asked), format_)

    def render(self, c: Connection, asked: Asked, format_: Format, now: datetime) -> bytes:
        """The document. UnknownError for a source that there never was."""
        from feeds import atom, json_feed, rss  # feedgen is for those who are asked for a feed

        entries = self._entries.asked(c, list(self._cards(c, asked.question, now)))
        wanted = asked.question.source
        if wanted and not entries and self._archive.sources.keys().isdisjoint(wanted):
            raise UnknownError("no such source", subject=", ".join(wanted))
        renderers = {"rss": rss.render, "atom": atom.render, "json": json_feed.render}
        updated = max((entry.changed for entry in entries), default=NEVER)
        return renderers[format_](_variant(asked), entries, self._site, updated).content

    def _cards(self, c: Connection, question: Question, now: datetime) -> Iterator[StoryCard]:
        """The newest ones, and those that are younger than a month beside the newest."""
        newest = None
        for count, found in enumerate(self._archive.answers(c, question, now, part=_FEWEST)):
            newest = newest or found.card.sort_at
            if count == MOST or (count >= _FEWEST and found.card.sort_at < newest - _WINDOW):
                return
            yield found.card


def _variant(asked: Asked) -> Variant:
    language = next(iter(asked.question.language), None)
    alone = len(asked.question.language) == 1 and language in ("it", "en")
    name = f"query/{sha256(asked.query.encode()).hexdigest()[:16]}"
    values = {
        "name": name,
        "title": Bilingual(it=_title(asked.question, "it"), en=_title(asked.question, "en")),
        "description": Bilingual(
            it="Le storie che corrispondono a questa domanda.",
            en="The stories that answer this question.",
        ),
    }
    channel = Channel.model_validate(values)
    own = {"language": language} if alone else {}
    return Variant.model_validate({"channel": channel, "query": asked.query, **own})


def _title(question: Question, language: str) -> str:
    """What is asked for, in a reader's words."""
    known: dict[str, Bilingual] = {slug: topic.label for slug, topic in topics().items()}
    known |= {str(section): label for section, label in SECTIONS.items()}
    values = [value for name in _FIELDS[:-2] for value in getattr(question, name)]
    words = [known[v].in_language(language) if v in known else v for v in values]
    if question.q:
        words.append(f"«{question.q}»" if language == "it" else f"“{question.q}”")
    return ", ".join(words) or {"it": "Storie", "en": "Stories"}[language]
