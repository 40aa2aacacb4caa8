"""`poliflash sources`."""

from typing import Annotated

import typer

from commands import fixing, making, stopping, trying
from commands.session import Session, session
from pipeline.catalogue import Catalogue, catalogue
from pipeline.evidence import manners
from pipeline.schedule import enabled
from pipeline.store import cards, incidents, runs, sources
from pipeline.store.sources import SourceState
from schemas.gate import History
from schemas.source import Source

app = typer.Typer(help="Look at sources, try them, switch them on and off.", no_args_is_help=True)
Slug = Annotated[str, typer.Argument(metavar="SOURCE")]
Json = Annotated[bool, typer.Option("--json")]


@app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """Every declared source, its health and its cards; exit 2 if a file cannot be used."""
    here = session(context)
    declared = catalogue(here.settings)
    with here.store() as store, store.reading() as c:
        states, counts = sources.states(c), cards.counts(c)
    rows = [
        _row(source, states.get(slug) or SourceState(source=slug), counts.get(slug, 0))
        for slug, source in declared.sources.items()
    ]
    names = ("source", "on", "kind", "language", "health", "cards", "every", "sure", "reason")
    if as_json:
        here.json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        here.table("Sources", names, rows)
    _complain(here, declared)


def _row(source: Source, state: SourceState, count: int) -> tuple[object, ...]:
    on = "on" if enabled(source, state) else "off"
    return (
        source.slug,
        on,
        source.kind,
        source.language,
        state.health,
        count,
        f"{int(source.every.total_seconds()) // 60} min",
        source.confidence,
        state.why or state.reason or source.note,
    )


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
        count = cards.counts(c).get(slug, 0)
        how = manners(c, source)
        wrong = incidents.current(c, subject=slug)
    figures = History.model_validate_json(state.history).figures
    if as_json:
        here.json(
            {
                "source": source,
                "state": state,
                "figures": figures,
                "incidents": wrong,
                "cards": count,
                "runs": latest,
                "manners": how,
            }
        )
        return
    for field, value in source.model_dump(mode="json", exclude_defaults=True).items():
        typer.echo(f"{field}: {value}")
    typer.echo(f"on: {'yes' if enabled(source, state) else 'no'}  {state.why}".rstrip())
    typer.echo(f"health: {state.health}  {state.reason}".rstrip())
    for name, value in figures.items():
        typer.echo(f"  {name}: {value:g}")
    for incident in wrong:
        typer.echo(f"incident: {incident.kind} since {incident.opened:%Y-%m-%d %H:%M}")
    typer.echo(f"cards: {count}")
    typer.echo(f"due: {state.due or 'now'}")
    for field, value in how.model_dump(mode="json", exclude_none=True).items():
        if value != "":
            typer.echo(f"{field}: {value}")
    for run in latest:
        typer.echo(f"run {run.id}: {run.requested:%Y-%m-%d %H:%M} {run.outcome} {run.reason}")


app.command()(trying.check)
app.command("try")(trying.try_)
app.command()(making.add)
app.command()(making.test)
app.command()(fixing.fix)
app.command()(stopping.enable)
app.command()(stopping.disable)
