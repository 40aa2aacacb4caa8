"""The command line."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from commands import (
    alerts,
    cards,
    demo,
    embed,
    feeds,
    pages,
    pairs,
    publish,
    refresh,
    replay,
    serve,
    settings,
    sources,
    store,
    topics,
)
from commands.session import Session
from pipeline.logs import set_up_logs
from pipeline.settings import VERSION, settings_from
from schemas.addresses import NotAnAddress
from schemas.errors import PoliflashError

app = typer.Typer(
    name="poliflash",
    help="Research and innovation news as story cards, in feeds that pages embed.\n\n"
    "Exit codes: 0 done, 1 something failed, 2 the input is off, 3 something was held.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
Folder = Annotated[Path | None, typer.Option(metavar="DIR")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"poliflash {VERSION}")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option(metavar="DIR", help="database, backups")] = None,
    public: Annotated[Path | None, typer.Option(metavar="DIR", help="what is published")] = None,
    sources: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="more source files")
    ] = None,
    channels: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="more channel files")
    ] = None,
    pages: Annotated[list[Path] | None, typer.Option(metavar="DIR", help="page files")] = None,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="log more")] = False,
    version: Annotated[  # noqa: ARG001  # its callback does the work
        bool, typer.Option("--version", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Read the settings that every command goes by."""
    set_up_logs(verbose=verbose, quiet=context.invoked_subcommand != "serve")
    given = {
        "data": data,
        "public": public,
        "sources": tuple(sources) if sources else None,
        "channels": tuple(channels) if channels else None,
        "pages": tuple(pages) if pages else None,
    }
    context.obj = Session(settings_from(**given))


app.command()(demo.demo)
app.command()(serve.serve)
app.command()(refresh.refresh)
app.add_typer(sources.app, name="sources")
cards.app.add_typer(pairs.app, name="pairs")
app.add_typer(cards.app, name="cards")
app.add_typer(feeds.app, name="feeds")
app.add_typer(pages.app, name="pages")
app.add_typer(alerts.app, name="alerts")
app.command()(embed.embed)
app.command()(publish.publish)
app.command()(replay.replay)
app.add_typer(topics.app, name="topics")
app.add_typer(store.app, name="store")
app.command()(settings.settings)


def main() -> None:
    """Run a command; an expected error is one line on standard error."""
    try:
        app()
    except PoliflashError as error:
        _fail(str(error), error.exit_code)
    except NotAnAddress as error:
        _fail(str(error), 2)
    except KeyboardInterrupt:
        _fail("stopped", 130)


def _fail(text: str, code: int) -> None:
    print(f"poliflash: {text}", file=sys.stderr)
    sys.exit(code)
