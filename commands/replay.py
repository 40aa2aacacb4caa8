"""`poliflash replay`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Annotated

import typer

from commands.ordering import carried_out
from commands.receipts import exit_code, told
from commands.session import Session, session
from pipeline.catalogue import catalogue
from pipeline.clock import system_now
from pipeline.orders import replay_of
from pipeline.settings import MOST_DAYS
from pipeline.store import raw
from schemas.replay import CardChange, Replayed
from schemas.run import Run
from schemas.source import Source

_MARKS = {"new": "+", "updated": "~", "touched": "~", "duplicate": "="}


def replay(
    context: typer.Context,
    slugs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="all with stored pages if none"),
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="make the changes that it shows")] = False,
    days: Annotated[
        int | None,
        typer.Option(min=1, max=MOST_DAYS, help="only what was fetched in the last days"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Extract again from the stored pages, no network; prints which cards differ, and where."""
    here = session(context)
    receipts = replayed(here, with_pages(here, slugs), apply=apply, days=days)
    print_receipts(here, receipts, replay_lines, apply=apply, as_json=as_json)
    raise typer.Exit(exit_code(receipts))


def print_receipts(
    here: Session,
    receipts: Sequence[Run],
    lines: Callable[[Run], Iterable[str]],
    *,
    apply: bool,
    as_json: bool,
) -> None:
    """What stored pages came to, and how it is applied where it was only shown."""
    if as_json:
        here.json([run.model_dump(mode="json") for run in receipts])
        return
    for run in receipts:
        typer.echo("\n".join(lines(run)))
    found = [run.replayed for run in receipts if run.replayed]
    if any(one.changes or one.fields for one in found) and not apply:
        here.say("nothing was changed; with --apply it is")


def with_pages(here: Session, slugs: Sequence[str] | None) -> list[Source]:
    """The sources of these slugs, or all that have stored pages. InputError for unknown ones."""
    declared = catalogue(here.settings)
    if slugs:
        return list(declared.named(slugs))
    with here.store() as store, store.reading() as c:
        stored = raw.sources(c)
    return [source for slug, source in declared.sources.items() if slug in stored]


def replayed(
    here: Session, sources: Iterable[Source], *, apply: bool = False, days: int | None = None
) -> list[Run]:
    """The receipts of reading sources from their stored pages, those of the last days or all."""
    since = None if days is None else system_now() - timedelta(days=days)
    return carried_out(here, [replay_of(source, apply=apply, since=since) for source in sources])


def replay_lines(run: Run) -> Iterator[str]:
    """A receipt for a person: figures, then each card that differs, field by field."""
    found = run.replayed
    if found is None:
        yield from told(run)
        return
    done = "applied" if found.applied else "replayed"
    yield f"{run.source}: {done}: {run.reason} – {counted(found)}"
    for change in found.changes:
        yield from _change_lines(change)
    if found.more:
        yield f"  ~ … and {found.more} more cards"


def counted(found: Replayed) -> str:
    """How many stories stay, fall out or differ, and in which field."""
    figures = {
        "unchanged": found.unchanged,
        "rejected": found.rejected,
        "passed over": found.passed_over,
        "not stored": found.missing,
        **found.fields,
    }
    said = ", ".join(f"{count} {name}" for name, count in figures.items() if count)
    return said or "nothing stored"


def _change_lines(change: CardChange) -> Iterator[str]:
    yield f"  {_MARKS[change.action]} {change.title} – {change.url}"
    for field in change.fields:
        if change.action == "new":
            yield f"      {field.field}: {field.new or '–'}"
        else:
            yield f"      {field.field}: {field.old or '–'} → {field.new or '–'}"
