"""What is asked of the archive of cards."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, WithJsonSchema

from schemas.errors import InputError
from schemas.types import ROME, Kind, Language, Record, Section, Slug
from schemas.vocabulary import DEPARTMENTS, topic_of, topics

Sort = Literal["-published", "published", "-updated", "updated"]
"""`-` for the latest first; a card without a date stands where it was first seen."""
LONGEST, TERMS = 120, 12
"""Characters and words (or phrases) of a full-text question."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_EARLIEST, _LATEST = (datetime(year, 1, 2, tzinfo=UTC) for year in (1700, 2200))
_CHUNKS = rf"^\s*\S+(?:\s+\S+){{0,{TERMS - 1}}}\s*$"


def one_of(known: Sequence[str]) -> tuple[Any, ...]:
    """What makes a text one of those that are known."""

    def checked(value: str) -> str:
        if value in known:
            return value
        raise ValueError(f"there is no {value[:80]!r}; there are {', '.join(known)}")

    return AfterValidator(checked), WithJsonSchema({"type": "string", "enum": list(known)})


def _moment(value: object, *, end: bool) -> object:
    """An instant; a day begins (or ends) at midnight in Rome."""
    if not isinstance(value, str):
        return value
    if not _DAY.fullmatch(value):
        try:
            found = datetime.fromisoformat(value.upper())
        except ValueError:
            raise ValueError("not a day (2026-03-31) or an instant of RFC 3339") from None
        if found.tzinfo is None:
            raise ValueError("an instant needs its offset, as in 2026-03-31T18:00:00+02:00")
        return _within(found)
    day = date.fromisoformat(value)
    if not _EARLIEST.date() < day < _LATEST.date():
        return _EARLIEST if day < _LATEST.date() else _LATEST
    midnight = datetime.combine(day + timedelta(days=end), time(), ROME).astimezone(UTC)
    return midnight - timedelta(seconds=end)


def _within(found: datetime) -> datetime:
    """The instant, or the edge of time as far as stories are concerned."""
    local = found.replace(tzinfo=UTC)
    if _EARLIEST < local < _LATEST:
        return found.astimezone(UTC).replace(microsecond=0)
    return _EARLIEST if local <= _EARLIEST else _LATEST


_DATES = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]
}
Since = Annotated[datetime, BeforeValidator(lambda value: _moment(value, end=False))]
"""A day in Rome, from its beginning, or an instant (RFC 3339), to the second."""
Until = Annotated[datetime, BeforeValidator(lambda value: _moment(value, end=True))]
"""A day in Rome, to its end, or an instant (RFC 3339), to the second; itself included."""
Text = Annotated[str, Field(max_length=LONGEST, pattern=_CHUNKS)]
_TEXT = {"type": "string", "maxLength": LONGEST, "pattern": _CHUNKS}


def _today(value: object) -> object:
    """A topic by the name it has now."""
    return topic_of(value) if isinstance(value, str) else value


def optional(schema: dict[str, Any]) -> WithJsonSchema:
    """The description of what may be left out: in an address there is no null."""
    return WithJsonSchema(schema)


TopicSlug = Annotated[str, *one_of(tuple(topics())), BeforeValidator(_today)]
Department = Annotated[str, *one_of(tuple(DEPARTMENTS))]
Name = Annotated[str, Field(min_length=1, max_length=200)]
_Some = Field(default=(), max_length=20)


class Question(Record):
    """Which cards are asked for; of a field's values one must do, and every field must."""

    q: Annotated[Text | None, optional(_TEXT)] = None
    """Words that stand in title, teaser, text, tags or names, without regard to case and accents:
    all of them. `"in quotes"` or joined by a hyphen: one after the other. `idrogen*`: every word
    that begins so (three letters at least)."""
    language: Annotated[tuple[Language, ...], _Some]
    """Of the text, as `it`."""
    topic: Annotated[tuple[TopicSlug, ...], _Some]
    """Of the vocabulary."""
    section: Annotated[tuple[Section, ...], _Some]
    department: Annotated[tuple[Department, ...], _Some]
    """Its acronym."""
    project: Annotated[tuple[Name, ...], _Some]
    """Its name, without regard to case and accents."""
    person: Annotated[tuple[Name, ...], _Some]
    """First and last name, without regard to case and accents."""
    source: Annotated[tuple[Slug, ...], _Some]
    """A newsroom that told the story, first or later."""
    kind: Annotated[tuple[Kind, ...], _Some]
    image: Annotated[bool | None, optional({"type": "boolean"})] = None
    """Whether there is a picture."""
    since: Annotated[Since | None, optional(_DATES)] = None
    """The earliest publication: a day (in Rome) or an instant."""
    until: Annotated[Until | None, optional(_DATES)] = None
    """The latest publication: a day (in Rome, to its end) or an instant."""


def question_from(pairs: Iterable[tuple[str, str]]) -> Question:
    """The question of names and values; InputError names the first that is off."""
    fields = Question.model_fields
    given: dict[str, Any] = {}
    for name, value in pairs:
        if name not in fields:
            raise InputError(f"no such filter; there are {', '.join(fields)}", subject=name)
        if fields[name].default == ():
            given.setdefault(name, []).append(value)
        elif name in given:
            raise InputError("is given more than once", subject=name)
        else:
            given[name] = value
    try:
        return Question.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        message = first["msg"].removeprefix("Value error, ")
        raise InputError(message, subject=str(first["loc"][0])) from None
