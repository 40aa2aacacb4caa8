"""`poliflash demo`."""

import datetime as dt
import json
import secrets
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

from commands.ordering import carried_out
from commands.picturing import look_at_pictures
from commands.receipts import exit_code, told
from commands.session import Session, session
from pipeline import manifest
from pipeline.catalogue import catalogue
from pipeline.logs import set_up_logs
from pipeline.orders import order_for
from pipeline.settings import Settings
from pipeline.store.store import FILE
from schemas.errors import InputError
from schemas.run import Run

ROOM = Path(__file__).parent.parent / "demo"
HOME = Path("var/demo")
ALL = 600.0
"""Seconds within which all pictures are looked at, also on a busy machine."""


def demo(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="every source once, then exit")] = False,
    public: Annotated[Path | None, typer.Option(metavar="DIR")] = None,
    data: Annotated[Path | None, typer.Option(metavar="DIR")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="of the page; 0: a free one")] = 8000,
) -> None:
    """An invented newsroom and everything made from it; needs no internet."""
    before = context.find_root().params  # folders may stand before the command, too
    data, public = data or before.get("data"), public or before.get("public")
    here = Session(demo_settings(session(context).settings, public, data, port))
    here.settings.data.mkdir(parents=True, exist_ok=True)
    state = here.settings.data / "newsroom.json"
    file = (data or HOME) / "poliflash.toml"
    file.write_text(settings_file(here.settings), "utf-8")
    set_up_logs(quiet=once)
    if not (here.settings.database or (here.settings.data / FILE).exists()):
        # What lies there is of a demo that is no more.
        (here.settings.public / manifest.PATH).unlink(missing_ok=True)
    if once:
        receipts = _every_source_once(here, state)
        for run in receipts:
            typer.echo("\n".join(told(run)))
        raise typer.Exit(exit_code(receipts))
    from commands.serving import served  # only where something is served

    with _newsroom_process(state):
        served(here, lambda at: _welcome(here, at, file))


def demo_settings(chosen: Settings, public: Path | None, data: Path | None, port: int) -> Settings:
    """The demo keeps to its own folders, sources and address."""
    own = {
        "data": data or HOME / "data",
        "public": public or HOME / "public",
        "sources": (ROOM / "sources",),
        "channels": (ROOM / "channels",),
        "pages": (ROOM / "pages",),
        "own_sources": False,
        "port": port,
        "public_url": f"http://127.0.0.1:{port}",
        "home_url": None,
        "contact": None,
        "api_token": chosen.api_token or SecretStr(secrets.token_urlsafe(18)),
    }
    return chosen.model_copy(update=own)


def settings_file(chosen: Settings) -> str:
    """What a `poliflash.toml` says for other commands to work on the same house; no token."""
    lines = {
        "data": str(chosen.data.resolve()),
        "public": str(chosen.public.resolve()),
        "sources": [str(folder.resolve()) for folder in chosen.sources],
        "channels": [str(folder.resolve()) for folder in chosen.channels],
        "pages": [str(folder.resolve()) for folder in chosen.pages],
        "own_sources": chosen.own_sources,
        "public_url": chosen.public_url,
        "port": chosen.port,
    }
    # Texts, lists, truth values and numbers are written alike in JSON and TOML.
    rows = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in lines.items()]
    return "\n".join(["# Written by `poliflash demo` at every start.", *rows, ""])


def _every_source_once(here: Session, state: Path) -> list[Run]:
    from demo.newsroom import PORT, Newsroom  # draws pictures; only where it is played
    from demo.server import serve_newsroom  # likewise

    newsroom = Newsroom(state=state, clock=_now)
    orders = [order_for(source, "schedule") for source in catalogue(here.settings).sources.values()]
    with serve_newsroom(newsroom, PORT):
        receipts = carried_out(here, orders)
        look_at_pictures(here, span=ALL)
        return receipts


@contextmanager
def _newsroom_process(state: Path) -> Iterator[None]:
    from demo.newsroom import PORT

    command = [sys.executable, "-m", "demo", "--port", str(PORT), "--state", str(state)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # ours
        assert process.stdout is not None
        try:
            if not process.stdout.readline():
                raise InputError("cannot start; it said why above", subject="the newsroom")
            yield
        finally:
            process.terminate()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _welcome(here: Session, port: int, file: Path) -> None:
    from demo.newsroom import PORT

    token = here.settings.api_token
    program = shlex.quote(sys.argv[0])
    typer.echo(f"The page:            http://127.0.0.1:{port}/")
    typer.echo(f"The feed:            http://127.0.0.1:{port}/feeds/stories.rss")
    typer.echo(f"On another page:     http://127.0.0.1:{port}/use")
    typer.echo(f"The newsroom:        http://newsroom.localhost:{PORT}/ (publish, edit, break)")
    typer.echo(f"The operator token:  {token.get_secret_value() if token else '–'}")
    typer.echo("From another terminal, after something happened in the newsroom:")
    typer.echo(f"  POLIFLASH_FILE={shlex.quote(str(file))} {program} refresh ateneo-it")
    typer.echo("Ctrl+C ends it.")
