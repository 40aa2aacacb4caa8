"""`poliflash demo`."""

import datetime as dt
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

from commands.ordering import carried_out
from commands.receipts import exit_code, told
from commands.serve import served
from commands.session import Session, session
from demo.newsroom import PORT, Newsroom
from demo.server import serve_newsroom
from pipeline.catalogue import catalogue
from pipeline.logs import set_up_logs
from pipeline.orders import order_for
from pipeline.settings import Settings
from schemas.errors import InputError
from schemas.run import Run

ROOM = Path(__file__).parent.parent / "demo"
HOME = Path("var/demo")


def demo(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="every source once, then exit")] = False,
    public: Annotated[Path | None, typer.Option(metavar="DIR")] = None,
    data: Annotated[Path | None, typer.Option(metavar="DIR")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="of the page; 0: a free one")] = 8000,
) -> None:
    """An invented newsroom and everything made from it; needs no internet."""
    here = Session(_settings(session(context).settings, public, data, port))
    state = here.settings.data / "newsroom.json"
    here.settings.data.mkdir(parents=True, exist_ok=True)
    set_up_logs(quiet=once)
    if once:
        receipts = _every_source_once(here, state)
        for run in receipts:
            typer.echo("\n".join(told(run)))
        raise typer.Exit(exit_code(receipts))
    with _newsroom_process(state):
        served(here, lambda at: _welcome(here, at))


def _settings(chosen: Settings, public: Path | None, data: Path | None, port: int) -> Settings:
    """The demo keeps to its own folders, sources and address."""
    own = {
        "data": data or HOME / "data",
        "public": public or HOME / "public",
        "sources": (ROOM / "sources",),
        "channels": (ROOM / "channels",),
        "own_sources": False,
        "port": port,
        "public_url": f"http://127.0.0.1:{port}",
        "home_url": None,
        "contact": None,
        "api_token": chosen.api_token or SecretStr(secrets.token_urlsafe(18)),
    }
    return chosen.model_copy(update=own)


def _every_source_once(here: Session, state: Path) -> list[Run]:
    newsroom = Newsroom(state=state, clock=_now)
    orders = [order_for(source, "schedule") for source in catalogue(here.settings).sources.values()]
    try:
        with serve_newsroom(newsroom, PORT):
            return carried_out(here, orders)
    except OSError as error:
        raise InputError(
            f"cannot be used: {error.strerror}; is another demo running?", subject=f"port {PORT}"
        ) from None


@contextmanager
def _newsroom_process(state: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "demo", "--port", str(PORT), "--state", str(state)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # ours
        assert process.stdout is not None
        try:
            if not process.stdout.readline():
                raise InputError(
                    "the newsroom cannot start; is another demo running?", subject=f"port {PORT}"
                )
            yield
        finally:
            process.terminate()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _welcome(here: Session, port: int) -> None:
    token = here.settings.api_token
    typer.echo(f"The page:            http://127.0.0.1:{port}/")
    typer.echo(f"The feed:            http://127.0.0.1:{port}/feeds/stories.rss")
    typer.echo(f"The newsroom:        http://newsroom.localhost:{PORT}/ (publish, edit, break)")
    typer.echo(f"The operator token:  {token.get_secret_value() if token else '–'}")
    typer.echo("Ctrl+C ends it.")
