"""`poliflash sources`."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Annotated

import typer

from commands import fixing, making, stopping, trying
from commands.session import Session, session
from pipeline.catalogue import Catalogue, catalogue
from pipeline.evidence import Manners, manners
from pipeline.media.account import account
from pipeline.schedule import enabled
from pipeline.stops import silenced
from pipeline.store import cards, incidents, runs, sources
from pipeline.store.sources import SourceState
from pipeline.store.stops import stops
from schemas.gate import History
from schemas.source import Source

app = typer.Typer(help="Look at sources, try them, switch them on and off.", no_args_is_help=True)
Slug = Annotated[str, typer.Argument(metavar="SOURCE")]
Json = Annotated[bool, typer.Option("--json")]
_COLUMNS = (
    "source", "on", "health", "cards", "last_run", "every", "kind", "language", "sure", "reason",
)  # fmt: skip


@app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """Every declared source, its health and its cards; exit 2 if a file cannot be used."""
    here = session(context)
    declared = catalogue(here.settings)
    with here.store() as store, store.reading() as c:
        states, counts, kept = sources.states(c), cards.counts(c), stops(c)
    rows = [
        _row(source, states.get(slug) or SourceState(source=slug), counts.get(slug, 0), kept)
        for slug, source in declared.sources.items()
    ]
    if as_json:
        here.json([dict(zip(_COLUMNS, row, strict=True)) for row in rows])
    else:
        here.table("Sources", _COLUMNS, rows)
    _complain(here, declared)


def _row(
    source: Source, state: SourceState, count: int, kept: Mapping[str, str]
) -> tuple[object, ...]:
    return (
        source.slug,
        _on(source, state, kept),
        state.health,
        count,
        f"{state.last_run:%Y-%m-%d %H:%M}" if state.last_run else "–",
        _span(source.every),
        source.kind,
        source.language,
        source.confidence,
        silenced(source, kept) or state.why or state.reason or _gist(source.note),
    )


def _gist(note: str) -> str:
    """What a note says first; `sources show` has all of it."""
    return re.split(r"(?<=[\w)])[.:;] ", note, maxsplit=1)[0]


def _on(source: Source, state: SourceState, kept: Mapping[str, str]) -> str:
    """Whether it is run on schedule; `stopped` where its host is not to be asked at all."""
    if silenced(source, kept):
        return "stopped"
    return "on" if enabled(source, state) else "off"


def _span(every: timedelta) -> str:
    minutes = int(every.total_seconds()) // 60
    for unit, length in (("d", 1440), ("h", 60)):
        if minutes and minutes % length == 0:
            return f"{minutes // length} {unit}"
    return f"{minutes} min"


def _complain(here: Session, declared: Catalogue) -> None:
    for problem in declared.problems:
        here.say(problem)
    if declared.problems:
        raise typer.Exit(2)


@app.command()
def show(context: typer.Context, slug: Slug, as_json: Json = False) -> None:
    """One source: its declaration, its state, its latest runs."""
    here = session(context)
    (source,) = catalogue(here.settings).named([slug])
    with here.store() as store, store.reading() as c:
        state = sources.state(c, slug)
        latest = runs.recent(c, source=slug, limit=5)
        how = manners(c, source)
        wrong = incidents.current(c, subject=slug)
        kept = stops(c)
        pictures = account(c, slug)
    figures = History.model_validate_json(state.history).figures
    if as_json:
        here.json(
            {
                "source": source,
                "state": state,
                "figures": figures,
                "incidents": wrong,
                "cards": pictures.cards,
                "pictures": pictures,
                "runs": latest,
                "manners": how,
            }
        )
        return
    for field, value in source.model_dump(mode="json", exclude_defaults=True).items():
        typer.echo(f"{field}: {value}")
    typer.echo(f"on: {_on(source, state, kept)}  {silenced(source, kept) or state.why}".rstrip())
    typer.echo(f"health: {state.health}  {state.reason}".rstrip())
    for name, value in figures.items():
        typer.echo(f"  {name}: {value:g}")
    for incident in wrong:
        typer.echo(f"incident: {incident.kind} since {incident.opened:%Y-%m-%d %H:%M}")
    typer.echo(f"cards: {pictures.cards}\npictures: {pictures.told}")
    typer.echo(f"due: {_told(state.due) or 'now'}")
    for name, words in _manners(how):
        typer.echo(f"{name}: {words}")
    for run in latest:
        typer.echo(f"run {run.id}: {_told(run.requested)} {run.outcome} {run.reason}".rstrip())


def _told(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""


def _manners(how: Manners) -> Iterator[tuple[str, str]]:
    """The evidence for a person; what is not known is left out."""
    read = f", read {_told(how.robots_read)}" if how.robots_read else ""
    yield "robots.txt", how.robots + read
    yield "delay", f"{how.delay:g} s between two requests"
    if how.not_before:
        yield "not asked before", _told(how.not_before)
    yield "requests", f"{how.requests} in the runs that are remembered"
    if how.not_modified is not None:
        yield "not modified", f"{how.not_modified:.0%} of the answers"
    if how.bytes_per_new_card is not None:
        yield "bytes per new card", str(how.bytes_per_new_card)
    if how.blocked:
        yield "last blocked", f"{_told(how.blocked)}  {how.blocked_reason}".rstrip()
    if how.moved:
        yield "moved", f"{how.moved} (write it into the file's urls)"


app.command()(trying.check)
app.command("try")(trying.try_)
app.command()(making.add)
app.command()(making.test)
app.command()(fixing.fix)
app.command()(stopping.enable)
app.command()(stopping.disable)
