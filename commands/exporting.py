"""`poliflash cards export` and `poliflash cards stats`."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer

from commands.session import Session, session
from feeds import card_json, csv_table
from pipeline.asking import Archive
from pipeline.catalogue import catalogue
from pipeline.clock import system_now
from pipeline.counting import statistics
from pipeline.store import cards
from pipeline.store.facts import By
from pipeline.store.store import Store
from schemas.card import StoryCard
from schemas.errors import InputError
from schemas.question import Question, Sort, question_from

Format = Literal["csv", "xlsx", "jsonl"]
Filters = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FILTER=VALUE]...", help="as in the API: topic=patents q=idrogeno"),
]
Json = Annotated[bool, typer.Option("--json")]


def export(
    context: typer.Context,
    filters: Filters = None,
    format_: Annotated[Format, typer.Option("--format", help="csv, xlsx or jsonl")] = "csv",
    to: Annotated[Path | None, typer.Option(metavar="FILE", help="else standard output")] = None,
    sort: Annotated[Sort, typer.Option(help="the latest first, or without - the earliest")] = (
        "-published"
    ),
) -> None:
    """Write public cards as a table or as JSON, one a line; never more than rights allow."""
    here, question = session(context), _question(filters)
    if to is None and format_ == "xlsx" and sys.stdout.isatty():
        raise InputError("a workbook is nothing to look at here; name a file", subject="--to")
    with here.store() as store:
        _sources(here, store, question)
        if to is None:
            _WRITERS[format_](_cards(here, store, question, sort), sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        partial = to.with_name(f".{to.name}.new")
        try:
            with partial.open("wb") as file:
                _WRITERS[format_](_cards(here, store, question, sort), file)
            partial.replace(to)
        except OSError as error:
            raise InputError(f"cannot be written: {error.strerror}", subject=str(to)) from None
        finally:
            partial.unlink(missing_ok=True)


def stats(
    context: typer.Context,
    filters: Filters = None,
    by: Annotated[By, typer.Option(help="topic, department, section, source or month")] = "topic",
    as_json: Json = False,
) -> None:
    """Count stories: language versions once, copies as pick-ups, undated ones apart."""
    here = session(context)
    question = _question(filters)
    with here.store() as store, store.reading() as c:
        _sources(here, store, question)
        found = statistics(c, question, by, system_now())
    if as_json:
        here.json(found.model_dump(mode="json"))
        return
    rows = [
        (one.key or "–", one.stories, one.undated, one.pickups, one.vocabulary)
        for one in (*found.figures, found.total.model_copy(update={"key": "all"}))
    ]
    here.table("Stories", (by, "stories", "undated", "pick-ups", "vocabulary"), rows)


def _question(filters: Sequence[str] | None) -> Question:
    pairs = [given.partition("=") for given in filters or ()]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        raise InputError("write FILTER=VALUE, as in topic=patents", subject=wrong[0])
    return question_from((name, value) for name, _, value in pairs)


def _sources(here: Session, store: Store, question: Question) -> None:
    """UnknownError for a source that is not declared and has no cards."""
    with store.reading() as c:
        there = cards.counts(c) if question.source else {}
    catalogue(here.settings).named(slug for slug in question.source if slug not in there)


def _cards(here: Session, store: Store, question: Question, sort: Sort) -> Iterator[StoryCard]:
    face = here.settings.public_url
    archive = Archive(store, catalogue(here.settings).sources, lambda path: f"{face}/{path}")
    with store.reading() as c, here.waiting("cards") as told:
        found = archive.answers(c, question, system_now(), sort=sort)
        for count, one in enumerate(found, start=1):
            told(count)
            yield one.card


def _csv(found: Iterator[StoryCard], to: BinaryIO) -> None:
    to.writelines(csv_table.render(found))


def _xlsx(found: Iterator[StoryCard], to: BinaryIO) -> None:
    from feeds import spreadsheet  # 0.1 s, for the one who asks

    spreadsheet.render(found, to)


def _jsonl(found: Iterator[StoryCard], to: BinaryIO) -> None:
    to.writelines(map(card_json.line, found))


_WRITERS: dict[Format, Callable[[Iterator[StoryCard], BinaryIO], None]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "jsonl": _jsonl,
}
