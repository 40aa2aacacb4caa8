"""`poliflash store`."""

from pathlib import Path
from typing import Annotated

import typer

from commands.session import session
from pipeline.owner import owned
from pipeline.store.migrate import backup as copied
from pipeline.store.migrate import restore as put_back
from pipeline.store.store import FILE
from schemas.errors import StoreError, UnknownError

app = typer.Typer(help="Back up and restore the store.", no_args_is_help=True)


@app.command()
def backup(context: typer.Context) -> None:
    """Copy the store into `backups/` below the data folder, also while it is in use."""
    here = session(context)
    file = _file(here.settings.data, here.settings.database)
    if not file.exists():
        raise UnknownError("there is no store yet; nothing to back up", subject=str(file))
    typer.echo(copied(file, here.settings.data / "backups", keep=here.settings.backups))


@app.command()
def restore(
    context: typer.Context,
    copy: Annotated[Path, typer.Argument(help="a file that `store backup` made")],
) -> None:
    """Put a backup in the store's place; stop `serve` first."""
    here = session(context)
    if not copy.is_file():
        raise UnknownError("no such file", subject=str(copy))
    file = _file(here.settings.data, here.settings.database)
    with owned(here.settings.data):
        kept = put_back(copy, file)
    if kept is not None:
        here.say(f"the store as it was: {kept}")
    typer.echo(f"restored {file} from {copy}; `poliflash publish --full` renders from it")


def _file(data: Path, database: str | None) -> Path:
    if database is not None:
        raise StoreError(
            "is a database of its own; copy it with pg_dump, put it back with pg_restore",
            subject="POLIFLASH_DATABASE",
        )
    return data / FILE
