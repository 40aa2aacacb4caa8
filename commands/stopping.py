"""`poliflash sources enable` and `disable`."""

from typing import Annotated

import typer

from commands.cards import By
from commands.ordering import carried_out, me
from commands.receipts import exit_code, told
from commands.session import Session, session
from pipeline.catalogue import catalogue
from pipeline.orders import host_of
from pipeline.purge import HOST
from pipeline.store import sources, stops
from schemas.errors import InputError
from schemas.order import Action, Order

Slug = Annotated[str | None, typer.Argument(metavar="[SOURCE]")]
Host = Annotated[
    str | None, typer.Option(metavar="HOST", help="a host with its subdomains, or an address there")
]


def enable(context: typer.Context, slug: Slug = None, host: Host = None) -> None:
    """Run a source on schedule, whatever its file says; with --host, let a host be asked again."""
    here = session(context)
    if name := _host(slug, host):
        with here.store() as store, store.writing() as c:
            was = stops.unstop(c, name)
        typer.echo(f"{name}: " + ("may be asked again" if was else "was not stopped"))
    else:
        _switch(here, slug or "", on=True, why="")


def disable(
    context: typer.Context,
    slug: Slug = None,
    host: Host = None,
    reason: Annotated[str, typer.Option(help="kept, and shown wherever it is refused")] = "",
    purge: Annotated[
        bool, typer.Option("--purge", help="retract its cards and delete its fetched pages")
    ] = False,
    by: By = "",
) -> None:
    """Ask a source, or a whole host, no more, by schedule or by hand; its cards stay."""
    here = session(context)
    if name := _host(slug, host):
        with here.store() as store, store.writing() as c:
            stops.stop(c, name, reason)
        typer.echo(f"{name}: stopped")
    else:
        _switch(here, slug or "", on=False, why=reason)
    if not purge:
        return
    target = f"{HOST}{name}" if name else slug or ""
    action = Action(name="purge", target=target, by=by or me(), why=reason)
    receipts = carried_out(here, [Order(trigger="edit", action=action)])
    for run in receipts:
        typer.echo("\n".join(told(run)))
    raise typer.Exit(exit_code(receipts))


def _host(slug: str | None, host: str | None) -> str | None:
    """The host that is meant, in one spelling; InputError unless either a source or a host is."""
    if (slug is None) == (host is None):
        raise InputError("name either a source or a --host", subject="sources")
    if host is None:
        return None
    return host_of(host if "://" in host else f"https://{host}/")


def _switch(here: Session, slug: str, *, on: bool, why: str) -> None:
    catalogue(here.settings).named([slug])
    with here.store() as store, store.writing() as c:
        state = sources.state(c, slug)
        sources.keep(c, state.model_copy(update={"enabled": on, "why": why}))
    typer.echo(f"{slug}: {'on' if on else 'off'}")
